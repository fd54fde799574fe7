import { beforeEach, describe, expect, it } from "vitest";
import type { CommuneTx } from "#authority/commune-store.ts";
import { retryParked } from "#authority/parked.ts";
import { takeOps } from "#authority/take-ops.ts";
import type { Change, Op } from "#protocol/op.ts";
import {
  counter,
  day,
  emptyDevice,
  entry,
  incident,
  minute,
  noon,
  SmallServer,
  set,
  visit,
} from "./small-server.ts";

let server: SmallServer;
beforeEach(async () => {
  server = await SmallServer.open();
});

const visits = (n: number, ...ch: Change[]) => server.op("lan", "support.visit", ch, { n });
const people = (id: string, value: number, b = 0) => set("supportVisit", id, b, { people: value });

describe("ops that a device brings", () => {
  it("are decided in order of their numbers, whatever order they came in", async () => {
    const { receipts } = await server.send("lan", [visits(2, people("x", 7)), visits(1, visit("x"))]);
    expect(receipts).toMatchObject([{ n: 1, to: 2, r: "applied" }]);
    expect((await server.row("x"))?.body["people"]).toBe(7);
  });

  it("take effect once, though one number comes twice in a request or with another content later", async () => {
    const first = visits(1, visit("x"));
    const twice = await server.send("lan", [first, { ...first, ch: [visit("y")] }]);
    expect(new Set(twice.receipts.map(({ n, s }) => `${n} ${s}`)).size).toBe(1);
    const again = await server.send("lan", [{ ...first, ch: [visit("z")] }]);
    expect(again.receipts).toEqual([expect.objectContaining({ n: 1, s: twice.receipts[0]?.s })]);
    expect(await server.tx((t) => t.rows(["y", "z"]))).toEqual([]);
    expect((await server.logged("lan", 1))?.op.ch).toEqual([visit("x")]);
  });

  it("get no receipt and no trace where they cannot be read, or are of another device, author or version", async () => {
    const good = visits(1, visit("x"));
    const bad: unknown[] = [
      ...[null, 7, {}, { ...good, n: 0 }, { ...good, ch: [{ c: "grow", k: "supportVisit", id: "x" }] }],
      ...[
        { ...good, v: 2 },
        { ...good, d: "d-minh" },
        { ...good, u: "minh" },
        { ...good, pt: 1 },
      ],
    ];
    for (const one of bad) expect((await server.send("lan", [one])).receipts).toEqual([]);
    expect(await server.logged("lan", 1)).toBeUndefined();
    expect((await server.send("lan", [...bad, good])).receipts).toMatchObject([{ n: 1, r: "applied" }]);
  });

  it("are written for others by the server's own device alone", async () => {
    const device = { ...emptyDevice, id: "d-lan", person: "lan" };
    const op = { ...visits(1, visit("x")), u: "minh" };
    const take = (trusted: boolean) =>
      server.tx(async (t) => takeOps(t, await t.state(), device, [op], noon, { trusted }));
    expect((await take(false)).receipts).toEqual([]);
    expect((await take(true)).receipts).toMatchObject([{ n: 1, r: "applied" }]);
    expect((await server.row("x"))?.created.by).toBe("minh");
  });

  it("are logged as they came, whatever became of them, with the time when they were first taken", async () => {
    await server.send("lan", [visits(1, visit("x", { people: -1 })), visits(2, people("nowhere", 1))]);
    expect(await server.logged("lan", 1)).toStrictEqual({
      ...{ device: "d-lan", n: 1, person: "lan", op: visits(1, visit("x", { people: -1 })) },
      ...{ outcome: "rejected", seq: (await server.seq()) - 1, at: noon, effective: noon },
      ...{ code: "invalid", facts: { kind: "supportVisit", field: "people" } },
    });
    expect(await server.logged("lan", 2)).toStrictEqual({
      ...{ device: "d-lan", n: 2, person: "lan", op: visits(2, people("nowhere", 1)) },
      ...{ outcome: "parked", seq: await server.seq(), at: noon, effective: noon },
      ...{ code: "missing-record", facts: { id: "nowhere" }, waitsFor: "nowhere" },
    });
    await server.send("lan", [visits(3, visit("z"))]);
    expect(await server.logged("lan", 3)).toStrictEqual({
      ...{ device: "d-lan", n: 3, person: "lan", op: visits(3, visit("z")) },
      ...{ outcome: "applied", seq: await server.seq(), at: noon, effective: noon },
    });
  });
});

describe("what the server knows of a device's numbers", () => {
  const numbers = async () => {
    const { lastN, contiguousN } = await server.device("lan");
    return [contiguousN, lastN];
  };

  it("counts up without gaps, over a gap, and on once the gap is filled", async () => {
    await server.send("lan", [visits(1, visit("a")), visits(2, visit("b"))]);
    expect(await numbers()).toEqual([2, 2]);
    await server.send("lan", [visits(4, visit("d")), visits(5, visit("e"))]);
    expect(await numbers()).toEqual([2, 5]);
    await server.send("lan", [visits(7, visit("g"))]);
    await server.send("lan", [visits(3, visit("c"))]);
    expect(await numbers()).toEqual([5, 7]);
    await server.send("lan", [visits(6, visit("f")), visits(8, visit("h"))]);
    expect(await numbers()).toEqual([8, 8]);
  });

  it("counts from the first, though that came last", async () => {
    await server.send("lan", [visits(2, visit("b")), visits(3, visit("c")), visits(5, visit("e"))]);
    expect(await numbers()).toEqual([0, 5]);
    await server.send("lan", [visits(1, visit("a"))]);
    expect(await numbers()).toEqual([3, 5]);
  });

  it("does not change for what was decided before", async () => {
    await server.send("lan", [visits(1, visit("a")), visits(2, visit("b"))]);
    const before = await server.device("lan");
    await server.send("lan", [visits(1, visit("a")), visits(2, visit("b"))]);
    expect(await server.device("lan")).toEqual(before);
  });

  it("keeps the time of the latest by number, and not one that is ahead of now", async () => {
    await server.send("lan", [server.op("lan", "support.visit", [visit("a")], { n: 3, w: noon - minute })]);
    expect((await server.device("lan")).lastEffective).toBe(noon - minute);
    await server.send("lan", [server.op("lan", "support.visit", [visit("b")], { n: 2, w: noon })]);
    expect(await server.device("lan")).toMatchObject({ lastN: 3, lastEffective: noon - minute });
    server.now -= day;
    await server.send("lan", [
      server.op("lan", "support.visit", [visit("c", { day: "2026-11-22" })], { n: 4 }),
    ]);
    expect(await server.device("lan")).toMatchObject({ lastN: 4, lastEffective: noon - day });
  });
});

describe("what a device may keep of what it sent", () => {
  const pull = async (ops: Op[]) => {
    const cursor = await server.seq();
    const reply = await server.send("lan", ops, { cursor, booted: ["visits:*", "incidents:*"], protocol: 2 });
    return {
      own: reply.receipts.flatMap(({ own, n, to }) =>
        own ? Array.from({ length: (to ?? n) - n + 1 }, (_, at) => n + at) : [],
      ),
      rows: reply.rows
        .filter(({ c }) => c === "visits:counter" || c === "incidents:commune")
        .map(({ i }) => i),
    };
  };

  it("is what it made and went on with in the same exchange; no row of it comes back", async () => {
    expect(await pull([visits(1, counter("a")), visits(2, people("a", 5)), visits(3, counter("b"))])).toEqual(
      {
        ...{ own: [1, 2, 3], rows: [] },
      },
    );
  });

  it("is nothing of a record of which one op was not its own, nor of the records written together with it", async () => {
    await server.send("minh", [server.op("minh", "support.visit", [counter("c")])]);
    server.now += minute;
    const reply = await pull([
      visits(1, counter("a"), counter("b")),
      visits(2, people("b", 2), counter("d")),
      visits(3, set("supportVisit", "d", 0, { minutes: 3 }), people("c", 4)),
      visits(4, counter("z")),
    ]);
    expect(reply.own).toEqual([4]);
    expect(new Set(reply.rows)).toEqual(new Set(["a", "b", "d", "c", "cf/d-lan/3/1/people"]));
  });

  it("is nothing of an op that wrote nothing", async () => {
    const { receipts } = await server.send("lan", [
      visits(1, counter("a", { people: -1 })),
      visits(2, people("nowhere", 1)),
      visits(3, counter("b")),
    ]);
    expect(receipts.map(({ r, own }) => [r, own])).toEqual([
      ["rejected", undefined],
      ["parked", undefined],
      ["applied", 1],
    ]);
  });

  it("is not what an op that had waited for it changed at once", async () => {
    await server.send("minh", [
      server.op("minh", "incident.edit", [set("incident", "i", 0, { fix: "Đổi cáp" })]),
    ]);
    const report = server.op("lan", "incident.report", [incident("i")], { n: 1 });
    expect(await pull([report, visits(2, counter("a"))])).toEqual({ own: [2], rows: ["i"] });
    expect((await server.row("i"))?.body).toMatchObject({ title: "Mất mạng", fix: "Đổi cáp" });
  });

  it("knows of a village that an earlier op of the same exchange made", async () => {
    await server.join("hai", ["admin"]);
    const village: Change = { c: "create", k: "village", id: "v3", sc: "org", f: { name: "Xóm 3" } };
    const there = { ...incident("i", { village: "v3" }), sc: "incidents:v3" };
    const { receipts } = await server.send("hai", [
      server.op("hai", "org.edit", [village]),
      server.op("hai", "incident.report", [there]),
    ]);
    expect(receipts).toMatchObject([{ n: 1, to: 2, own: 1 }]);
  });
});

describe("an op on which our own code fails", () => {
  /** The store fails on the record `bad` until it is mended. */
  const failing = (t: CommuneTx): CommuneTx => ({
    ...t,
    putRow: async (row) => {
      if (row.id === "bad") throw new TypeError("a defect of ours");
      return t.putRow(row);
    },
  });
  const take = (ops: Op[]) =>
    server.tx(async (t) => takeOps(failing(t), await t.state(), await server.lanIn(t), ops, server.now));

  it("is parked with all it says, leaves nothing behind, and blocks no other", async () => {
    const op = visits(1, visit("a"), visit("bad", {}, { note: "bà Tư" }));
    const taken = await take([op, visits(2, visit("b"))]);
    expect(taken.receipts).toMatchObject([
      { n: 1, r: "parked", code: "server-fault" },
      { n: 2, r: "applied" },
    ]);
    expect(taken.receipts[0]).not.toHaveProperty("own");
    expect(taken.device).toMatchObject({ contiguousN: 2, lastN: 2, lastEffective: noon });
    expect((await server.tx((t) => t.rows(["a", "bad", "b"]))).map(({ id }) => id)).toEqual(["b"]);
    const logged = await server.logged("lan", 1);
    expect(logged).toMatchObject({ outcome: "parked", effective: noon, personal: { 1: { note: "bà Tư" } } });
    expect(JSON.stringify(logged?.op)).not.toContain("bà Tư");
  });

  it("is decided after the mending as if it came then, and its device is told", async () => {
    const taken = await take([visits(1, visit("bad", {}, { note: "bà Tư" }))]);
    const before = await server.seq();
    server.now += day;
    expect(await server.tx((t) => retryParked(t, server.now))).toBe(1);
    expect(await server.row("call/bad")).toMatchObject({
      personal: { note: "bà Tư" },
      created: { at: noon },
    });
    const logged = await server.logged("lan", 1);
    expect(logged).toMatchObject({ outcome: "applied", at: noon, redecidedSeq: before + 1 });
    expect(logged?.seq).toBe(taken.receipts[0]?.s);
    expect(logged).not.toHaveProperty("personal");
    expect((await server.send("lan", [], { cursor: before })).receipts).toEqual([
      { n: 1, r: "applied", s: before + 1, at: noon },
    ]);
    expect((await server.send("lan", [], { cursor: before + 1 })).receipts).toEqual([]);
    expect(await server.tx((t) => retryParked(t, server.now))).toBe(0);
  });
});

describe("ops that wait", () => {
  it("count as done when they came, however long they wait: what their device did after them stays after them", async () => {
    const fast = { ...server.op("minh", "support.edit", [people("x", 3)]), w: noon + 50 * minute };
    const next = { ...server.op("minh", "support.visit", [counter("y")]), w: noon + 60 * minute };
    await server.send("minh", [fast, next]);
    server.now += day;
    await server.does("lan", "support.visit", [counter("x")]);
    expect(await server.logged("minh", 1)).toMatchObject({ outcome: "conflict", effective: noon });
    expect(await server.logged("minh", 2)).toMatchObject({ outcome: "applied", effective: noon });
  });

  it("are decided one after the other once what the first waited for has come", async () => {
    const waits = server.op("minh", "support.edit", [people("x", 3), counter("y")]);
    const onThat = server.op("minh", "support.edit", [people("y", 4)]);
    await server.send("minh", [onThat]);
    await server.send("minh", [waits]);
    expect(await server.logged("minh", 2)).toMatchObject({ outcome: "parked", waitsFor: "y" });
    await server.does("lan", "support.visit", [counter("x")]);
    expect((await server.row("x"))?.body["people"]).toBe(3);
    expect((await server.row("y"))?.body["people"]).toBe(4);
    expect(await server.tx((t) => t.parked())).toEqual([]);
  });

  it("are left alone by records that they do not wait for, and by an op that was refused", async () => {
    await server.does("minh", "support.edit", [people("x", 3)]);
    await server.does("lan", "support.visit", [counter("other")]);
    await server.does("lan", "support.visit", [counter("x", { people: -1 })]);
    expect(await server.logged("minh", 1)).toMatchObject({ outcome: "parked" });
    expect(await server.logged("minh", 1)).not.toHaveProperty("redecidedSeq");
  });

  it("keep waiting for the next thing that is missing", async () => {
    await server.does("minh", "support.edit", [people("x", 3), people("y", 4)]);
    await server.does("lan", "support.visit", [counter("x")]);
    expect(await server.logged("minh", 1)).toMatchObject({ outcome: "parked", waitsFor: "y" });
    expect((await server.row("x"))?.body["people"]).toBe(1);
    await server.does("lan", "support.visit", [counter("y")]);
    expect((await server.row("x"))?.body["people"]).toBe(3);
  });

  it("stay where they are while nobody knows their device, and hold up no other", async () => {
    await server.does("minh", "support.edit", [people("x", 3)]);
    const [waiting] = await server.tx((t) => t.parked());
    if (!waiting) throw new Error("nothing waits");
    await server.tx((t) => t.putDecided({ ...waiting, device: "d-gone", n: 9 }));
    await server.does("lan", "support.visit", [counter("x")]);
    expect((await server.row("x"))?.body["people"]).toBe(3);
    expect(await server.tx((t) => t.parked())).toMatchObject([{ device: "d-gone", outcome: "parked" }]);
    expect(await server.tx((t) => retryParked(t, server.now))).toBe(0);
  });

  it("are judged by the rights of their author, also when it is somebody else who sets them free", async () => {
    await server.does("thon", "incident.entry", [entry("i", "e")]);
    await server.does("lan", "incident.report", [incident("i")]);
    expect(await server.logged("thon", 1)).toMatchObject({ outcome: "rejected", code: "denied" });
    expect(await server.row("e")).toBeUndefined();
  });
});

describe("what an op refers to", () => {
  it("is looked for in both values of a register, since the merge keeps either", async () => {
    for (const id of ["hai", "hoa"]) await server.join(id, ["centre", "village"], { villages: ["v1", "v2"] });
    await server.does("hai", "support.visit", [visit("x")]);
    const seen = await server.seq();
    server.now += day;
    await server.does("hai", "support.edit", [set("supportVisit", "x", seen, { village: "v2" })]);
    const late = set("supportVisit", "x", seen, { village: "v1", minutes: 4 });
    expect(await server.does("hoa", "support.edit", [late], { w: noon })).toMatchObject({ r: "conflict" });
    expect((await server.row("x"))?.body).toMatchObject({ village: "v2", minutes: 4 });
    const nowhere = set("supportVisit", "x", await server.seq(), { village: "v9" });
    expect(await server.does("hai", "support.edit", [nowhere])).toMatchObject({
      ...{ code: "unknown-reference", facts: { kind: "village", id: "v9" } },
    });
  });

  it("is found again by the ops that follow in the same exchange, and may have been deleted since", async () => {
    await server.asServer([{ kind: "village", id: "v2", delete: true }]);
    const there = { village: "v2" };
    const ops = [visits(1, visit("a", there)), visits(2, visit("b", there)), visits(3, visit("c"))];
    expect((await server.send("lan", ops)).receipts).toMatchObject([{ n: 1, to: 3, r: "applied" }]);
    expect(await server.tx((t) => t.rows(["a", "b", "c"]))).toHaveLength(3);
  });
});

describe("a case", () => {
  const secret = { ...incident("i", { group: 11 }), sc: "case:i" };
  const reads = async (of: string) =>
    (await server.send(of, [])).scopes.filter((one) => one.startsWith("case"));

  it("is read by who reported it and by those who see every case, and by nobody else", async () => {
    await server.join("hai", ["leader"]);
    expect(await server.does("thon", "incident.report", [{ ...secret }])).toMatchObject({ code: "denied" });
    expect(await server.does("lan", "incident.report", [secret])).toMatchObject({ r: "applied", own: 1 });
    expect(await reads("lan")).toEqual(["case:i"]);
    expect(await reads("hai")).toEqual(["case:i"]);
    expect(await reads("minh")).toEqual([]);
  });

  it("takes further words from its members, and from those who see every case", async () => {
    await server.join("hai", ["security"]);
    await server.does("lan", "incident.report", [secret]);
    const note = (id: string) => [{ ...entry("i", id), sc: "case:i" }];
    expect(await server.does("lan", "incident.entry", note("a"))).toMatchObject({ r: "applied", own: 1 });
    expect(await server.does("hai", "incident.entry", note("b"))).toMatchObject({ r: "applied", own: 1 });
    expect(await server.does("minh", "incident.entry", note("c"))).toMatchObject({ code: "denied" });
  });
});

describe("rights", () => {
  it("are those that the server's own ops give a person, each from its moment on", async () => {
    const from = server.now;
    server.now += day;
    await server.change("lan", { roles: ["village"], villages: ["v2"], units: ["u1"] });
    server.now += day;
    await server.asServer([{ kind: "person", id: "lan", delete: true }]);
    expect(await server.tx((t) => t.rightsOf("lan"))).toEqual([
      { roles: ["centre"], units: [], villages: [], active: true, from },
      { roles: ["village"], units: ["u1"], villages: ["v2"], active: true, from: from + day },
      { roles: ["village"], units: ["u1"], villages: ["v2"], active: false, from: from + 2 * day },
    ]);
    expect((await server.send("lan", [])).scopes).toEqual([]);
  });

  it("end when an account is closed", async () => {
    await server.change("lan", { active: false });
    expect((await server.tx((t) => t.rightsOf("lan"))).at(-1)).toMatchObject({ active: false });
    expect(await server.does("lan", "support.visit", [visit("x")])).toMatchObject({ code: "denied" });
  });

  it("of a person are nothing that a person's own op can write", async () => {
    await server.join("hai", ["admin"]);
    const grab = set("person", "hai", await server.seq(), { roles: ["admin", "leader"] });
    expect(await server.does("hai", "org.edit", [grab])).toMatchObject({ r: "rejected", code: "denied" });
    expect(await server.tx((t) => t.rightsOf("hai"))).toHaveLength(1);
  });
});
