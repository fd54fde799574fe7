import fc from "fast-check";
import { expect, it } from "vitest";
import type { DeviceTx, OutboxEntry, QuarantinedRow, StoredRow } from "#sync/device-store.ts";
import { keptKey } from "#sync/kept-key.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import { readAhead } from "#sync/read-ahead.ts";

const n = fc.integer({ min: 1, max: 5 });
const id = fc.constantFrom("a", "b", "c");
const entry = fc.record({
  n,
  ids: fc.uniqueArray(id),
  savedAt: fc.nat(9),
}) as unknown as fc.Arbitrary<OutboxEntry>;
const unread = fc.record({ id, raw: fc.nat(9), reason: id, at: fc.nat(9) }) as fc.Arbitrary<QuarantinedRow>;

const keys = fc.uniqueArray(fc.constantFrom(keptKey, "list"));
const row = fc.record({ id, keys, tag: fc.nat(9) }) as unknown as fc.Arbitrary<StoredRow>;

type Step = (tx: DeviceTx) => Promise<unknown>;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.array(entry).map(
    (entries): Step =>
      (tx) =>
        tx.putOutbox(entries),
  ),
  fc.array(n).map(
    (ns): Step =>
      (tx) =>
        tx.deleteOutbox(ns),
  ),
  unread.map(
    (row): Step =>
      (tx) =>
        tx.putQuarantine(row),
  ),
  fc.array(id).map(
    (ids): Step =>
      (tx) =>
        tx.deleteQuarantine(ids),
  ),
  fc.option(fc.nat(4), { nil: undefined }).map(
    (limit): Step =>
      (tx) =>
        tx.outbox(limit),
  ),
  fc.constant<Step>((tx) => tx.outboxCount()),
  id.map(
    (of): Step =>
      (tx) =>
        tx.outboxOn(of),
  ),
  row.map(
    (one): Step =>
      (tx) =>
        tx.putRow(one),
  ),
  fc.array(row).map(
    (rows): Step =>
      (tx) =>
        tx.putRows(rows),
  ),
  fc.array(id).map(
    (ids): Step =>
      (tx) =>
        tx.deleteRows(ids),
  ),
  fc.constantFrom(keptKey, "list").map(
    (key): Step =>
      async (tx) =>
        byName(await tx.rowsByKey(key)),
  ),
  fc.constant<Step>(async (tx) => [...(await tx.quarantine())].sort((a, b) => (a.id < b.id ? -1 : 1))),
  id.map(
    (key): Step =>
      (tx) =>
        tx.putDraft({ key, value: 1, at: 1 }),
  ),
  fc.constant<Step>((tx) => tx.drafts()),
);

const byName = <Named extends { readonly id: string }>(all: readonly Named[]) =>
  [...all].sort((a, b) => (a.id < b.id ? -1 : 1));

const steps = fc.array(step, { minLength: 10, maxLength: 40 });

it("answers all that is asked as the plain transaction does, and stores the same", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry),
      fc.array(unread),
      fc.array(row),
      steps,
      async (before, aside, rows, steps) => {
        const run = async (wrap: (tx: DeviceTx) => DeviceTx) => {
          const disk = new MemoryDisk();
          const store = disk.open();
          await store.transact("strict", async (tx) => {
            await tx.putOutbox(before);
            await tx.putRows(rows);
            for (const row of aside) await tx.putQuarantine(row);
          });
          const answers = await store.transact("strict", async (transaction) => {
            const tx = wrap(transaction);
            const all: unknown[] = [];
            for (const one of steps) all.push(await one(tx));
            return all;
          });
          const { outbox, quarantine, drafts, rows: stored } = disk.content();
          const sorted = (shelf: ReadonlyMap<unknown, unknown>) =>
            [...shelf].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
          return { answers, stored: [outbox, quarantine, drafts, stored].map(sorted) };
        };
        expect(await run(readAhead)).toEqual(await run((tx) => tx));
      },
    ),
  );
});

it("reads outbox, quarantine and what is kept from the disk once, however often they are asked for", async () => {
  const asked: string[] = [];
  const noting = (tx: DeviceTx) =>
    new Proxy(tx, {
      get(target, name: keyof DeviceTx) {
        asked.push(name);
        return (target[name] as () => unknown).bind(target);
      },
    });
  await new MemoryDisk().open().transact("strict", async (transaction) => {
    const tx = readAhead(noting(transaction));
    await tx.putQuarantine({ id: "a", raw: 1, reason: "", at: 1 });
    for (let i = 0; i < 3; i++) {
      await tx.outbox();
      await tx.outboxCount();
      await tx.outboxOn("a");
      await tx.quarantine();
      await tx.rowsByKey(keptKey);
    }
  });
  expect(asked).toEqual(["outbox", "quarantine", "rowsByKey", "putQuarantine"]);
});

it("fails where the disk fails", async () => {
  const broken = () => Promise.reject(new Error("worn out"));
  const tx = readAhead({ outbox: broken, quarantine: broken, rowsByKey: broken } as unknown as DeviceTx);
  await expect(tx.outbox()).rejects.toThrow("worn out");
  await expect(tx.deleteQuarantine(["a"])).rejects.toThrow("worn out");
  await expect(tx.putRows([])).rejects.toThrow("worn out");
});

it("is not brought down by a failure of which nobody asks", async () => {
  const broken = () => Promise.reject(new Error("worn out"));
  const reads = { outbox: broken, quarantine: broken, rowsByKey: broken };
  const tx = readAhead({ ...reads, drafts: async () => [] } as unknown as DeviceTx);
  expect(await tx.drafts()).toEqual([]);
  await new Promise((turn) => setImmediate(turn));
});
