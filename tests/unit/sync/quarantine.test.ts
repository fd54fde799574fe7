import { expect, test } from "vitest";
import type { ExchangeReply } from "#protocol/exchange.ts";
import { applyReply } from "#sync/apply-reply.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";

const row = { i: "t1", k: "task", c: "commune", s: 7, f: { title: "Việc" }, a: [1, "hoa", "d2"], r: 1 };

test("a row that cannot be read is kept aside until it comes in a form that can", async () => {
  const store = new MemoryDisk().open();
  const meta = {
    ...initialMeta({ device: "d1", person: "p1", commune: "c1", epoch: "e1" }),
    scopes: ["commune"],
  };
  const take = (rows: unknown[], cursor: number) =>
    store.transact("strict", async (tx) => {
      const now = (await tx.meta()) ?? meta;
      const request = { epoch: "e1", ops: [] } as never;
      const reply = {
        ...{ protocol: 1, epoch: "e1", serverTime: 9, receipts: [], rows, exits: [], cursor, more: false },
        ...{ booting: {}, arrived: [], scopes: ["commune"], durableN: 0, maxOpVersion: 1 },
      } as unknown as ExchangeReply;
      await tx.putMeta((await applyReply(tx, now, request, now.version, reply)).meta);
    });
  const held = () =>
    store.read(async (tx) => [(await tx.quarantine()).map((one) => one.id), await tx.row("t1")]);

  await take(
    [
      { ...row, s: "seven" },
      { ...row, i: "t2", a: null },
    ],
    8,
  );
  expect(await held()).toEqual([["t1", "t2"], undefined]);
  await take([row], 9);
  expect(await held()).toMatchObject([["t2"], { body: { title: "Việc" }, seq: 7 }]);
});
