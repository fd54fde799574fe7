import type { DeviceTx, OutboxEntry } from "./device-store.ts";

/**
 * The same transaction, but it reads the outbox once and then keeps count itself: every further read would wait until
 * all that was written before it is done.
 */
export function readOutboxOnce(tx: DeviceTx): DeviceTx {
  let known: Map<number, OutboxEntry> | undefined;
  const entries = async () => {
    if (!known) {
      const read = await tx.outbox();
      known ??= new Map(read.map((entry) => [entry.n, entry]));
    }
    return [...known.values()].sort((a, b) => a.n - b.n);
  };
  const own: Partial<DeviceTx> = {
    outbox: async (limit) => (await entries()).slice(0, limit),
    outboxCount: async () => (await entries()).length,
    outboxOn: async (id) => (await entries()).filter((entry) => entry.ids.includes(id)),
    putOutbox(put) {
      for (const entry of put) known?.set(entry.n, entry);
      return tx.putOutbox(put);
    },
    deleteOutbox(ns) {
      for (const n of ns) known?.delete(n);
      return tx.deleteOutbox(ns);
    },
  };
  return new Proxy(tx, {
    get: (whole, name: keyof DeviceTx) => own[name] ?? (whole[name] as () => unknown).bind(whole),
  });
}
