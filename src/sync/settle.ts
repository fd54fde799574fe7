import type { RecordRow } from "#domain/record.ts";
import type { Receipt } from "#protocol/exchange.ts";
import type { DeviceMeta, DeviceTx, OutboxEntry, StoredRow } from "./device-store.ts";
import { replay, toRow, toStored } from "./overlay.ts";

/**
 * Shows each record anew: what the server last said with the pending changes that are left. A record without pending
 * changes gives up its shadow; one outside the current scopes is let go once nothing of ours hangs on it.
 */
export async function refreshRows(tx: DeviceTx, meta: DeviceMeta, ids: readonly string[]): Promise<void> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return;
  const [shown, shadows] = [await tx.rows(unique), await tx.shadows(unique)];
  const puts: StoredRow[] = [];
  const drops: string[] = [];
  const unshadowed: string[] = [];
  for (const [index, id] of unique.entries()) {
    const pending = await tx.outboxOn(id);
    const row = shown[index];
    const server = shadows[index] ?? (row && row.seq > 0 && pending.length === 0 ? toRow(row) : undefined);
    const next = replay(server, pending, id);
    const keeps = next && (pending.length > 0 || (server && isReadable(meta, server)));
    if (!keeps) drops.push(id);
    else puts.push(toStored(next, row?.tag ?? meta.tags[next.scope] ?? 0));
    if (pending.length === 0 && shadows[index]) unshadowed.push(id);
  }
  await tx.putRows(puts);
  await tx.deleteRows(drops);
  await tx.deleteShadows(unshadowed);
}

function isReadable(meta: DeviceMeta, row: RecordRow): boolean {
  return row.seq > 0 && !row.deleted && meta.scopes.includes(row.scope);
}

/** A refused op leaves the records and is kept, readable, until a person settles it. */
export async function buryOp(
  tx: DeviceTx,
  meta: DeviceMeta,
  entry: OutboxEntry,
  receipt: Receipt,
): Promise<void> {
  await tx.deleteOutbox([entry.n]);
  if (entry.op.z) return;
  const seen = (await tx.rows(entry.ids)).filter((row) => row !== undefined);
  await tx.putDead({ n: entry.n, op: entry.op, ids: entry.ids, receipt, seen });
  await refreshRows(tx, meta, entry.ids);
}
