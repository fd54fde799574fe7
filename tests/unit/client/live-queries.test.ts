import "fake-indexeddb/auto";
import { liveQuery } from "dexie";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type DexieDeviceStore, openDeviceStore } from "#client/dexie-device-store.ts";
import { openDirectStore } from "#client/worker-databases.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { patienceMs } from "../../support/patience.ts";

const stamp = { at: 1, by: "p", device: "d" };
const row = (id: string, keys: string[], seq = 1): StoredRow => ({
  id,
  kind: "task",
  scope: "plans",
  seq,
  body: {},
  created: stamp,
  changed: stamp,
  received: 0,
  keys,
  tag: 0,
});

let serial = 0;
let ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends) end();
  ends = [];
});

function open(): DexieDeviceStore {
  const store = openDeviceStore(`live${serial++}`);
  ends.push(() => store.close());
  return store;
}

/** Every answer of a query, in order. */
function watch<T>(store: DexieDeviceStore, query: (tx: DeviceReadTx) => Promise<T>) {
  const answers: T[] = [];
  const watching = liveQuery(() => store.readLive(query)).subscribe((answer) => answers.push(answer));
  ends.push(() => watching.unsubscribe());
  return answers;
}
/** Waits until the query answers this; `expect` again afterwards what must not have moved meanwhile. */
const until = (check: () => void) => vi.waitFor(check, { timeout: patienceMs, interval: 5 });

describe("live queries", () => {
  it("hear of what the worker wrote, which has no Dexie, and of nothing else", async () => {
    const device = `live${serial}`;
    const store = open();
    const byKey = watch(store, async (tx) => (await tx.rowsByKey("open")).map(({ id }) => id));
    const outbox = watch(store, (tx) => tx.outboxCount());
    await until(() => expect([byKey, outbox]).toEqual([[[]], [0]]));
    const worker = openDirectStore(device);
    ends.push(() => worker.close());
    await worker.transact("relaxed", (tx) => tx.putRow(row("a", ["open"])));
    await until(() => expect(byKey.at(-1)).toEqual(["a"]));
    expect(outbox).toEqual([0]);
  });

  it("are answered anew for what they read, and left alone for the rest", async () => {
    const store = open();
    const byKey = watch(store, async (tx) => (await tx.rowsByKey("open")).map(({ id }) => id).sort());
    const one = watch(store, async (tx) => (await tx.row("b"))?.seq);
    const drafts = watch(store, async (tx) => (await tx.drafts()).length);
    const second = watch(store, async (tx) => {
      await tx.meta();
      await tx.outboxCount();
      return (await tx.rows(["a", "b"])).filter(Boolean).length;
    });
    await until(() => expect([byKey, one, drafts, second]).toEqual([[[]], [undefined], [0], [0]]));

    await store.transact("strict", (tx) => tx.putRow(row("a", ["open"])));
    await until(() => expect([byKey.at(-1), second.at(-1)]).toEqual([["a"], 1]));
    expect([one.length, drafts.length]).toEqual([1, 1]);

    await store.transact("relaxed", (tx) => tx.putRows([row("a", []), row("b", ["open"], 7)]));
    await until(() => expect([byKey.at(-1), one.at(-1)]).toEqual([["b"], 7]));

    await store.transact("relaxed", (tx) => tx.deleteRows(["b"]));
    await until(() => expect([byKey.at(-1), one.at(-1)]).toEqual([[], undefined]));
    expect(drafts).toEqual([0]);
  });

  it("hear of a large page once, and of nothing that was undone", async () => {
    const store = open();
    const count = watch(store, async (tx) => (await tx.rowsByKey("page")).length);
    await until(() => expect(count).toEqual([0]));
    const page = Array.from({ length: 300 }, (_, i) => row(`r${i}`, ["page"]));
    await store.transact("relaxed", (tx) => tx.putRows(page));
    await until(() => expect(count).toEqual([0, 300]));
    const undone = store.transact("strict", async (tx) => {
      await tx.deleteRows(["r1"]);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await store.transact("strict", (tx) => tx.deleteRows(["r2"]));
    await until(() => expect(count).toEqual([0, 300, 299]));
  });
});
