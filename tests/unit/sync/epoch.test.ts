import { beforeEach, describe, expect, it } from "vitest";
import { rowToWire } from "#protocol/wire-row.ts";
import { editVisit, noon, type Phone, SmallCommune, visit } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, receipt, serverVisit } from "./one-device.ts";

describe("what a device does when the history has a new name", () => {
  let device: OneDevice;
  beforeEach(async () => {
    device = await OneDevice.with();
  });

  it("sends again what it had sent and the server lacks, and leaves the rest where it is", async () => {
    for (const id of ["a", "b", "c", "d"]) await device.save(visit(id));
    await device.take({ receipts: [receipt(1, 6, { to: 4, own: 1 })], cursor: 9 });
    const op = device.content.sent.get(2)?.op;
    await device.take({
      epoch: "e2",
      known: [
        [1, 1],
        [3, 3],
      ],
      agreed: 20,
    });
    expect(device.numbers).toEqual({ outbox: [2, 4], sent: [1, 3], dead: [] });
    expect(device.content.outbox.get(2)).toEqual({ n: 2, op, ids: ["b"], savedAt: noon });
  });

  it("shows what it sends again as pending, on the ground that stood until then", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    await device.take({ receipts: [receipt(1, 6, { own: 1 })], cursor: 6 });
    await device.take({ epoch: "e2", agreed: 4 });
    expect(device.content.shadows.get("a")).toMatchObject({ seq: 4, body: { people: 5 } });
    expect(device.shown("a")).toMatchObject({ people: 5 });
  });

  it("keeps the ground that lies there already", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { minutes: 9 }));
    await device.take({ receipts: [receipt(1, 6)], cursor: 4, more: true });
    await device.take({ epoch: "e2", agreed: 3 });
    expect(device.content.shadows.get("a")).toEqual(serverVisit("a", 3));
    expect(device.content.outbox.get(1)).not.toHaveProperty("receipt");
  });

  it("makes no ground of what only this device knows", async () => {
    await device.save(visit("a"));
    await device.take({ receipts: [receipt(1, 6)], more: true });
    await device.take({ epoch: "e2" });
    expect(device.content.shadows.size).toBe(0);
    expect(device.shown("a")).toBeDefined();
  });

  it("shows what goes out again, though its record had gone from here", async () => {
    await device.save(visit("a"));
    await device.take({ receipts: [receipt(1, 6, { own: 1 })], cursor: 6 });
    await device.take({ exits: [["a", "visits:v1", 7]], cursor: 7 });
    expect(device.shown("a")).toBeUndefined();
    await device.take({ epoch: "e2" });
    expect(device.numbers.outbox).toEqual([1]);
    expect(device.shown("a")).toBeDefined();
  });

  it("asks again of what has a receipt only when the new history lacks it, or when it was parked", async () => {
    for (const id of ["a", "b", "c", "d"]) await device.save(visit(id));
    await device.take({
      receipts: [receipt(1, 6), receipt(2, 7), receipt(3, 8, { r: "parked" })],
      more: true,
    });
    const before = device.content.outbox.get(4);
    await device.take({ epoch: "e2", known: [[1, 3]], agreed: 8, more: true });
    const { outbox } = device.content;
    expect(outbox.get(1)?.receipt).toMatchObject({ s: 6 });
    expect(outbox.get(2)?.receipt).toMatchObject({ s: 7 });
    expect(outbox.get(3)).not.toHaveProperty("receipt");
    expect(outbox.get(4)).toBe(before);
    await device.take({ epoch: "e3", known: [[2, 2]], agreed: 8, more: true });
    expect(outbox.get(1)).not.toHaveProperty("receipt");
    expect(outbox.get(2)?.receipt).toMatchObject({ s: 7 });
  });

  it("closes the number of what was refused, unless the new history knows of it", async () => {
    await device.save(visit("a"));
    await device.save(visit("b"));
    await device.take({ receipts: [1, 2].map((n) => receipt(n, 5 + n, { r: "rejected" })) });
    await device.take({ epoch: "e2", known: [[2, 2]], agreed: 7 });
    expect(device.numbers).toEqual({ outbox: [1], sent: [], dead: [1, 2] });
    expect(device.content.outbox.get(1)).toMatchObject({ ids: [], op: { z: 1 } });
  });

  it("asks again of every receipt that the new history cannot mean, though it holds the number by another hand", async () => {
    for (const id of ["a", "b", "c", "d"]) await device.save(visit(id));
    await device.take({ receipts: [receipt(1, 6, { own: 1 }), receipt(2, 7), receipt(3, 8)], more: true });
    await device.take({ receipts: [receipt(4, 9, { r: "rejected" })], more: true });
    await device.take({ epoch: "e2", known: [[1, 4]], agreed: 7, more: true });
    expect(device.numbers).toEqual({ outbox: [2, 3, 4], sent: [1], dead: [4] });
    expect(device.content.outbox.get(2)?.receipt).toMatchObject({ s: 7 });
    expect(device.content.outbox.get(3)).not.toHaveProperty("receipt");
    await device.take({ epoch: "e3", known: [[1, 4]], agreed: 5, more: true });
    expect(device.numbers).toEqual({ outbox: [1, 2, 3, 4], sent: [], dead: [4] });
    expect([1, 2, 3].map((n) => device.content.outbox.get(n)?.receipt)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("asks nobody any more about a refused op that another hand brought to a history which took it", async () => {
    await device.save(visit("a"));
    const op = device.content.outbox.get(1)?.op;
    await device.take({ receipts: [receipt(1, 6, { r: "rejected" })] });
    await device.take({ epoch: "e2", known: [[1, 1]], agreed: 5, more: true });
    await device.take({ receipts: [receipt(1, 7, { r: "parked" })], more: true });
    expect(device.numbers).toEqual({ outbox: [1], sent: [], dead: [1] });
    await device.take({ receipts: [receipt(1, 8)], rows: [rowToWire(serverVisit("a", 8))], cursor: 8 });
    expect(device.numbers).toEqual({ outbox: [], sent: [1], dead: [] });
    expect(device.content.sent.get(1)).toMatchObject({ op, ids: ["a"], receipt: { s: 8, r: "applied" } });
    expect(device.shown("a")).toBeDefined();
  });

  it("asks anew of a number that it closed in a history which a restore took back as well", async () => {
    await device.save(visit("a"));
    const reason = { code: "denied", facts: { kind: "supportVisit" } };
    await device.take({ receipts: [receipt(1, 6, { r: "rejected", ...reason })] });
    await device.take({ epoch: "e2", agreed: 3, more: true });
    await device.take({ receipts: [receipt(1, 9, { r: "rejected", code: "refused-before" })], more: true });
    expect(device.content.dead.get(1)?.receipt).toMatchObject({ s: 9, ...reason });
    await device.take({ epoch: "e3", known: [[1, 1]], agreed: 8, more: true });
    expect(device.content.outbox.get(1)).toMatchObject({ op: { z: 1 } });
    await device.take({ receipts: [receipt(1, 10)], rows: [rowToWire(serverVisit("a", 10))], cursor: 10 });
    expect(device.numbers).toEqual({ outbox: [], sent: [1], dead: [] });
  });

  it("reads everything anew, and shows what it has until that has come", async () => {
    const boot = { at: 9, before: 5, recent: 1 };
    await device.put((tx) => tx.putMeta({ ...plainMeta, booted: ["org"], booting: { "visits:v1": boot } }));
    await device.holds(serverVisit("a", 3));
    await device.take({ epoch: "e2", cursor: 0, booting: {} });
    expect(device.meta).toMatchObject({
      ...{ epoch: "e2", cursor: 0, booted: [], booting: {}, version: plainMeta.version + 2 },
    });
    expect(device.shown("a")).toBeDefined();
  });

  it("lets go of what the new history does not hold, once that is all here", async () => {
    await device.holds(serverVisit("kept", 3), serverVisit("gone", 4));
    const arrived = ["org", "visits:v1"];
    await device.take({ epoch: "e2", arrived, rows: [rowToWire(serverVisit("kept", 3))], cursor: 3 });
    expect(device.meta).toMatchObject({ tags: { org: 2, "visits:v1": 2 }, booted: arrived });
    expect([...device.content.rows.keys()]).toEqual(["kept"]);
  });

  it("claims to have seen nothing beyond where both histories agree", async () => {
    await device.holds(serverVisit("a", 3), serverVisit("b", 4), serverVisit("c", 5), serverVisit("d", 9));
    await device.save(editVisit("b", { people: 5 }));
    await device.save(editVisit("c", { people: 5 }));
    await device.save(visit("new"));
    await device.take({ epoch: "e2", agreed: 4 });
    const seqs = (of: ReadonlyMap<string, { seq: number }>) =>
      Object.fromEntries([...of].map(([id, { seq }]) => [id, seq]).sort());
    expect(seqs(device.content.rows)).toEqual({ a: 3, b: 4, c: 4, d: 4, new: 0 });
    expect(seqs(device.content.shadows)).toEqual({ b: 4, c: 4 });
    await device.save(editVisit("d", { people: 2 }));
    expect(device.content.outbox.get(4)?.op.ch[0]).toMatchObject({ b: 4 });
  });

  it("raises no ground that it has seen less of, nor one that was lost", async () => {
    await device.holds(serverVisit("a", 2), serverVisit("b", 3));
    await device.save(editVisit("a", { people: 5 }));
    await device.save(editVisit("b", { people: 5 }));
    await device.put((tx) => tx.putShadow(serverVisit("b", 0)));
    await device.take({ epoch: "e2", agreed: 4 });
    expect([...device.content.shadows.values()].map(({ seq }) => seq)).toEqual([2, 0]);
    await device.take({ epoch: "e3", agreed: 0 });
    expect([...device.content.shadows.values()].map(({ seq }) => seq)).toEqual([1, 0]);
  });

  it("keeps showing what it holds of a history that agrees on nothing", async () => {
    await device.holds(serverVisit("a", 3), serverVisit("b", 9));
    await device.save(editVisit("b", { people: 5 }));
    await device.save(visit("new"));
    await device.take({ epoch: "e2" });
    expect(device.content.rows.get("a")?.seq).toBe(1);
    expect(device.content.shadows.get("b")?.seq).toBe(1);
    expect(device.content.rows.get("new")?.seq).toBe(0);
  });
});

describe("a server restored from a copy", () => {
  let commune: SmallCommune;
  let phone: Phone;
  beforeEach(async () => {
    commune = await SmallCommune.with(["v1", "v2"]);
    await commune.person("pa", ["village"]);
    await commune.person("pb", ["village"]);
    phone = await commune.phone("d1", "pa");
    await phone.rest();
    await phone.save(visit("a"));
    await phone.rest();
  });

  it("gets back what was done since, in the order it was done", async () => {
    const copy = commune.copy();
    await phone.save(editVisit("a", { people: 2 }));
    await phone.save(editVisit("a", { people: 3 }));
    await phone.save(visit("refused", { village: "v2" }));
    await phone.rest();
    expect([...phone.content.dead.keys()]).toEqual([4]);
    await commune.restore(copy);
    await phone.save(editVisit("a", { people: 4 }));
    await phone.rest();
    expect(await commune.body("a")).toMatchObject({ people: 4 });
    expect(await commune.decided("d1")).toMatchObject({
      1: "applied",
      2: "applied",
      3: "applied",
      5: "applied",
    });
    expect((await commune.decided("d1"))[4]).toMatch(/^rejected/);
    expect(phone.shown("a")).toMatchObject({ people: 4 });
    expect([...phone.content.outbox.keys()]).toEqual([]);
    expect([...phone.content.dead.keys()]).toEqual([4]);
  });

  it("sees a conflict where an edit was made before the rows came anew", async () => {
    const copy = commune.copy();
    for (const people of [2, 3, 4]) {
      await phone.save(editVisit("a", { people }));
      await phone.rest();
    }
    await commune.restore(copy);
    await commune.person("pc", ["centre"]);
    const other = await commune.phone("d3", "pc");
    await other.rest();
    await other.save(editVisit("a", { result: "refused" }));
    await other.rest();
    commune.now += 60_000;
    await phone.exchange({ ops: 500, rows: 0 });
    await phone.save(editVisit("a", { result: "partly" }));
    await phone.rest();
    expect((await commune.decided("d1"))[5]).toBe("conflict");
    await other.rest();
    expect([...other.content.rows.values()].filter(({ kind }) => kind === "conflict")).toHaveLength(1);
  });

  it("is told nothing by a reply that was on its way since before", async () => {
    const copy = commune.copy();
    await phone.save(visit("b"));
    const letThrough = phone.holdNext();
    const late = phone.exchange();
    await new Promise((turn) => setImmediate(turn));
    await commune.restore(copy);
    await phone.rest(undefined, phone.openTab());
    const before = phone.content.meta;
    letThrough();
    expect(await late).toMatchObject({ ok: true, more: true, received: 0 });
    expect(phone.content.meta).toMatchObject({
      epoch: "e2",
      cursor: before?.cursor,
      version: before?.version,
    });
    await phone.rest();
    expect(await commune.decided("d1")).toEqual({ 1: "applied", 2: "applied" });
    expect(phone.shown("b")).toBeDefined();
  });

  it("does not bring back what was erased", async () => {
    await phone.save(visit("secret", { note: "một người" }));
    const copy = commune.copy();
    await phone.rest();
    await commune.erase("secret");
    await commune.restore(copy);
    await phone.rest();
    await phone.rest();
    const { rows, shadows, outbox, sent, dead } = phone.content;
    for (const shelf of [rows, shadows, outbox, sent, dead])
      expect(JSON.stringify([...shelf.values()])).not.toContain("một người");
    expect(phone.content.rows.get("secret")).toMatchObject({ erased: true, body: { people: 1 } });
  });
});
