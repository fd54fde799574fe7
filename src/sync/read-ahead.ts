import type { DeviceTx, OutboxEntry, QuarantinedRow } from "./device-store.ts";

/**
 * The same transaction, but it asks for the outbox and the quarantine at once and then keeps count itself: every later
 * read would wait until all that was written before it is done.
 */
export function readAhead(tx: DeviceTx): DeviceTx {
  const outbox = tx.outbox().then((read) => new Map(read.map((entry) => [entry.n, entry])));
  const quarantine = tx.quarantine().then((read) => new Map(read.map((row) => [row.id, row])));
  // Whoever asks hears of a failure; the transaction itself ends with it in any case.
  outbox.catch(() => undefined);
  quarantine.catch(() => undefined);
  const entries = async () => [...(await outbox).values()].sort((a, b) => a.n - b.n);
  const own: Partial<DeviceTx> = {
    outbox: async (limit) => (await entries()).slice(0, limit),
    outboxCount: async () => (await outbox).size,
    outboxOn: async (id) => (await entries()).filter((entry) => entry.ids.includes(id)),
    async putOutbox(put: readonly OutboxEntry[]) {
      const known = await outbox;
      for (const entry of put) known.set(entry.n, entry);
      return tx.putOutbox(put);
    },
    async deleteOutbox(ns: readonly number[]) {
      const known = await outbox;
      for (const n of ns) known.delete(n);
      return tx.deleteOutbox(ns);
    },
    quarantine: async () => [...(await quarantine).values()],
    async putQuarantine(row: QuarantinedRow) {
      (await quarantine).set(row.id, row);
      return tx.putQuarantine(row);
    },
    async deleteQuarantine(ids: readonly string[]) {
      const known = await quarantine;
      for (const id of ids) known.delete(id);
      return tx.deleteQuarantine(ids);
    },
  };
  return new Proxy(tx, {
    get: (whole, name: keyof DeviceTx) => own[name] ?? (whole[name] as () => unknown).bind(whole),
  });
}
