import { beforeEach, describe, expect, it } from "vitest";
import { rowToWire } from "#protocol/wire-row.ts";
import { deleteVisit, editVisit, noon, visit } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, receipt, serverVisit } from "./one-device.ts";

const wire = (id: string, seq: number, more: Parameters<typeof serverVisit>[2] = {}) =>
  rowToWire(serverVisit(id, seq, more));

let device: OneDevice;
beforeEach(async () => {
  device = await OneDevice.with();
});

describe("a reply that comes late", () => {
  it("is ignored whole when it and its request are of an epoch that is over", async () => {
    await device.put((tx) => tx.putMeta({ ...plainMeta, epoch: "e2" }));
    await device.holds(serverVisit("old", 3));
    await device.save(visit("mine"));
    const before = device.meta;
    const late = {
      ...{ epoch: "e1", receipts: [receipt(1, 6)], rows: [wire("new", 6)], cursor: 6 },
      ...{ exits: [["old", "visits:v1", 6] as [string, string, number]], missing: [4], scopes: [] },
    };
    expect(await device.take(late, { epoch: "e1" })).toEqual({ more: true, received: 0 });
    expect(device.meta).toEqual(before);
    expect([...device.content.rows.keys()].sort()).toEqual(["mine", "old"]);
    expect(device.content.outbox.get(1)?.receipt).toBeUndefined();
    expect(device.numbers).toEqual({ outbox: [1], sent: [], dead: [] });
  });

  it("counts when it is of our epoch, though its request still named an older one", async () => {
    await device.put((tx) => tx.putMeta({ ...plainMeta, epoch: "e2" }));
    await device.take({ rows: [wire("new", 6)], cursor: 6 }, { epoch: "e1" });
    expect(device.meta).toMatchObject({ epoch: "e2", cursor: 6 });
    expect(device.shown("new")).toBeDefined();
  });

  it("brings its receipts, and neither rows nor exits, scopes or cursor, when another tab moved on meanwhile", async () => {
    await device.holds(serverVisit("old", 3));
    await device.save(visit("mine"));
    const result = await device.take(
      {
        ...{ receipts: [receipt(1, 6)], rows: [wire("new", 6)], cursor: 6, scopes: ["org"] },
        ...{ exits: [["old", "visits:v1", 6] as [string, string, number]] },
      },
      { version: plainMeta.version - 1 },
    );
    expect(result).toEqual({ more: true, received: 0 });
    expect(device.meta).toEqual({ ...plainMeta, nextN: 2, lastWall: noon });
    expect([...device.content.rows.keys()].sort()).toEqual(["mine", "old"]);
    expect(device.content.outbox.get(1)?.receipt).toMatchObject({ s: 6, r: "applied" });
  });

  it("lets no op go on such a receipt, though the cursor lies beyond it: its row may not have come", async () => {
    await device.put((tx) => tx.putMeta({ ...plainMeta, cursor: 9 }));
    await device.save(visit("mine"));
    await device.take({ receipts: [receipt(1, 6)] }, { version: -1 });
    expect(device.numbers.outbox).toEqual([1]);
    expect(device.shown("mine")).toBeDefined();
  });
});

describe("the scopes that a reply grants", () => {
  it("count for its own receipts: what I made in a new one stays", async () => {
    await device.put((tx) => tx.putMeta({ ...plainMeta, scopes: ["org"] }));
    await device.save(visit("mine"));
    await device.take({
      receipts: [receipt(1, 6, { own: 1 })],
      scopes: ["org", "visits:v1"],
      cursor: 6,
    });
    expect(device.content.rows.get("mine")).toMatchObject({ seq: 6 });
  });

  it("do not count when another tab moved on: a refusal leaves the record where it was", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    const refused = { receipts: [receipt(1, 6, { r: "rejected" })], scopes: ["org"] };
    await device.take(refused, { version: -1 });
    expect(device.content.rows.get("a")).toMatchObject({ seq: 3, body: { people: 1 } });
  });
});

describe("a reply that tells the app to be renewed first", () => {
  const upgrade = { upgrade: true, scopes: [], cursor: 9 };

  it("takes receipts and leaves on the screen what is there, with nothing more to ask for", async () => {
    await device.holds(serverVisit("old", 3));
    await device.save(visit("mine"));
    const result = await device.take({ ...upgrade, receipts: [receipt(1, 6, { own: 1 })] });
    expect(result).toEqual({ more: false, received: 0 });
    expect([...device.content.rows.keys()].sort()).toEqual(["mine", "old"]);
    expect(device.meta).toMatchObject({ cursor: plainMeta.cursor, scopes: plainMeta.scopes });
    expect(device.content.outbox.get(1)?.receipt).toMatchObject({ s: 6 });
  });

  it("still has what the new history lacks to be sent", async () => {
    await device.holds(serverVisit("old", 3));
    expect(await device.take({ ...upgrade, epoch: "e2" })).toMatchObject({ more: true });
    expect(device.meta.epoch).toBe("e2");
    expect(device.shown("old")).toBeDefined();
  });
});

describe("a reply of a new epoch", () => {
  it("is taken in whole although another tab moved on meanwhile", async () => {
    await device.take({ epoch: "e2", rows: [wire("new", 2)], cursor: 2 }, { version: -1 });
    expect(device.meta).toMatchObject({ epoch: "e2", cursor: 2 });
    expect(device.shown("new")).toBeDefined();
  });

  it("always leaves something to do: what the server lacks must go out", async () => {
    expect(await device.take({ epoch: "e2", more: false })).toMatchObject({ more: true });
  });
});

describe("what a reply says of the pull", () => {
  it("is asked for again while the server has more, and not when all is here", async () => {
    expect(await device.take({ more: true })).toEqual({ more: true, received: 0 });
    expect(await device.take({ rows: [wire("a", 6), wire("b", 7)], cursor: 7 })).toEqual({
      more: false,
      received: 2,
    });
  });

  it("counts a new version with every reply that is taken", async () => {
    await device.take({ cursor: 8, durableN: 4 });
    expect(device.meta).toMatchObject({ version: plainMeta.version + 1, cursor: 8, durableN: 4 });
  });

  it("gives a first sync a tag of its own when it begins or begins anew, and none when it goes on", async () => {
    const boot = { at: 9, before: 5, recent: 1 };
    const scopes = ["org", "visits:v1", "visits:v2", "visits:v3", "visits:v4"];
    await device.take({ scopes, booting: { "visits:v2": boot }, arrived: ["visits:v3"] });
    const first = { org: 1, "visits:v1": 1, "visits:v2": 2, "visits:v3": 2 };
    expect(device.meta.tags).toEqual(first);
    expect(device.meta.booting).toEqual({ "visits:v2": boot });

    await device.take({ scopes, booting: {}, arrived: ["visits:v2"] });
    expect(device.meta.tags).toEqual(first);
    expect(device.meta.booted).toEqual(["org", "visits:v1", "visits:v3", "visits:v2"]);

    await device.take({ scopes, booting: { "visits:v1": boot }, arrived: [], anew: ["visits:v1"] });
    expect(device.meta.tags).toEqual({ ...first, "visits:v1": 3 });
    expect(device.meta.booted).toEqual(["org", "visits:v3", "visits:v2"]);

    await device.take({ scopes, booting: {}, arrived: ["visits:v2"], anew: ["visits:v2"] });
    expect(device.meta.tags).toEqual({ ...first, "visits:v1": 3, "visits:v2": 4 });
    expect(device.meta.booted).toEqual(["org", "visits:v3", "visits:v2"]);
  });

  it("gives no new tag to a scope that arrives once more", async () => {
    await device.take({ arrived: ["visits:v1"] });
    expect(device.meta.tags).toEqual({ org: 1, "visits:v1": 1 });
  });

  it("keeps as wholly here only scopes that are still granted, each once", async () => {
    await device.take({ scopes: ["visits:v1"], arrived: ["visits:v1"] });
    expect(device.meta).toMatchObject({ scopes: ["visits:v1"], booted: ["visits:v1"] });
  });
});

describe("rows that come", () => {
  it("go aside with their reason when they cannot be read, and the cursor goes on", async () => {
    const raws = [{ ...wire("bad", 6), r: "now" }, null, "text", { i: 7 }, { s: 4 }];
    expect(await device.take({ rows: [...raws, wire("good", 8)], cursor: 8 })).toMatchObject({ received: 1 });
    const aside = [...device.content.quarantine.values()];
    expect(aside.map(({ id }) => id).sort()).toEqual(["?", "bad"]);
    const [bad] = aside.filter(({ id }) => id === "bad");
    expect(bad).toMatchObject({ raw: raws[0], at: noon });
    expect(bad?.reason).not.toBe("");
    expect(device.meta.cursor).toBe(8);
    expect(device.shown("good")).toBeDefined();
  });

  it("let what was unreadable lie until that very record comes", async () => {
    await device.take({ rows: [{ i: "x" }, { i: "y" }], cursor: 6 });
    await device.take({ cursor: 7 });
    await device.take({ rows: [wire("y", 8)], cursor: 8 });
    expect([...device.content.quarantine.keys()]).toEqual(["x"]);
  });

  it("show a record in its last form when it comes twice", async () => {
    await device.take({
      rows: [wire("a", 6, { body: { people: 2 } }), wire("a", 7, { body: { people: 3 } })],
      cursor: 7,
    });
    expect(device.content.rows.get("a")).toMatchObject({ seq: 7, body: { people: 3 } });
  });

  it("take a deleted record away, and never show one of a scope that is not ours", async () => {
    await device.holds(serverVisit("a", 3), serverVisit("b", 4));
    await device.take({
      rows: [wire("a", 6, { deleted: true }), wire("b", 7, { scope: "visits:v9" }), wire("c", 8)],
      cursor: 8,
    });
    expect([...device.content.rows.keys()]).toEqual(["c"]);
  });

  it("bear the tag of the first sync of their scope", async () => {
    await device.put((tx) => tx.putMeta({ ...plainMeta, tags: { org: 1, "visits:v1": 4 } }));
    await device.save(visit("mine"));
    await device.take({ rows: [wire("a", 6), wire("mine", 7)], cursor: 7 });
    expect(device.content.rows.get("a")).toMatchObject({ tag: 4, keys: ["supportVisit/2026-03-02"] });
    expect(device.content.rows.get("mine")).toMatchObject({ tag: 4 });
  });

  it("lie under what is pending, which goes on being shown", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    await device.take({ rows: [wire("a", 6, { body: { people: 2, result: "partly" } })], cursor: 6 });
    expect(device.shown("a")).toMatchObject({ people: 5, result: "partly" });
    expect(device.content.shadows.get("a")).toMatchObject({ seq: 6, body: { people: 2 } });
  });

  it("take the place of the ground once nothing is pending", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    await device.take({
      receipts: [receipt(1, 6)],
      rows: [wire("a", 6, { body: { people: 5 } })],
      cursor: 6,
    });
    expect(device.content.rows.get("a")).toMatchObject({ seq: 6, body: { people: 5 } });
    expect(device.content.shadows.size).toBe(0);
    expect(device.numbers).toEqual({ outbox: [], sent: [1], dead: [] });
  });
});

describe("an op with its receipt", () => {
  const twoEdits = async () => {
    await device.holds(serverVisit("a", 3), serverVisit("b", 4));
    await device.save(editVisit("a", { people: 5 }));
    await device.save(editVisit("b", { people: 6 }));
  };

  it("stays on the screen while there is more to pull and its record has not come", async () => {
    await twoEdits();
    await device.take({ receipts: [receipt(1, 6), receipt(2, 7)], cursor: 9, more: true });
    expect(device.numbers.outbox).toEqual([1, 2]);
    expect(device.shown("a")).toMatchObject({ people: 5 });
    await device.take({ rows: [wire("a", 6, { body: { people: 5 } })], cursor: 9, more: true });
    expect(device.numbers).toEqual({ outbox: [2], sent: [1], dead: [] });
    await device.take({ cursor: 9, more: false });
    expect(device.numbers).toEqual({ outbox: [], sent: [1, 2], dead: [] });
  });

  it("waits for the row at its own seq, not for an earlier state of the record", async () => {
    await twoEdits();
    await device.take({ receipts: [receipt(1, 8)], rows: [wire("a", 7)], cursor: 7, more: true });
    expect(device.numbers.outbox).toEqual([1, 2]);
    expect(device.shown("a")).toMatchObject({ people: 5 });
    await device.take({ rows: [wire("a", 8, { body: { people: 5 } })], cursor: 8, more: true });
    expect(device.numbers).toEqual({ outbox: [2], sent: [1], dead: [] });
  });

  it("stays until the cursor has passed it, and goes exactly then", async () => {
    await twoEdits();
    await device.take({ receipts: [receipt(1, 9)], cursor: 8 });
    expect(device.numbers.outbox).toEqual([1, 2]);
    await device.take({ cursor: 9 });
    expect(device.numbers).toEqual({ outbox: [2], sent: [1], dead: [] });
    expect(device.content.sent.get(1)).toMatchObject({ ids: ["a"], receipt: { n: 1, s: 9, r: "applied" } });
  });

  it("shows what the server holds as soon as it has gone", async () => {
    await twoEdits();
    await device.take({ receipts: [receipt(1, 6, { r: "superseded" })], cursor: 6 });
    expect(device.shown("a")).toMatchObject({ people: 1 });
    expect(device.content.shadows.has("a")).toBe(false);
    expect(device.content.shadows.has("b")).toBe(true);
  });

  it("stays as long as it is parked, though everything has come", async () => {
    await twoEdits();
    await device.take({ receipts: [receipt(1, 6, { r: "parked" })], rows: [wire("a", 7)], cursor: 9 });
    expect(device.numbers.outbox).toEqual([1, 2]);
    expect(device.shown("a")).toMatchObject({ people: 5 });
  });

  it("stays while an earlier op on the same record waits", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    await device.save(editVisit("a", { people: 7 }));
    await device.take({
      receipts: [receipt(2, 6)],
      rows: [wire("a", 6, { body: { people: 7 } })],
      cursor: 6,
    });
    expect(device.numbers.outbox).toEqual([1, 2]);
    expect(device.shown("a")).toMatchObject({ people: 7 });
  });

  it("stays under ops that wait on a record of which the server shows nothing, and so does what lies under it", async () => {
    await device.save(visit("a"));
    const both = { action: "support.edit" as const };
    await device.save({
      ...both,
      changes: [
        { c: "set", kind: "supportVisit", id: "a", fields: { people: 2 } },
        { c: "create", kind: "supportVisit", id: "b", fields: fieldsOf("b") },
      ],
    });
    await device.save(editVisit("b", { people: 9 }));
    await device.take({ receipts: [receipt(1, 6), receipt(2, 7)], cursor: 9 });
    expect(device.numbers.outbox).toEqual([1, 2, 3]);
    expect(device.shown("b")).toMatchObject({ people: 9 });
    expect(device.shown("a")).toMatchObject({ people: 2 });
    await device.take({ receipts: [receipt(3, 8)], cursor: 9 });
    expect(device.numbers).toEqual({ outbox: [], sent: [1, 2, 3], dead: [] });
    expect(device.content.rows.size).toBe(0);
  });

  it("stays while an own result did not fit, though the cursor lies beyond it", async () => {
    await device.put((tx) => tx.putMeta({ ...plainMeta, cursor: 9 }));
    await twoEdits();
    await device.put((tx) => tx.deleteShadows(["a"]));
    await device.take({ receipts: [receipt(1, 6, { own: 1 }), receipt(2, 7)], cursor: 9 });
    expect(device.numbers).toEqual({ outbox: [1, 2], sent: [], dead: [] });
  });

  it("goes from under a waiting op once the server's row lies there", async () => {
    await device.save(visit("a"));
    await device.save(editVisit("a", { people: 9 }));
    await device.take({ receipts: [receipt(1, 6)], rows: [wire("a", 6)], cursor: 6 });
    expect(device.numbers).toEqual({ outbox: [2], sent: [1], dead: [] });
    expect(device.shown("a")).toMatchObject({ people: 9 });
  });

  it("shows nothing of a record that I deleted, nor of one that the server deleted under an edit", async () => {
    await device.holds(serverVisit("a", 3), serverVisit("b", 4));
    await device.save(deleteVisit("a"));
    await device.save(editVisit("b", { people: 2 }));
    await device.take({ rows: [wire("b", 6, { deleted: true })], cursor: 6 });
    expect(device.content.rows.get("a")).toMatchObject({ deleted: true, keys: [] });
    expect(device.content.rows.get("b")).toMatchObject({ deleted: true, keys: [] });
    await device.take({
      receipts: [receipt(1, 7), receipt(2, 8, { r: "conflict" })],
      rows: [wire("a", 7, { deleted: true })],
      cursor: 8,
    });
    expect(device.content.rows.size).toBe(0);
    expect(device.content.shadows.size).toBe(0);
  });
});

function fieldsOf(id: string) {
  const [change] = visit(id).changes;
  return change?.c === "create" ? change.fields : {};
}
