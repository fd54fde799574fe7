import { describe, expect, it } from "vitest";
import { maxOpBytes } from "#protocol/op.ts";
import { commitOp, commitOps, type OpDraft } from "#sync/commit.ts";
import type { DeviceMeta } from "#sync/device-store.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import { DeviceFull } from "#sync/store-errors.ts";
import { deleteVisit, editVisit, noon, visit } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, receipt, serverVisit } from "./one-device.ts";

const wall = Date.parse("2026-03-02T01:00:00Z");

async function deviceWith(clock: Pick<DeviceMeta, "offset" | "clockSuspect">) {
  const store = new MemoryDisk().open();
  const meta = initialMeta({ device: "dA", person: "pa", commune: "c", epoch: "e" });
  await store.transact("strict", (tx) => tx.putMeta({ ...meta, ...clock, lastWall: wall }));
  return {
    store,
    transport: { exchange: () => Promise.reject(new Error("no link")), quarantine: async () => false },
    clock: { wall: () => wall, monotonic: () => 0 },
    randomness: { next: () => 0.5 },
    appVersion: "t",
  };
}

const visitOn = (day: string): OpDraft => ({
  action: "support.visit",
  changes: [
    {
      c: "create",
      kind: "supportVisit",
      id: "v1",
      fields: { village: "x1", day, sort: "dvc", form: "direct", result: "done", people: 1 },
    },
  ],
});

describe("a save", () => {
  it("refuses a day that a measured clock knows to be ahead, and writes nothing", async () => {
    const ports = await deviceWith({ offset: 0, clockSuspect: false });
    expect(await commitOp(ports, visitOn("2026-03-03"))).toMatchObject({
      ok: false,
      refusal: { code: "day-in-future" },
    });
    expect(await ports.store.read((tx) => tx.outboxCount())).toBe(0);
    expect(await commitOp(ports, visitOn("2026-03-02"))).toMatchObject({ ok: true });
  });

  it("believes the person, not a clock that it had to ask about; the server judges the day", async () => {
    for (const clock of [
      { offset: null, clockSuspect: false },
      { offset: 0, clockSuspect: true },
    ]) {
      const ports = await deviceWith(clock);
      expect(await commitOp(ports, visitOn("2026-03-20"))).toMatchObject({ ok: true });
    }
  });
});

describe("several deeds at once", () => {
  const photoOf = (id: string, sha: string): OpDraft => ({
    action: "photo.add",
    changes: [
      {
        c: "append",
        kind: "photo",
        id,
        under: "i1",
        fields: { parent: "i1", sha, type: "image/jpeg", bytes: 9, width: 3, height: 2, taken: wall },
      },
    ],
    settlesDrafts: ["photos/incident/new"],
  });
  const report: OpDraft = {
    action: "incident.report",
    changes: [
      {
        c: "create",
        kind: "incident",
        id: "i1",
        fields: { number: "SC-1", group: 1, severity: 3, title: "Máy in", since: wall, state: "new" },
      },
    ],
  };

  it("are saved together, a later one on what an earlier one made", async () => {
    const ports = await deviceWith({ offset: 0, clockSuspect: false });
    await ports.store.transact("strict", (tx) =>
      tx.putDraft({ key: "photos/incident/new", value: [], at: 1 }),
    );
    const saved = await commitOps(ports, [report, photoOf("p1", "a".repeat(64))]);
    expect(saved).toEqual({
      ok: true,
      value: [
        { n: 1, ids: ["i1"] },
        { n: 2, ids: ["p1"] },
      ],
    });
    await ports.store.read(async (tx) => {
      expect((await tx.outbox()).map(({ op }) => op.a)).toEqual(["incident.report", "photo.add"]);
      expect((await tx.row("p1"))?.keys).toContain("under/i1");
      expect((await tx.meta())?.nextN).toBe(3);
      expect(await tx.drafts()).toEqual([]);
    });
  });

  it("are all left undone when one is refused", async () => {
    const ports = await deviceWith({ offset: 0, clockSuspect: false });
    const refused = await commitOps(ports, [report, photoOf("p1", "no hash")]);
    expect(refused).toMatchObject({ ok: false, refusal: { code: "invalid", facts: { field: "sha" } } });
    await ports.store.read(async (tx) => {
      expect(await tx.outboxCount()).toBe(0);
      expect(await tx.row("i1")).toBeUndefined();
      expect((await tx.meta())?.nextN).toBe(1);
    });
  });
});

describe("what a save leaves behind", () => {
  it("is the record as it will be, the op with its number, and the ground under it", async () => {
    const device = await OneDevice.with({ nextN: 4, offset: 1000 });
    await device.holds(serverVisit("a", 3));
    expect(await commitOp(device.ports, editVisit("a", { people: 5, note: "một người" }))).toMatchObject({
      ok: true,
      value: { n: 4, ids: ["a"] },
    });
    const changed = { at: noon + 1000, by: "pa", device: "d1" };
    expect(device.content.rows.get("a")).toMatchObject({
      ...{ seq: 3, tag: 1, changed, keys: ["supportVisit/2026-03-02"] },
      ...{ body: { people: 5, result: "done" }, personal: { note: "một người" } },
    });
    expect(device.content.shadows.get("a")).toEqual(serverVisit("a", 3));
    expect(device.content.outbox.get(4)).toMatchObject({ n: 4, ids: ["a"], savedAt: noon, op: { n: 4 } });
    expect(device.meta).toMatchObject({ nextN: 5, lastWall: noon, version: plainMeta.version });
  });

  it("keeps the first ground under a second edit, and needs none under what is new", async () => {
    const device = await OneDevice.with();
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    await device.save(editVisit("a", { people: 6 }));
    await device.save(visit("b"));
    expect(device.content.rows.get("b")).toMatchObject({ seq: 0, tag: 1, received: 0 });
    await device.save(editVisit("b", { people: 2 }));
    expect([...device.content.shadows.values()]).toEqual([serverVisit("a", 3)]);
  });

  it("goes as a whole when the making of the record is refused, though an edit of it still waits", async () => {
    const device = await OneDevice.with();
    await device.save(visit("b"));
    await device.save(editVisit("b", { people: 2 }));
    await device.take({ receipts: [receipt(1, 6, { r: "rejected" })] });
    expect(device.content.rows.size).toBe(0);
    expect(device.numbers).toEqual({ outbox: [2], sent: [], dead: [1] });
  });

  it("names a record once, however often the deed touches it", async () => {
    const device = await OneDevice.with();
    const changes = [visit("a"), editVisit("a", { people: 3 }), visit("b")].flatMap((one) => one.changes);
    expect(await commitOp(device.ports, { action: "support.visit", changes })).toMatchObject({
      value: { ids: ["a", "b"] },
    });
    expect(device.shown("a")).toMatchObject({ people: 3 });
  });

  it("moves a record to the scope that its body now says", async () => {
    const device = await OneDevice.with();
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { village: "v2" }));
    expect(device.content.rows.get("a")?.scope).toBe("visits:v2");
  });

  it("hides what was deleted from every list, and brings it back with a restore", async () => {
    const device = await OneDevice.with();
    await device.holds(serverVisit("a", 3));
    await device.save(deleteVisit("a"));
    expect(device.content.rows.get("a")).toMatchObject({ deleted: true, keys: [] });
    await device.save({
      action: "record.restore",
      changes: [{ c: "restore", kind: "supportVisit", id: "a" }],
    });
    expect(device.content.rows.get("a")).toMatchObject({ keys: ["supportVisit/2026-03-02"] });
    expect(device.content.rows.get("a")).not.toHaveProperty("deleted");
  });

  it("drops the forms that it settles, and no other", async () => {
    const device = await OneDevice.with();
    for (const key of ["/one", "/two", "/three"])
      await device.put((tx) => tx.putDraft({ key, value: 1, at: 1 }));
    await device.save({ ...visit("a"), settlesDrafts: ["/one", "/three"] });
    expect([...device.content.drafts.keys()]).toEqual(["/two"]);
  });

  it("marks the refused op that it mends, and makes nothing of one that is not here", async () => {
    const device = await OneDevice.with();
    await device.save(visit("a"));
    await device.save(visit("b"));
    await device.take({ receipts: [1, 2].map((n) => receipt(n, 5 + n, { r: "rejected" })) });
    await device.save({ ...visit("a"), mends: 1 });
    await device.save({ ...visit("c"), mends: 77 });
    expect([...device.content.dead.values()].map(({ n, mendedBy }) => [n, mendedBy])).toEqual([
      [1, 3],
      [2, undefined],
    ]);
  });
});

describe("a save that cannot be", () => {
  const draftOf = (bytes: number): OpDraft => ({
    action: "task.edit",
    changes: [{ c: "create", kind: "fromLater", id: "a", fields: { words: "x".repeat(bytes) } }],
  });

  it("writes nothing when nobody has signed in", async () => {
    const device = new OneDevice();
    expect(await commitOp(device.ports, visit("a"))).toMatchObject({ refusal: { code: "not-signed-in" } });
    expect(device.content.rows.size).toBe(0);
  });

  it("writes nothing of a record that is not here", async () => {
    const device = await OneDevice.with();
    expect(await commitOp(device.ports, editVisit("a", { people: 2 }))).toMatchObject({
      refusal: { code: "unknown-record", facts: { id: "a" } },
    });
    expect(device.meta.nextN).toBe(1);
  });

  it("writes nothing beyond the size that one op may have, and all that is just that large", async () => {
    const device = await OneDevice.with();
    await device.save(draftOf(0));
    const rest = maxOpBytes - JSON.stringify(device.content.outbox.get(1)?.op).length;
    expect(await commitOp(device.ports, draftOf(rest + 1))).toMatchObject({ refusal: { code: "too-large" } });
    expect(device.meta.nextN).toBe(2);
    expect(await commitOp(device.ports, draftOf(rest))).toMatchObject({ ok: true });
  });

  it("names the field that its kind forbids", async () => {
    const device = await OneDevice.with();
    expect(await commitOp(device.ports, visit("a", { people: -1 }))).toMatchObject({
      refusal: { code: "invalid", facts: { kind: "supportVisit", field: "people" } },
    });
    expect(await commitOp(device.ports, visit("a", { note: "x".repeat(4001) }))).toMatchObject({
      refusal: { code: "invalid", facts: { field: "note" } },
    });
    expect(device.content.outbox.size).toBe(0);
  });

  it("is saved on what lies there when the guess of this tab does not hold, even after a refusal", async () => {
    const device = await OneDevice.with();
    await device.save(visit("a"));
    expect(await commitOp(device.ports, visit("b", { people: -1 }))).toMatchObject({ ok: false });
    expect(await commitOp(device.ports, visit("b"))).toMatchObject({ value: { n: 2 } });
  });

  it("fails as the disk fails, and leaves no number behind", async () => {
    const device = await OneDevice.with();
    await device.save(visit("a"));
    device.disk.faults = (point) => {
      if (point === "commit") throw new DeviceFull("no room left");
    };
    await expect(commitOp(device.ports, visit("b"))).rejects.toBeInstanceOf(DeviceFull);
    await expect(commitOps(device.ports, [visit("b")])).rejects.toBeInstanceOf(DeviceFull);
    device.disk.faults = undefined;
    expect(await device.save(visit("b"))).toBe(2);
  });
});
