import { beforeEach, describe, expect, it } from "vitest";
import type { Fields, RecordRow } from "#domain/record.ts";
import { DAY_MS } from "#kernel/calendar.ts";
import { rowToWire } from "#protocol/wire-row.ts";
import type { Reply } from "#sync/transport.ts";
import { editVisit, noon } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, receipt, serverVisit } from "./one-device.ts";

let device: OneDevice;
const stamp = { at: noon - 10 * DAY_MS, by: "pa", device: "d1" };
const own = { created: stamp };
const others = { created: { ...stamp, by: "pb" } };
const moved = { scopes: ["org", "own:pa", "visits:v2"], booting: {} };
const before = ["org", "own:pa", "visits:v1"];
const untilOf = (id: string) => device.content.rows.get(id)?.until;

beforeEach(async () => {
  device = await OneDevice.with();
  await device.put((tx) =>
    tx.putMeta({
      ...plainMeta,
      scopes: before,
      booted: before,
    }),
  );
});

describe("what I wrote, when I move to another village", () => {
  it("stays to be read for ninety days, in no list; what others wrote goes", async () => {
    await device.holds(serverVisit("mine", 3, own), serverVisit("theirs", 4, others));
    await device.take(moved);
    expect([...device.content.rows.keys()]).toEqual(["mine"]);
    expect(untilOf("mine")).toBe(noon + 90 * DAY_MS);
    expect(device.content.rows.get("mine")?.keys).toEqual(["kept"]);
  });

  it("goes at its day, by both clocks", async () => {
    await device.holds(serverVisit("mine", 3, own));
    await device.take(moved);
    await device.put(async (tx) => {
      const [row] = await tx.rows(["mine"]);
      if (row) await tx.putRow({ ...row, until: noon - 1 });
      await tx.putMeta({ ...device.meta, keptUntil: noon - 1 });
    });
    await device.take(moved);
    expect(device.content.rows.has("mine")).toBe(false);
  });

  it("stays no longer for a change of it, and goes when it is deleted", async () => {
    await device.holds(serverVisit("mine", 3, own));
    await device.take(moved);
    await device.put(async (tx) => {
      const [row] = await tx.rows(["mine"]);
      if (row) await tx.putRow({ ...row, until: noon + DAY_MS });
    });
    await device.take({ ...moved, rows: [rowToWire(serverVisit("mine", 8, own))] });
    expect(untilOf("mine")).toBe(noon + DAY_MS);
    await device.take({ ...moved, rows: [rowToWire(serverVisit("mine", 9, { ...own, deleted: true }))] });
    expect(device.content.rows.has("mine")).toBe(false);
  });

  it("counts from when it was written where it comes new", async () => {
    await device.take(moved);
    await device.take({ ...moved, rows: [rowToWire(serverVisit("mine", 8, own))] });
    expect(untilOf("mine")).toBe(stamp.at + 90 * DAY_MS);
  });

  it("waits for what is not received yet, and is whole again when I may read it again", async () => {
    await device.holds(serverVisit("mine", 3, own));
    await device.save(editVisit("mine", { people: 7 }));
    await device.take(moved);
    expect(device.content.rows.get("mine")?.body).toMatchObject({ people: 7 });
    expect(untilOf("mine")).toBeUndefined();
    const back = { scopes: ["org", "own:pa", "visits:v1"], rows: [rowToWire(serverVisit("mine", 9, own))] };
    await device.take(back);
    expect(untilOf("mine")).toBeUndefined();
  });

  it("goes with its scope when it is older and nobody tells of it any more: below the floor, or in a new history", async () => {
    const old = { created: { ...stamp, at: noon - 91 * DAY_MS } };
    const rows = () => device.holds(serverVisit("mine", 3, own), serverVisit("old", 4, old));
    await rows();
    await device.take(moved);
    expect([...device.content.rows.keys()].sort()).toEqual(["mine", "old"]);
    await device.put((tx) => tx.putMeta({ ...device.meta, scopes: before, booted: before }));
    await rows();
    await device.take({ ...moved, anew: ["org", "own:pa"], arrived: [] });
    expect([...device.content.rows.keys()]).toEqual(["mine"]);
    await device.put((tx) => tx.putMeta({ ...device.meta, scopes: before, booted: before }));
    await rows();
    await device.take({ ...moved, epoch: "e2" });
    expect([...device.content.rows.keys()]).toEqual(["mine"]);
  });

  describe("and the server has it no more", () => {
    const boot = { at: 9, before: 10, recent: 1 };
    const old = { created: { ...stamp, at: noon - 91 * DAY_MS } };
    const decided = { receipts: [receipt(1, 8, { r: "conflict" })] };

    /** The scope is lost and mine begins anew, while an edit waits whose answer was lost. */
    async function losesScope(row: RecordRow, fields: Fields, reply: Partial<Reply> = {}) {
      const tags = { org: 1, "own:pa": 1, "visits:v1": 1 };
      await device.put((tx) => tx.putMeta({ ...device.meta, tags }));
      await device.holds(row);
      await device.save(editVisit("mine", fields));
      const anew = { anew: ["own:pa"], booting: { "own:pa": boot, "visits:v2": boot } };
      await device.take({ ...moved, ...anew, cursor: 9, more: true, ...reply });
      expect(device.shown("mine")).toMatchObject(fields);
    }
    const arrives = (reply: Partial<Reply> = {}) =>
      device.take({ ...moved, arrived: ["own:pa", "visits:v2"], cursor: 9, ...reply });

    it.each([
      ["in its place", own, { people: 5 }],
      ["to where I read now", own, { village: "v2" }],
      ["in its place, of old", old, { people: 5 }],
      ["to where I read now, of old", old, { village: "v2" }],
    ])("goes with the edit that hung on it: %s", async (_name, of, fields) => {
      await losesScope(serverVisit("mine", 3, of), fields, { anew: ["org", "own:pa"] });
      await arrives(decided);
      expect(device.content.rows.has("mine")).toBe(false);
      expect(device.content.shadows.size).toBe(0);
      expect(device.numbers.sent).toEqual([1]);
    });

    it("waits on the screen for as long as that edit does", async () => {
      await losesScope(serverVisit("mine", 3, own), { people: 5 });
      await arrives();
      expect(device.shown("mine")).toMatchObject({ people: 5 });
      expect(device.content.shadows.get("mine")?.seq).toBe(0);
    });

    it("but stays where the first sync of mine brought it, or it is too old for that and told on", async () => {
      const rows = [rowToWire(serverVisit("mine", 3, own))];
      await losesScope(serverVisit("mine", 3, own), { village: "v2" }, { rows });
      await arrives(decided);
      expect(untilOf("mine")).toBe(noon + 90 * DAY_MS);
      device = await OneDevice.with({ scopes: before, booted: before });
      await losesScope(serverVisit("mine", 3, old), { village: "v2" });
      await arrives(decided);
      expect(untilOf("mine")).toBe(noon + 90 * DAY_MS);
    });
  });

  it("is kept by no closed account", async () => {
    await device.holds(serverVisit("mine", 3, own));
    await device.take({ scopes: [], booting: {} });
    expect([...device.content.rows.keys()]).toEqual([]);
  });
});
