import { beforeEach, describe, expect, it } from "vitest";
import { eraseRecord, serverDevice } from "#authority/server-ops.ts";
import { counter, day, entry, incident, minute, noon, SmallServer, set, visit } from "./small-server.ts";

let server: SmallServer;
beforeEach(async () => {
  server = await SmallServer.open();
});
const own = () => server.tx((t) => t.device(serverDevice));

describe("what the server writes itself", () => {
  it("goes through the log of its own device, number by number, like everything else", async () => {
    const before = await own();
    expect(before).toEqual({
      ...{ id: "server", person: "server", app: "server", lost: false, outbox: 0, durableN: 0, reportedN: 0 },
      ...{ lastN: 4, contiguousN: 4, lastEffective: noon, contactAt: noon },
    });
    server.now += minute;
    const receipts = await server.asServer([{ kind: "village", id: "v3", create: { name: "Xóm 3" } }]);
    expect(receipts).toMatchObject([{ n: 5, r: "applied", own: 1, at: noon + minute }]);
    expect(await own()).toMatchObject({ lastN: 5, contiguousN: 5, lastEffective: noon + minute });
    const [logged] = await server.tx((t) => t.decided(serverDevice, [5]));
    expect(logged).toMatchObject({
      ...{ person: "server", effective: noon + minute },
      op: {
        ...{ d: "server", n: 5, v: 1, a: "org.edit", w: noon + minute, o: 0, e: "e1", u: "server" },
        ch: [{ c: "create", k: "village", id: "v3", sc: "org", b: 0, f: { name: "Xóm 3" } }],
      },
    });
  });

  it("bears the name of whose deed it is", async () => {
    await server.asServer([{ kind: "unit", id: "u1", create: { name: "Phòng" } }], "quantri");
    expect((await server.row("u1"))?.created).toEqual({ at: noon, by: "quantri", device: "server" });
    expect((await server.row("v1"))?.created.by).toBe("server");
  });

  it("is written upon what lies there now, so that it never loses and asks nobody", async () => {
    await server.join("hai", ["admin"]);
    await server.does("hai", "org.edit", [set("village", "v1", 1, { name: "Xóm Một", order: 1 })]);
    server.now -= day;
    await server.asServer([
      { kind: "village", id: "v1", set: { name: "Xóm Nhất" } },
      { kind: "village", id: "v2", create: { name: "Xóm Nhì" } },
      { kind: "site", id: "s1", delete: true },
    ]);
    expect((await server.row("v1"))?.body).toEqual({ name: "Xóm Nhất", order: 1 });
    expect((await server.row("v2"))?.body).toEqual({ name: "Xóm Nhì" });
    expect((await server.row("s1"))?.deleted).toBe(true);
    expect((await server.tx((t) => t.rowsAfter(["org"], 0, 99))).map(({ kind }) => kind)).not.toContain(
      "conflict",
    );
  });

  it("lies where its kind says", async () => {
    await server.asServer([{ kind: "supportVisit", id: "x", create: visit("x").f }]);
    const [logged] = await server.tx((t) => t.decided(serverDevice, [5]));
    expect(logged?.op.ch[0]).toMatchObject({ sc: "visits:v1" });
    expect((await server.row("x"))?.scope).toBe("visits:v1");
  });

  it("fails loudly, and leaves nothing behind, where it is refused, has to wait or cannot be read", async () => {
    const seq = await server.seq();
    const refusal = (changes: Parameters<typeof server.asServer>[0]) =>
      expect(server.asServer(changes)).rejects;
    const nameless = { kind: "village", id: "v3", create: { name: "" } };
    const good = { kind: "village", id: "v4", create: { name: "Xóm 4" } };
    await refusal([good, nameless]).toThrow(
      'The server\'s own op was refused: invalid {"kind":"village","field":"name"}',
    );
    await refusal([{ kind: "village", id: "v9", set: { name: "Xóm 9" } }]).toThrow(
      'missing-record {"id":"v9"}',
    );
    await refusal([{ kind: "village", id: "v3", create: { "no field": 1 } }]).toThrow("unreadable {}");
    expect(await server.seq()).toBe(seq);
    expect(await own()).toMatchObject({ lastN: 4 });
    expect(await server.row("v4")).toBeUndefined();
  });
});

describe("erasing a record", () => {
  it("takes its personal content, and that of the two versions people are asked about, for ever", async () => {
    const b = async () => (await server.row("x"))?.seq ?? 0;
    await server.join("hai", ["centre", "village"], { villages: ["v1"] });
    await server.does("thon", "support.visit", [visit("x", {}, { note: "gọi bà Tư" })]);
    const seen = await b();
    await server.does("thon", "support.edit", [set("supportVisit", "x", seen, {}, { note: "bà Tư, 3 giờ" })]);
    await server.does("hai", "support.edit", [set("supportVisit", "x", seen, {}, { note: "bà Tư vắng" })]);
    await server.does("thon", "support.visit", [visit("other", {}, { note: "ông Năm" })]);
    const seq = await server.seq();
    server.now += day;
    const gone = await server.tx((t) => eraseRecord(t, "x", "quantri", server.now));
    expect(gone).toEqual(["x", "call/x", "cf/d-hai/1/1/note"]);
    for (const [at, id] of gone.entries()) {
      const row = await server.row(id);
      expect(row).toMatchObject({ erased: true, seq: seq + 1 + at, received: noon + day });
      expect(row).not.toHaveProperty("personal");
    }
    expect((await server.row("x"))?.body).toEqual(visit("x").f);
    expect((await server.row("call/other"))?.personal).toEqual({ note: "ông Năm" });
    expect(server.store.erasures("c")).toEqual([
      { id: "x", at: noon + day, by: "quantri" },
      { id: "call/x", at: noon + day, by: "quantri" },
    ]);
    const reply = await server.send("thon", [], { cursor: seq, booted: ["visits:v1", "calls:v1"] });
    expect(reply.rows.filter(({ c }) => c === "visits:v1")).toMatchObject([{ i: "x", e: 1 }]);
    expect(reply.rows.filter(({ c }) => c === "calls:v1")).toMatchObject([
      { i: "call/x", e: 1 },
      { i: "cf/d-hai/1/1/note", e: 1 },
    ]);
  });

  it("leaves alone what else hangs under it, and marks also what the server does not have yet", async () => {
    await server.does("lan", "incident.report", [incident("i")]);
    await server.does("lan", "incident.entry", [entry("i", "e")]);
    expect(await server.tx((t) => eraseRecord(t, "i", "quantri", noon))).toEqual(["i"]);
    expect(await server.row("e")).not.toHaveProperty("erased");
    expect(await server.tx((t) => eraseRecord(t, "late", "quantri", noon))).toEqual([]);
    await server.does("lan", "support.visit", [{ ...counter("late"), p: { note: "bà Tư" } }]);
    expect(await server.row("late")).toMatchObject({ erased: true, body: counter("late").f });
    expect(JSON.stringify(await server.row("late"))).not.toContain("bà Tư");
  });
});
