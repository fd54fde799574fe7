import { kindOf } from "#domain/kinds.ts";
import type { RecordRow } from "#domain/record.ts";
import { applyChange, withScope } from "#protocol/apply.ts";
import { claimedTime, type Op } from "#protocol/op.ts";
import type { OutboxEntry, StoredRow } from "./device-store.ts";
import { keptKey } from "./kept-key.ts";

/** The form in which the device keeps a record. Deleted records have no keys, so no list finds them. */
export function toStored(row: RecordRow, tag: number, until?: number): StoredRow {
  return { ...row, keys: keysOf(row, until), tag, ...(until === undefined ? {} : { until }) };
}

/** What is only kept to be read stands in no list and no figure: a part of a village's records would pass for all. */
export function keysOf(row: RecordRow, until?: number): readonly string[] {
  const keys = row.deleted ? [] : (kindOf(row.kind)?.keysOf(row) ?? []);
  if (until === undefined || row.deleted) return keys;
  // The bytes of a photo are still to be sent.
  return [keptKey, ...(row.kind === "photo" ? keys : keys.filter((key) => key.startsWith("under/")))];
}

export function toRow(stored: StoredRow): RecordRow {
  const { keys: _keys, tag: _tag, until: _until, ...row } = stored;
  return row;
}

/** One op's part for one record, on top of what is there. */
export function applyOp(row: RecordRow | null, op: Op, id: string): RecordRow | null {
  const stamp = { at: claimedTime(op), by: op.u, device: op.d };
  let next = row;
  for (const change of op.ch) {
    if (change.id !== id) continue;
    next = applyChange(next, change, stamp);
    if (next) next = withScope(next);
  }
  return next;
}

/** What the server last said, with my own pending changes on top, in order of n. */
export function replay(
  server: RecordRow | undefined,
  pending: readonly OutboxEntry[],
  id: string,
): RecordRow | null {
  return [...pending]
    .sort((a, b) => a.n - b.n)
    .reduce<RecordRow | null>((row, entry) => applyOp(row, entry.op, id), server ?? null);
}
