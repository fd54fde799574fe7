import type { Receipt } from "#protocol/exchange.ts";
import type { DeviceMeta, DeviceTx, OutboxEntry, StoredRow } from "./device-store.ts";
import { closeGap } from "./gaps.ts";
import { toRow } from "./overlay.ts";

/**
 * The server's history has a new name: it was restored or cloned. Every sent op that it does not have, or may have
 * decided otherwise, goes out again, and all scopes are read anew; rows stay on screen until their scope's new first
 * sync sweeps them.
 */
export async function adoptEpoch(
  tx: DeviceTx,
  meta: DeviceMeta,
  reply: { epoch: string; known?: [number, number][] | undefined; agreed?: number | undefined },
  touched: Set<string>,
): Promise<DeviceMeta> {
  const known = reply.known ?? [];
  const agreed = reply.agreed ?? 0;
  // Both histories count alike up to `agreed`. What was decided beyond it, and what was only parked, may have come to the
  // new history by another hand and been decided there: only asking tells.
  const stands = ({ n, receipt }: { n: number; receipt?: Receipt }) =>
    receipt !== undefined &&
    receipt.s <= agreed &&
    receipt.r !== "parked" &&
    known.some(([from, to]) => from <= n && n <= to);
  const again: OutboxEntry[] = [];
  for (const sent of await tx.allSent())
    if (!stands(sent)) again.push({ n: sent.n, op: sent.op, ids: sent.ids, savedAt: sent.op.w });
  for (const entry of await tx.outbox()) {
    if (!entry.receipt || stands(entry)) continue;
    again.push({ n: entry.n, op: entry.op, ids: entry.ids, savedAt: entry.savedAt });
  }
  for (const dead of await tx.dead()) if (!stands(dead)) await closeGap(tx, meta, dead.n);
  await clampSeqs(tx, agreed);
  await shadowUnder(tx, again);
  for (const entry of again) for (const id of entry.ids) touched.add(id);
  await tx.putOutbox(again);
  await tx.deleteSent(again.map((entry) => entry.n));
  return { ...meta, epoch: reply.epoch, cursor: 0, booted: [], booting: {}, version: meta.version + 1 };
}

/** What stands now becomes the ground under ops that are pending again, until the server says what it has. */
async function shadowUnder(tx: DeviceTx, entries: readonly OutboxEntry[]): Promise<void> {
  const ids = [...new Set(entries.flatMap((entry) => entry.ids))];
  const [rows, shadows] = [await tx.rows(ids), await tx.shadows(ids)];
  for (const [index, row] of rows.entries())
    if (row && row.seq > 0 && !shadows[index]) await tx.putShadow(toRow(row));
}

/**
 * A seq of the old history says nothing in the new one beyond where the two agree; an edit made before the rows are
 * read anew must not claim to have seen more.
 */
async function clampSeqs(tx: DeviceTx, agreed: number): Promise<void> {
  const rows: StoredRow[] = [];
  await tx.eachRow((row) => {
    if (row.seq > agreed) rows.push({ ...row, seq: Math.max(1, agreed) });
  });
  await tx.putRows(rows);
  const shadows = await tx.shadows([...new Set((await tx.outbox()).flatMap((entry) => entry.ids))]);
  for (const shadow of shadows) {
    if (shadow && shadow.seq > agreed) await tx.putShadow({ ...shadow, seq: Math.max(1, agreed) });
  }
}
