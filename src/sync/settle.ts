import type { Receipt } from "#protocol/exchange.ts";
import type { DeviceMeta, DeviceTx, OutboxEntry, StoredRow } from "./device-store.ts";
import { replay, toRow, toStored } from "./overlay.ts";
import { isOwnOutside, standingOf, tagOf } from "./standing.ts";

/**
 * Shows each record anew: what the server last said with the pending changes that are left. A record without pending
 * changes gives up its shadow; one outside the current scopes is let go once nothing of ours hangs on it, or kept to be read.
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
    const standing = server && server.seq > 0 ? standingOf(meta, server, row?.until) : null;
    if (!next || (pending.length === 0 && !standing)) drops.push(id);
    else {
      const until = pending.length === 0 ? standing?.until : undefined;
      puts.push(toStored(next, row?.tag ?? tagOf(meta, next.scope), until));
    }
    if (pending.length === 0 && shadows[index]) unshadowed.push(id);
  }
  await tx.putRows(puts);
  await tx.deleteRows(drops);
  await tx.deleteShadows(unshadowed);
}

/** What a refused op would have made, outside my scopes: the server never had it, or lost it in a restore, and tells nothing of it. */
async function dropUnmade(tx: DeviceTx, meta: DeviceMeta, { op }: OutboxEntry): Promise<void> {
  const makes = (of: OutboxEntry["op"], id: string) =>
    of.ch.some((change) => change.id === id && (change.c === "create" || change.c === "append"));
  for (const id of new Set(op.ch.map((change) => change.id))) {
    const row = await tx.row(id);
    if (!row || !isOwnOutside(meta, row) || !makes(op, id) || (await tx.outboxOn(id)).length > 0) continue;
    if ((await tx.sentOn(id)).some((sent) => makes(sent.op, id))) continue;
    await tx.deleteRows([id]);
    await tx.deleteShadows([id]);
  }
}

/** A refused op leaves the records and is kept, readable, until a person settles it. */
export async function buryOp(
  tx: DeviceTx,
  meta: DeviceMeta,
  entry: OutboxEntry,
  receipt: Receipt,
): Promise<void> {
  await tx.deleteOutbox([entry.n]);
  if (entry.op.z) return renewRefusal(tx, receipt);
  const seen = (await tx.rows(entry.ids)).filter((row) => row !== undefined);
  await tx.putDead({ n: entry.n, op: entry.op, ids: entry.ids, receipt, seen });
  await dropUnmade(tx, meta, entry);
  await refreshRows(tx, meta, entry.ids);
}

/** Its number is closed in this history: that is where the refusal stands now, for the reason that the old one gave. */
async function renewRefusal(tx: DeviceTx, { n, s }: Receipt): Promise<void> {
  const dead = (await tx.dead()).find((op) => op.n === n);
  if (dead) await tx.putDead({ ...dead, receipt: { ...dead.receipt, s } });
}
