import { beforeEach, describe, expect, it } from "vitest";
import { rowToWire } from "#protocol/wire-row.ts";
import { editVisit, visit } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, receipt, serverVisit } from "./one-device.ts";

let device: OneDevice;
beforeEach(async () => {
  device = await OneDevice.with();
});

const ids = () => [...device.content.rows.keys()].sort();
const exit = (id: string, seq: number, scope = "visits:v1"): [string, string, number] => [id, scope, seq];

describe("a record that left a scope of mine", () => {
  it("goes, unless what lies here is of a later time or already of another scope", async () => {
    await device.holds(
      serverVisit("gone", 3),
      serverVisit("back", 9),
      serverVisit("same", 8),
      serverVisit("elsewhere", 2, { scope: "org" }),
    );
    await device.take({
      exits: [exit("gone", 8), exit("back", 8), exit("same", 8), exit("elsewhere", 8), exit("never here", 8)],
      cursor: 9,
    });
    expect(ids()).toEqual(["back", "elsewhere", "same"]);
  });

  it("stays with the row that the same reply brings from its new scope", async () => {
    await device.holds(serverVisit("moved", 3));
    await device.take({
      rows: [rowToWire(serverVisit("moved", 8, { scope: "org" }))],
      exits: [exit("moved", 8)],
      cursor: 8,
    });
    expect(device.content.rows.get("moved")).toMatchObject({ scope: "org", seq: 8 });
  });

  it("stays on the screen while something of mine hangs on it, and goes with that", async () => {
    await device.holds(serverVisit("a", 3), serverVisit("b", 4));
    await device.save(editVisit("a", { people: 5 }));
    await device.take({ exits: [exit("a", 8), exit("b", 9)], cursor: 9 });
    expect(ids()).toEqual(["a"]);
    expect(device.shown("a")).toMatchObject({ people: 5 });
    expect(device.content.shadows.get("a")?.seq).toBe(0);
    await device.take({ receipts: [receipt(1, 10)], cursor: 10 });
    expect(ids()).toEqual([]);
    expect(device.content.shadows.size).toBe(0);
    expect(device.numbers).toEqual({ outbox: [], sent: [1], dead: [] });
  });

  it("leaves no ground behind, and is given none where there was none", async () => {
    await device.holds(serverVisit("a", 3));
    await device.put((tx) => tx.putShadow(serverVisit("a", 3)));
    await device.save(visit("mine"));
    await device.take({ exits: [exit("a", 8), exit("mine", 9)], cursor: 9 });
    expect(ids()).toEqual(["mine"]);
    expect(device.content.shadows.size).toBe(0);
  });

  it("is judged by what the server said of it, not by where my own edit puts it", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { village: "v2" }));
    expect(device.content.rows.get("a")?.scope).toBe("visits:v2");
    await device.take({ exits: [exit("a", 8)], cursor: 8 });
    expect(device.content.shadows.get("a")?.seq).toBe(0);
  });
});

describe("a scope that is lost", () => {
  const without = { scopes: ["org"], cursor: 9 };

  it("takes with it what no other scope covers", async () => {
    await device.holds(
      serverVisit("a", 3),
      serverVisit("b", 4, { scope: "org" }),
      serverVisit("c", 4, { scope: "visits:v9" }),
    );
    await device.take(without);
    expect(ids()).toEqual(["b"]);
    expect(device.meta).toMatchObject({ scopes: ["org"], booted: ["org"] });
  });

  it("leaves a record with something of mine until that is decided", async () => {
    await device.holds(serverVisit("a", 3), serverVisit("b", 4));
    await device.save(editVisit("a", { people: 5 }));
    await device.take(without);
    expect(ids()).toEqual(["a"]);
    expect(device.shown("a")).toMatchObject({ people: 5 });
    await device.take({ receipts: [receipt(1, 8, { r: "rejected", code: "denied" })] });
    expect(ids()).toEqual([]);
    expect(device.content.dead.get(1)?.seen).toMatchObject([{ id: "a", body: { people: 5 } }]);
  });

  it("takes nothing when none is lost, even of scopes that nobody told of", async () => {
    await device.holds(serverVisit("a", 3, { scope: "visits:v9" }));
    await device.take({ scopes: [...plainMeta.scopes, "visits:v2"], cursor: 9 });
    expect(ids()).toEqual(["a"]);
  });
});

describe("a first sync that came anew", () => {
  const boot = { at: 9, before: 8, recent: 1 };
  const anew = { anew: ["visits:v1"], booting: { "visits:v1": boot } };
  const rest = { booting: {}, arrived: ["visits:v1"] };

  it("sweeps what it did not bring, once nothing is left to pull", async () => {
    await device.holds(
      serverVisit("left", 3),
      serverVisit("again", 4),
      serverVisit("late", 4),
      serverVisit("other", 2, { scope: "org" }),
    );
    await device.take({ ...anew, rows: [rowToWire(serverVisit("again", 4))], more: true, cursor: 9 });
    expect(ids()).toEqual(["again", "late", "left", "other"]);
    await device.take({ ...rest, more: true, cursor: 9 });
    expect(ids()).toEqual(["again", "late", "left", "other"]);
    expect(device.meta.unswept).toEqual(["visits:v1"]);
    await device.take({ booting: {}, rows: [rowToWire(serverVisit("late", 10))], cursor: 10 });
    expect(ids()).toEqual(["again", "late", "other"]);
    expect(device.meta.unswept).toBeUndefined();
  });

  it("sweeps nothing when the scope comes for the first time", async () => {
    await device.put((tx) => tx.putMeta({ ...plainMeta, booted: [], tags: {} }));
    await device.save(visit("mine"));
    await device.holds(serverVisit("a", 3));
    await device.take({ ...rest, cursor: 9 });
    expect(ids()).toEqual(["a", "mine"]);
    expect(device.meta.unswept).toBeUndefined();
  });

  it("sweeps the scope that has come, and not another that is still coming", async () => {
    await device.holds(serverVisit("left", 3), serverVisit("other", 2, { scope: "org" }));
    const both = { "visits:v1": boot, org: boot };
    await device.take({ anew: ["org", "visits:v1"], booting: both, more: true });
    await device.take({ booting: { org: boot }, arrived: ["visits:v1"] });
    expect(ids()).toEqual(["other"]);
    await device.take({ booting: {}, arrived: ["org"] });
    expect(ids()).toEqual([]);
  });

  it("sweeps no scope whose first sync has begun once more meanwhile", async () => {
    await device.holds(serverVisit("left", 3));
    await device.take({ ...anew, more: true });
    await device.take({ ...rest, more: true });
    await device.take({ ...anew, more: true });
    expect(device.meta.unswept).toBeUndefined();
    await device.take({ booting: { "visits:v1": boot }, more: false });
    expect(ids()).toEqual(["left"]);
  });

  it("does not sweep while an own result did not fit and its row is still to come", async () => {
    await device.holds(serverVisit("left", 3), serverVisit("a", 4));
    await device.save(editVisit("a", { people: 5 }));
    await device.put((tx) => tx.deleteShadows(["a"]));
    await device.take({ ...anew, more: true });
    await device.take({ ...rest, receipts: [receipt(1, 10, { own: 1 })], cursor: 10 });
    expect(ids()).toContain("left");
    expect(device.meta.unswept).toEqual(["visits:v1"]);
  });

  it("leaves what is mine and waits, but on no ground that the server would still know", async () => {
    await device.holds(serverVisit("edited", 3), serverVisit("brought", 4));
    await device.save(editVisit("edited", { people: 5 }));
    await device.save(editVisit("brought", { people: 6 }));
    await device.save(visit("mine"));
    await device.take({ ...anew, rows: [rowToWire(serverVisit("brought", 4))], more: true, cursor: 9 });
    await device.take({ ...rest, cursor: 9 });
    expect(ids()).toEqual(["brought", "edited", "mine"]);
    expect(device.content.shadows.get("edited")?.seq).toBe(0);
    expect(device.content.shadows.get("brought")?.seq).toBe(4);
    await device.take({
      receipts: [receipt(1, 10), receipt(2, 11), receipt(3, 12)],
      rows: [rowToWire(serverVisit("brought", 11)), rowToWire(serverVisit("mine", 12))],
      cursor: 12,
    });
    expect(ids()).toEqual(["brought", "mine"]);
  });
});
