import { describe, expect, it } from "vitest";
import { lateLoop } from "#client/late-loop.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import { until } from "../../support/patience.ts";

async function start() {
  const store = new MemoryDisk().open();
  await store.transact("strict", (tx) =>
    tx.putMeta(initialMeta({ device: "d", person: "p", commune: "c", epoch: "e" })),
  );
  let calls = 0;
  const ports: EnginePorts = {
    store,
    transport: {
      exchange: async () => {
        calls += 1;
        return { ok: false, failure: "busy", bytes: 0 };
      },
      quarantine: async () => false,
    },
    clock: { wall: () => 1_800_000_000_000, monotonic: () => 0 },
    randomness: { next: () => 0.5 },
    appVersion: "t",
  };
  const timers = new Map<() => void, number>();
  const none = () => () => undefined;
  const loop = lateLoop(ports, {
    device: "d",
    lock: undefined,
    signs: { isVisible: () => true, onVisible: none, onHidden: none, onOnline: none },
    schedule(ms, work) {
      timers.set(work, ms);
      return () => void timers.delete(work);
    },
    startAfterMs: 600,
  });
  const seen: unknown[] = [];
  loop.activity.subscribe(() => seen.push(loop.activity.get().failure));
  return { loop, timers, seen, calls: () => calls };
}

describe("the loop that comes after the first screen", () => {
  it("begins by itself, and shows itself to whoever watched before it came", async () => {
    const { loop, timers, seen, calls } = await start();
    loop.nudge();
    expect([[...timers.values()], calls()]).toEqual([[600], 0]);
    for (const work of [...timers.keys()]) work();
    await until(() => seen.includes("busy"));
    expect(calls()).toBe(1);
    loop.stop();
  });

  it("begins at once when a person asks, and once only", async () => {
    const { loop, timers, calls } = await start();
    await loop.sendNow();
    expect(calls()).toBe(1);
    await loop.sendNow();
    expect(calls()).toBe(2);
    expect([...timers.values()]).not.toContain(600);
    expect(loop.activity.get().failure).toBe("busy");
    loop.stop();
    expect(timers.size).toBe(0);
  });

  it("never begins once it was stopped", async () => {
    const { loop, timers, calls } = await start();
    const asked = loop.sendNow();
    loop.stop();
    await asked;
    expect([calls(), timers.size]).toEqual([0, 0]);
  });
});
