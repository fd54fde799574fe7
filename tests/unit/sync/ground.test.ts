import { expect, test } from "vitest";
import type { ExchangeReply } from "#protocol/exchange.ts";
import { applyReply } from "#sync/apply-reply.ts";
import { commitOp } from "#sync/commit.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";

const clock = { wall: () => 1_764_000_000_000, monotonic: () => 0 };

/** A visit in a village that is not one's own: the server takes it, and shows it to others only. */
test("an edit that waits stays on the screen though the server shows nothing of its record", async () => {
  const store = new MemoryDisk().open();
  const ports = { store, clock, appVersion: "test" } as unknown as EnginePorts;
  await store.transact("strict", (tx) =>
    tx.putMeta({
      ...initialMeta({ device: "d1", person: "p1", commune: "c1", epoch: "e1" }),
      scopes: ["commune"],
    }),
  );
  const visit = { day: "2025-11-24", village: "v2", sort: "vneid", form: "home", result: "done", people: 1 };
  await commitOp(ports, {
    action: "support.visit",
    changes: [{ c: "create", kind: "supportVisit", id: "one", fields: visit }],
  });
  await commitOp(ports, {
    action: "support.edit",
    changes: [{ c: "set", kind: "supportVisit", id: "one", fields: { result: "partly" } }],
  });
  const take = (n: number, cursor: number) =>
    store.transact("strict", async (tx) => {
      const now = await tx.meta();
      if (!now) throw new Error("no device");
      const request = { epoch: "e1", ops: [] } as never;
      const reply = {
        ...{ protocol: 1, epoch: "e1", serverTime: 9, rows: [], exits: [], cursor, more: false },
        receipts: [{ n, s: cursor, r: "applied", at: 9 }],
        ...{ booting: {}, arrived: [], scopes: ["commune"], durableN: 0, maxOpVersion: 1 },
      } as unknown as ExchangeReply;
      await tx.putMeta((await applyReply(tx, now, request, now.version, reply)).meta);
    });
  const shown = () => store.read(async (tx) => (await tx.row("one"))?.body["result"]);

  await take(1, 8);
  expect(await shown()).toBe("partly");
  await take(2, 9);
  expect(await shown()).toBeUndefined();
  expect(await store.read((tx) => tx.outboxCount())).toBe(0);
});
