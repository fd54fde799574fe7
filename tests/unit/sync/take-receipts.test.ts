import { beforeEach, describe, expect, it } from "vitest";
import { rowToWire } from "#protocol/wire-row.ts";
import { readReceipts } from "#sync/take-receipts.ts";
import { deleteVisit, editVisit, noon, visit } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, receipt, serverVisit } from "./one-device.ts";

let device: OneDevice;
beforeEach(async () => {
  device = await OneDevice.with();
});

describe("a run of receipts", () => {
  it("stands for each op of it, with seqs that count up", () => {
    expect(readReceipts([{ n: 4, to: 6, s: 20, r: "applied", own: 1, at: 9 }])).toEqual([
      { n: 4, s: 20, r: "applied", own: 1, at: 9 },
      { n: 5, s: 21, r: "applied", own: 1, at: 9 },
      { n: 6, s: 22, r: "applied", own: 1, at: 9 },
    ]);
  });

  it("is read without the ones that cannot be read, and never grows beyond all measure", () => {
    const odd = [null, { n: 0, s: 1, r: "applied", at: 1 }, { n: 1, s: 1, r: "eaten", at: 1 }];
    expect(readReceipts([...odd, receipt(2, 3)])).toEqual([receipt(2, 3)]);
    expect(readReceipts([{ n: 1, to: 1e15, s: 1, r: "applied", at: 1 }])).toHaveLength(10_001);
  });
});

describe("a receipt that says: just what you show", () => {
  it("makes what is shown the server's row at that seq, without the row", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    await device.save(visit("b"));
    const reply = { receipts: [receipt(1, 6, { own: 1, to: 2 })], cursor: 7, serverTime: noon + 9 };
    expect(await device.take(reply)).toMatchObject({ more: false });
    const changed = { at: noon, by: "pa", device: "d1" };
    expect(device.content.rows.get("a")).toMatchObject({
      ...{ seq: 6, received: noon + 9, tag: 1, changed, keys: ["supportVisit/2026-03-02"] },
      body: { people: 5, result: "done" },
    });
    expect(device.content.rows.get("b")).toMatchObject({ seq: 7, received: noon + 9 });
    expect(device.content.shadows.size).toBe(0);
    expect(device.numbers).toEqual({ outbox: [], sent: [1, 2], dead: [] });
    expect(device.meta.cursor).toBe(7);
  });

  it("works through ops on one record in their order, however the receipts are given", async () => {
    await device.save(visit("a"));
    await device.save(editVisit("a", { people: 5 }));
    await device.save(editVisit("a", { result: "partly" }));
    const receipts = [3, 1, 2].map((n) => receipt(n, n + 5, { own: 1 }));
    await device.take({ receipts, cursor: 8 });
    expect(device.numbers).toEqual({ outbox: [], sent: [1, 2, 3], dead: [] });
    expect(device.content.rows.get("a")).toMatchObject({ seq: 8, body: { people: 5, result: "partly" } });
  });

  it("becomes the ground under what still waits", async () => {
    await device.save(visit("a"));
    await device.save(editVisit("a", { people: 5 }));
    await device.take({ receipts: [receipt(1, 6, { own: 1 })], cursor: 6 });
    expect(device.content.shadows.get("a")).toMatchObject({ seq: 6, body: { people: 1 } });
    expect(device.shown("a")).toMatchObject({ people: 5 });
  });

  it("does not let the cursor pass when there is nothing here that could be meant", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    await device.put((tx) => tx.deleteShadows(["a"]));
    const reply = { receipts: [receipt(1, 6, { own: 1 })], cursor: 6 };
    expect(await device.take(reply)).toMatchObject({ more: true });
    expect(device.meta.cursor).toBe(plainMeta.cursor);
    expect(device.content.outbox.get(1)?.receipt).toMatchObject({ s: 6 });
    expect(device.numbers.sent).toEqual([]);
  });

  it("is not laid over a row that has come already, and does not let the cursor pass", async () => {
    await device.holds(serverVisit("a", 6));
    await device.save(editVisit("a", { people: 5 }));
    expect(await device.take({ receipts: [receipt(1, 6, { own: 1 })], cursor: 7 })).toMatchObject({
      more: true,
    });
    expect(device.meta.cursor).toBe(plainMeta.cursor);
    expect(device.content.rows.get("a")).toMatchObject({ seq: 6, body: { people: 1 } });
    expect(device.numbers).toEqual({ outbox: [], sent: [1], dead: [] });
  });

  it("builds on nothing where the ground was lost", async () => {
    await device.holds(serverVisit("a", 3, { body: { minutes: 44 } }));
    await device.save(visit("a", { people: 5 }));
    await device.put((tx) =>
      tx.putShadow({ ...serverVisit("a", 0, { body: { minutes: 44 } }), scope: "visits:v1" }),
    );
    await device.take({ receipts: [receipt(1, 6, { own: 1 })], cursor: 6 });
    expect(device.shown("a")).toEqual({
      ...{ village: "v1", day: "2026-03-02", sort: "vneid", form: "home", result: "done", people: 5 },
    });
  });

  it.each([
    ["is parked", receipt(1, 5, { r: "parked" }), {}],
    ["is applied, and its other record is still to come", receipt(1, 5), { more: true }],
    ["does not fit", receipt(1, 5, { own: 1 }), {}],
  ])("leaves the op on top of an earlier one that %s", async (_name, earlier, more) => {
    await device.holds(serverVisit("a", 3), serverVisit("b", 3));
    const first = editVisit("a", { people: 5, minutes: 1 });
    await device.save({ ...first, changes: [...first.changes, ...editVisit("b", { people: 5 }).changes] });
    await device.put((tx) => tx.deleteShadows(["b"]));
    await device.save(editVisit("a", { people: 6 }));
    await device.save(editVisit("a", { people: 7 }));
    const own = receipt(2, 6, { own: 1, to: 3 });
    await device.take({ receipts: [earlier, own], cursor: 7, ...more });
    expect(device.shown("a")).toMatchObject({ people: 7, minutes: 1 });
    expect(device.content.shadows.get("a")).toMatchObject({ seq: 7, body: { people: 7 } });
    expect(device.numbers).toMatchObject({ outbox: [1, 2, 3], sent: [] });
    const rows = [rowToWire(serverVisit("b", 8))];
    await device.take({ receipts: [receipt(1, 8, { r: "superseded" })], rows, cursor: 8 });
    expect(device.numbers).toMatchObject({ outbox: [], sent: [1, 2, 3] });
    expect(device.content.rows.get("a")).toMatchObject({ seq: 7, body: { people: 7 } });
  });

  it("only notes the receipt when another tab moved on", async () => {
    await device.save(visit("a"));
    await device.take({ receipts: [receipt(1, 6, { own: 1 })], cursor: 6 }, { version: -1 });
    expect(device.numbers).toEqual({ outbox: [1], sent: [], dead: [] });
    expect(device.content.rows.get("a")).toMatchObject({ seq: 0 });
  });

  it("takes a record away that I deleted", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(deleteVisit("a"));
    await device.take({ receipts: [receipt(1, 6, { own: 1 })], cursor: 6 });
    expect(device.content.rows.size).toBe(0);
    expect(device.content.shadows.size).toBe(0);
    expect(device.numbers.sent).toEqual([1]);
  });
});

describe("a receipt that says: refused", () => {
  it("takes the op off the record and keeps it with what the person saw", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    const refused = receipt(1, 6, { r: "rejected", code: "denied" });
    await device.take({ receipts: [refused], cursor: 6 });
    expect(device.numbers).toEqual({ outbox: [], sent: [], dead: [1] });
    expect(device.content.dead.get(1)).toMatchObject({
      ...{ n: 1, ids: ["a"], receipt: refused, op: { a: "support.edit" } },
      seen: [{ id: "a", body: { people: 5 } }],
    });
    expect(device.content.rows.get("a")).toMatchObject({ seq: 3, body: { people: 1 } });
    expect(device.content.shadows.size).toBe(0);
  });

  it("takes a record away that existed by that op alone", async () => {
    await device.save(visit("a"));
    await device.take({ receipts: [receipt(1, 6, { r: "rejected" })] });
    expect(device.content.rows.size).toBe(0);
    expect(device.content.dead.get(1)?.seen).toMatchObject([{ id: "a" }]);
  });

  it("keeps the op though nothing of its record is here to be seen", async () => {
    await device.save(visit("a"));
    device.disk.damage("a", null);
    await device.take({ receipts: [receipt(1, 6, { r: "rejected" })] });
    expect(device.content.dead.get(1)?.seen).toEqual([]);
  });

  it("takes one op from between two others", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    await device.save(editVisit("a", { minutes: 6 }));
    await device.save(editVisit("a", { result: "partly" }));
    await device.take({ receipts: [receipt(2, 6, { r: "rejected" })] });
    expect(device.numbers).toEqual({ outbox: [1, 3], sent: [], dead: [2] });
    expect(device.shown("a")).toMatchObject({ people: 5, result: "partly" });
    expect(device.shown("a")).not.toHaveProperty("minutes");
  });

  it("ends an op that only closed a gap, and keeps nothing of it", async () => {
    await device.save(visit("a"));
    const entry = device.content.outbox.get(1);
    if (!entry) throw new Error("nothing saved");
    await device.put((tx) => tx.putOutbox([{ ...entry, ids: [], op: { ...entry.op, z: 1 } }]));
    await device.take({ receipts: [receipt(1, 0, { r: "rejected" })] });
    expect(device.numbers).toEqual({ outbox: [], sent: [], dead: [] });
  });

  it("counts although an earlier one of the same reply said parked", async () => {
    await device.save(visit("a"));
    await device.take({ receipts: [receipt(1, 5, { r: "parked" }), receipt(1, 6, { r: "rejected" })] });
    expect(device.numbers).toEqual({ outbox: [], sent: [], dead: [1] });
  });
});

describe("a receipt for an op that has left the outbox", () => {
  it("renews the one that was kept with it", async () => {
    await device.save(visit("a"));
    await device.take({ receipts: [receipt(1, 6, { own: 1 })], cursor: 6 });
    await device.take({ receipts: [receipt(1, 8, { r: "conflict" })] });
    expect(device.content.sent.get(1)).toMatchObject({ ids: ["a"], receipt: { s: 8, r: "conflict" } });
    expect(device.numbers).toEqual({ outbox: [], sent: [1], dead: [] });
  });

  it("makes nothing of a number that is not here, and goes on to the next", async () => {
    await device.save(visit("a"));
    await device.take({ receipts: [receipt(1, 6, { own: 1 }), receipt(77, 7)], cursor: 7 });
    await device.take({ receipts: [receipt(5, 6)], rows: [rowToWire(serverVisit("b", 8))], cursor: 8 });
    expect(device.numbers).toEqual({ outbox: [], sent: [1], dead: [] });
    expect(device.shown("b")).toBeDefined();
  });
});
