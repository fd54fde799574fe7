import { beforeEach, describe, expect, it } from "vitest";
import { retryParked } from "#authority/parked.ts";
import { eraseRecord } from "#authority/server-ops.ts";
import { setCallsApart } from "#authority/set-calls-apart.ts";
import type { Change } from "#protocol/op.ts";
import { counter, day, minute, noon, SmallServer, set, visit } from "./small-server.ts";

let server: SmallServer;
beforeEach(async () => {
  server = await SmallServer.open();
  await server.join("chutich", ["leader"]);
  await server.join("vhxh", ["coordinator"]);
  await server.join("congan", ["security"]);
  await server.join("ungcuu", ["responder"]);
  await server.join("tinh", ["province"]);
  await server.join("quantri", ["admin"]);
  await server.join("phong", ["unit"], { units: ["u"] });
  await server.join("ben", ["village"], { villages: ["v2"] });
});

const call = (visitId: string) => server.row(`call/${visitId}`);
const said = { contactName: "bà Tư Hòa", contactPhone: "0912345678", note: "sống một mình" };
/** All that a first sync gives to this person. */
const read = async (of: string) => JSON.stringify((await server.send(of, [], { limit: 5000 })).rows);
const others = ["chutich", "vhxh", "ungcuu", "tinh", "quantri", "phong", "ben"];

describe("a visit as apps of before write it", () => {
  it("leaves the name, the number and the note in a record of their own, and is sent back whole", async () => {
    const receipt = await server.does("thon", "support.visit", [visit("x", { result: "toCentre" }, said)]);
    expect(receipt).toMatchObject({ r: "applied" });
    expect(receipt).not.toHaveProperty("own");
    expect(await server.row("x")).not.toHaveProperty("personal");
    expect(await call("x")).toMatchObject({
      kind: "callBack",
      scope: "calls:v1",
      body: { state: "waiting", village: "v1", to: "centre", day: visit("x").f["day"] },
      personal: { name: "bà Tư Hòa", phone: "0912345678", note: "sống một mình" },
      created: { by: "thon" },
    });
    expect(JSON.stringify(await server.logged("thon", 1))).not.toContain("0912345678");
  });

  it("asks nobody where only a note was written", async () => {
    await server.does("thon", "support.visit", [visit("x", {}, { note: "sống một mình" })]);
    expect((await call("x"))?.body).toEqual({ state: "waiting", village: "v1" });
    await server.does("lan", "support.visit", [{ ...counter("y"), p: { note: "quên kính" } }]);
    expect(await call("y")).toMatchObject({ scope: "calls:counter", body: { state: "waiting" } });
  });

  it("is read by the village's own team and the centre, and by nobody else", async () => {
    await server.does("thon", "support.visit", [visit("x", {}, said)]);
    for (const of of ["thon", "lan", "minh"]) expect(await read(of)).toContain("0912345678");
    for (const of of [...others, "congan"]) {
      const rows = await read(of);
      for (const value of Object.values(said)) expect(rows).not.toContain(value);
    }
  });

  it("is changed and ended by apps of before as well, wherever each field lies now", async () => {
    await server.does("thon", "support.visit", [visit("x", {}, said)]);
    server.now += minute;
    const seq = (await server.row("x"))?.seq ?? 0;
    await server.does("thon", "support.edit", [
      set("supportVisit", "x", seq, { people: 2 }, { contactPhone: "0987654321", note: null }),
    ]);
    expect(await call("x")).toMatchObject({
      body: { to: "team" },
      personal: { name: "bà Tư Hòa", phone: "0987654321" },
    });
    await server.does("thon", "support.edit", [
      set("supportVisit", "x", seq + 9, {}, { contactPhone: null, contactName: null }),
    ]);
    expect((await call("x"))?.body).not.toHaveProperty("to");
  });

  it("keeps to whom it was handed when an old app mends the number", async () => {
    await server.does("thon", "support.visit", [visit("x", {}, said)]);
    const seq = (await call("x"))?.seq ?? 0;
    await server.does("lan", "call.hand-over", [set("callBack", "call/x", seq, { to: "police" })]);
    await server.does("thon", "support.edit", [
      set("supportVisit", "x", seq + 9, {}, { contactPhone: "0987654321" }),
    ]);
    expect(await call("x")).toMatchObject({ scope: "police:v1", body: { to: "police" } });
  });

  it("goes, comes back and moves to another village with its visit", async () => {
    await server.does("lan", "support.visit", [visit("x", {}, said)]);
    const seq = (await server.row("x"))?.seq ?? 0;
    await server.does("lan", "support.edit", [set("supportVisit", "x", seq, { village: "v2" })]);
    expect(await call("x")).toMatchObject({ scope: "calls:v2", body: { village: "v2" } });
    expect(await read("ben")).toContain("0912345678");
    expect(await read("thon")).not.toContain("0912345678");
    const change = (c: "delete" | "restore"): Change => ({ c, k: "supportVisit", id: "x", b: seq + 9 });
    await server.does("lan", "support.delete", [change("delete")]);
    expect(await call("x")).toMatchObject({ deleted: true });
    await server.does("lan", "record.restore", [change("restore")]);
    expect(await call("x")).not.toHaveProperty("deleted");
  });

  it("waits whole for a visit that has not come, and is set apart when it does", async () => {
    const edit = set("supportVisit", "x", 0, {}, { contactPhone: "0912345678" });
    expect(await server.does("lan", "support.edit", [edit])).toMatchObject({ r: "parked" });
    await server.does("minh", "support.visit", [counter("x")]);
    await server.tx((t) => retryParked(t, server.now));
    expect(await call("x")).toMatchObject({ personal: { phone: "0912345678" } });
    expect(await server.row("x")).not.toHaveProperty("personal");
  });

  it("brings nothing back of what was erased, whichever of the two was named", async () => {
    for (const id of ["x", "y"]) await server.does("thon", "support.visit", [visit(id, {}, said)]);
    await server.tx((t) => eraseRecord(t, "x", "quantri", noon));
    await server.tx((t) => eraseRecord(t, "call/y", "retention", noon));
    for (const id of ["x", "y"]) {
      await server.does("thon", "support.edit", [set("supportVisit", id, 999, { people: 3 }, said)]);
      expect(await call(id)).not.toHaveProperty("personal");
      expect(await server.row(id)).toMatchObject({ body: { people: 3 } });
    }
    expect(await read("thon")).not.toContain("0912345678");
  });
});

describe("visits that a program of before had stored", () => {
  const store = (id: string, personal: Record<string, string>, more = {}) =>
    server.tx(async (t) => {
      const [row] = await t.rows([id]);
      if (row) await t.putRow({ ...row, personal, seq: await t.nextSeq(), ...more });
    });

  it("are set apart at the start, each once, with the time that its end needs", async () => {
    for (const id of ["a", "b", "c"]) await server.does("thon", "support.visit", [visit(id)]);
    await store("a", said);
    await store("b", { note: "sống một mình" });
    const seq = await server.seq();
    const now = noon + 5 * day;
    expect(await server.tx((t) => setCallsApart(t, now))).toBe(2);
    expect(await call("a")).toMatchObject({
      scope: "calls:v1",
      body: { state: "waiting", to: "team", village: "v1", day: visit("a").f["day"] },
      personal: { name: "bà Tư Hòa", phone: "0912345678", note: "sống một mình" },
      created: { by: "thon", at: noon },
    });
    expect(await call("b")).toMatchObject({ personal: { note: "sống một mình" }, changed: { at: now } });
    expect(await call("c")).toBeUndefined();
    for (const id of ["a", "b"]) {
      const row = await server.row(id);
      expect(row).not.toHaveProperty("personal");
      expect(row?.seq).toBeGreaterThan(seq);
    }
    expect(await server.tx((t) => setCallsApart(t, now))).toBe(0);
    for (const of of others) expect(await read(of)).not.toContain("sống một mình");
    expect(await read("thon")).toContain("0912345678");
  });

  it("take along the two values that people were asked about, and leave alone what was erased", async () => {
    await server.does("thon", "support.visit", [visit("a")]);
    await store("a", { contactPhone: "0912345678" });
    await server.tx(async (t) => {
      const [visitRow] = await t.rows(["a"]);
      const seq = await t.nextSeq();
      const body = { kind: "supportVisit", record: "a", field: "contactPhone", scope: "visits:v1" };
      const sides = { using: {}, other: {}, state: "open", personalValues: true };
      if (visitRow)
        await t.putRow({
          ...visitRow,
          ...{ id: "cf/1", kind: "conflict", body: { ...body, ...sides }, clocks: {}, seq },
          personal: { usingValue: "0912345678", otherValue: "0987654321" },
        });
    });
    await server.does("thon", "support.visit", [visit("e")]);
    await store("e", said, { erased: true });
    await server.tx((t) => setCallsApart(t, server.now));
    expect(await server.row("cf/1")).toMatchObject({
      scope: "calls:v1",
      body: { kind: "callBack", record: "call/a", field: "phone", scope: "calls:v1" },
      personal: { usingValue: "0912345678", otherValue: "0987654321" },
    });
    expect(await call("e")).toBeUndefined();
    for (const of of others) expect(await read(of)).not.toContain("0987654321");
  });
});
