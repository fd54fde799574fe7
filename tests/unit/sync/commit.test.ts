import { describe, expect, it } from "vitest";
import { commitOp, commitOps, type OpDraft } from "#sync/commit.ts";
import type { DeviceMeta } from "#sync/device-store.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";

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
