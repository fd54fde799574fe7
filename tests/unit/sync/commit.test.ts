import { describe, expect, it } from "vitest";
import { commitOp, type OpDraft } from "#sync/commit.ts";
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
