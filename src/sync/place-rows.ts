import type { RecordRow } from "#domain/record.ts";
import { ownKeptMs } from "#domain/scope.ts";
import type { DeviceMeta, DeviceTx, OutboxEntry, StoredRow } from "./device-store.ts";
import { replay, toStored } from "./overlay.ts";
import { entriesByRecord } from "./read-ahead.ts";
import { isOwnOutside, standingOf, tagOf } from "./standing.ts";

export async function byId<Row extends RecordRow>(
  read: Promise<(Row | undefined)[]>,
): Promise<Map<string, Row>> {
  return new Map((await read).flatMap((row) => (row ? [[row.id, row]] : [])));
}

/** Puts server rows under what is pending: the row itself where nothing is, else the shadow. */
export async function placeServerRows(
  tx: DeviceTx,
  meta: DeviceMeta,
  rows: readonly RecordRow[],
  touched: Set<string>,
  shadowed: ReadonlySet<string>,
): Promise<void> {
  const latest = new Map(rows.map((row) => [row.id, row]));
  const pending = await pendingByRecord(tx);
  const shadows: RecordRow[] = [];
  const plain: StoredRow[] = [];
  const gone: string[] = [];
  const unshadowed: string[] = [];
  const ends = await ownEnds(tx, meta, [...latest.values()]);
  for (const row of latest.values()) {
    const mine = pending.get(row.id);
    if (mine) {
      shadows.push(row);
      const shown = replay(row, mine, row.id);
      if (shown) plain.push(toStored(shown, tagOf(meta, row.scope)));
    } else {
      const standing = standingOf(meta, row, ends.get(row.id));
      if (standing) plain.push(toStored(row, tagOf(meta, row.scope), standing.until));
      else gone.push(row.id);
      if (shadowed.has(row.id)) unshadowed.push(row.id);
      touched.delete(row.id);
    }
  }
  for (const row of shadows) await tx.putShadow(row);
  await tx.putRows(plain);
  await tx.deleteRows(gone);
  await tx.deleteShadows(unshadowed);
}

/**
 * Until when records of one's own outside one's scopes stay: one that was here from now on, unless its days are counted
 * already; one that was not, from when it was written.
 */
async function ownEnds(
  tx: DeviceTx,
  meta: DeviceMeta,
  rows: readonly RecordRow[],
): Promise<Map<string, number>> {
  const outside = rows.filter((row) => isOwnOutside(meta, row));
  if (outside.length === 0) return new Map();
  const here = await tx.rows(outside.map(({ id }) => id));
  const now = meta.toldAt ?? 0;
  return new Map(
    outside.map(({ id, created }, index) => {
      const before = here[index];
      return [id, before ? (before.until ?? Math.max(now, created.at) + ownKeptMs) : created.at + ownKeptMs];
    }),
  );
}

export async function pendingByRecord(tx: DeviceTx): Promise<Map<string, OutboxEntry[]>> {
  return entriesByRecord(await tx.outbox());
}
