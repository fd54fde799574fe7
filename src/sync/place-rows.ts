import type { RecordRow } from "#domain/record.ts";
import type { DeviceMeta, DeviceTx, OutboxEntry, StoredRow } from "./device-store.ts";
import { replay, toStored } from "./overlay.ts";

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
  for (const row of latest.values()) {
    const mine = pending.get(row.id);
    if (mine) {
      shadows.push(row);
      const shown = replay(row, mine, row.id);
      if (shown) plain.push(toStored(shown, meta.tags[row.scope] ?? 0));
    } else {
      if (row.deleted || !meta.scopes.includes(row.scope)) gone.push(row.id);
      else plain.push(toStored(row, meta.tags[row.scope] ?? 0));
      if (shadowed.has(row.id)) unshadowed.push(row.id);
      touched.delete(row.id);
    }
  }
  for (const row of shadows) await tx.putShadow(row);
  await tx.putRows(plain);
  await tx.deleteRows(gone);
  await tx.deleteShadows(unshadowed);
}

export async function pendingByRecord(tx: DeviceTx): Promise<Map<string, OutboxEntry[]>> {
  const pending = new Map<string, OutboxEntry[]>();
  for (const entry of await tx.outbox()) {
    for (const id of entry.ids) pending.set(id, [...(pending.get(id) ?? []), entry]);
  }
  return pending;
}
