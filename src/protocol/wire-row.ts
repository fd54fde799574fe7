import type { RecordRow, Stamp } from "#domain/record.ts";
import type { JsonObject } from "#kernel/json.ts";
import type { WireRow } from "./exchange.ts";

export function rowToWire(row: RecordRow): WireRow {
  const sameStamp =
    row.created.at === row.changed.at &&
    row.created.by === row.changed.by &&
    row.created.device === row.changed.device;
  return {
    i: row.id,
    k: row.kind,
    c: row.scope,
    s: row.seq,
    f: { ...row.body },
    ...(row.personal && Object.keys(row.personal).length > 0 ? { p: { ...row.personal } } : {}),
    ...(row.deleted ? { x: 1 as const } : {}),
    ...(row.erased ? { e: 1 as const } : {}),
    a: stampToTuple(row.created),
    ...(sameStamp ? {} : { m: stampToTuple(row.changed) }),
    r: row.received,
  };
}

export function wireToRow(wire: WireRow): RecordRow {
  const created = tupleToStamp(wire.a);
  return {
    id: wire.i,
    kind: wire.k,
    scope: wire.c,
    seq: wire.s,
    body: wire.f as JsonObject,
    ...(wire.p ? { personal: wire.p as JsonObject } : {}),
    ...(wire.x ? { deleted: true as const } : {}),
    ...(wire.e ? { erased: true as const } : {}),
    created,
    changed: wire.m ? tupleToStamp(wire.m) : created,
    received: wire.r,
  };
}

function stampToTuple(stamp: Stamp): [number, string, string] {
  return [stamp.at, stamp.by, stamp.device];
}

function tupleToStamp([at, by, device]: [number, string, string]): Stamp {
  return { at, by, device };
}
