import type { DeviceTx, OutboxEntry, QuarantinedRow, StoredRow } from "./device-store.ts";
import { keptKey } from "./kept-key.ts";

/**
 * The same transaction, but it asks at once for the outbox, the quarantine and what is kept to be read, and then keeps count
 * itself: every later read would wait until all that was written before it is done, and with it the request for the next page.
 */
export function readAhead(tx: DeviceTx): DeviceTx {
  const own: Partial<DeviceTx> = { ...outboxOf(tx), ...quarantineOf(tx), ...rowsOf(tx) };
  return new Proxy(tx, {
    get: (whole, name: keyof DeviceTx) => own[name] ?? (whole[name] as () => unknown).bind(whole),
  });
}

function outboxOf(tx: DeviceTx): Partial<DeviceTx> {
  const known = counted(tx.outbox(), ({ n }) => n);
  let byRecord: Map<string, OutboxEntry[]> | undefined;
  const entries = async () => [...(await known).values()].sort((a, b) => a.n - b.n);
  return {
    outbox: async (limit) => (await entries()).slice(0, limit),
    outboxCount: async () => (await known).size,
    async outboxOn(id) {
      byRecord ??= entriesByRecord(await entries());
      return byRecord.get(id) ?? [];
    },
    async putOutbox(put) {
      byRecord = undefined;
      for (const entry of put) (await known).set(entry.n, entry);
      return tx.putOutbox(put);
    },
    async deleteOutbox(ns) {
      byRecord = undefined;
      for (const n of ns) (await known).delete(n);
      return tx.deleteOutbox(ns);
    },
  };
}

export function entriesByRecord(entries: readonly OutboxEntry[]): Map<string, OutboxEntry[]> {
  const found = new Map<string, OutboxEntry[]>();
  for (const entry of entries) {
    for (const id of entry.ids) {
      const on = found.get(id);
      if (on) on.push(entry);
      else found.set(id, [entry]);
    }
  }
  return found;
}

function quarantineOf(tx: DeviceTx): Partial<DeviceTx> {
  const known = counted(tx.quarantine(), ({ id }: QuarantinedRow) => id);
  return {
    quarantine: async () => [...(await known).values()],
    async putQuarantine(row) {
      (await known).set(row.id, row);
      return tx.putQuarantine(row);
    },
    async deleteQuarantine(ids) {
      for (const id of ids) (await known).delete(id);
      return tx.deleteQuarantine(ids);
    },
  };
}

function rowsOf(tx: DeviceTx): Partial<DeviceTx> {
  const kept = counted(tx.rowsByKey(keptKey), ({ id }) => id);
  const note = (known: Map<string, StoredRow>, row: StoredRow) => {
    if (row.keys.includes(keptKey)) known.set(row.id, row);
    else known.delete(row.id);
  };
  return {
    rowsByKey: async (key) => (key === keptKey ? [...(await kept).values()] : tx.rowsByKey(key)),
    async putRow(row) {
      note(await kept, row);
      return tx.putRow(row);
    },
    async putRows(rows) {
      const known = await kept;
      for (const row of rows) note(known, row);
      return tx.putRows(rows);
    },
    async deleteRows(ids) {
      const known = await kept;
      for (const id of ids) known.delete(id);
      return tx.deleteRows(ids);
    },
  };
}

function counted<K, V>(read: Promise<readonly V[]>, keyOf: (value: V) => K): Promise<Map<K, V>> {
  const known = read.then((all) => new Map(all.map((one) => [keyOf(one), one])));
  // Whoever asks hears of a failure; the transaction itself ends with it in any case.
  known.catch(() => undefined);
  return known;
}
