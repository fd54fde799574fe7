import { kindOf } from "#domain/kinds.ts";
import {
  type Fields,
  type RecordRow,
  readField,
  type Stamp,
  writeField,
  writeFields,
} from "#domain/record.ts";
import type { Json, JsonObject } from "#kernel/json.ts";
import type { Change } from "./op.ts";

/**
 * What one change makes of a record when nothing stands against it: the device shows it at once, the server does the
 * same when it applies. Pure, total: a change that finds no record leaves none.
 */
export function applyChange(row: RecordRow | null, change: Change, stamp: Stamp): RecordRow | null {
  switch (change.c) {
    case "create":
    case "append": {
      const start = row ?? emptyRow(change.id, change.k, change.sc, stamp);
      const parent: Fields = change.c === "append" ? { parent: change.under } : {};
      return touched(
        withFields(start, { ...initialState(change.k, row), ...change.f, ...parent }, change.p),
        stamp,
      );
    }
    case "set":
      return row && touched(withFields(row, change.f, change.p), stamp);
    case "members":
      return row && touched({ ...row, body: withMembers(row.body, change) }, stamp);
    case "move": {
      const field = kindOf(change.k)?.states?.field ?? "state";
      return row && touched(withFields(row, { [field]: change.to }, undefined), stamp);
    }
    case "delete":
      return row && touched({ ...row, deleted: true }, stamp);
    case "restore": {
      if (!row) return null;
      const { deleted: _was, ...live } = row;
      return touched(live, stamp);
    }
  }
}

export function emptyRow(id: string, kind: string, scope: string, stamp: Stamp): RecordRow {
  return { id, kind, scope, seq: 0, body: {}, created: stamp, changed: stamp, received: 0 };
}

/** The record lies where its body says (a visit that moves to another village changes scope). */
export function withScope(row: RecordRow, parent?: RecordRow): RecordRow {
  const definition = kindOf(row.kind);
  if (!definition || (definition.parentKind && !parent)) return row;
  const scope = definition.scopeOf(row.body, row.id, parent);
  return scope === row.scope ? row : { ...row, scope };
}

export function withFields(row: RecordRow, fields: Fields, personal: Fields | undefined): RecordRow {
  const body = writeFields(row.body, fields);
  if (!personal || row.erased) return { ...row, body };
  return { ...row, body, personal: writeFields(row.personal ?? {}, personal) };
}

type Write = readonly [field: string, value: Json, personal: boolean];

/** A change never changes, and every step of its decision asks this. */
const known = new WeakMap<Change, readonly Write[]>();

/** The registers a change writes, personal ones included, with the value it wants. */
export function writesOf(change: Change): readonly Write[] {
  const before = known.get(change);
  if (before) return before;
  const writes = listWrites(change);
  known.set(change, writes);
  return writes;
}

function listWrites(change: Change): Write[] {
  if (change.c !== "create" && change.c !== "set" && change.c !== "append") return [];
  return [
    ...Object.entries(change.f).map(([field, value]): Write => [field, value, false]),
    ...Object.entries(change.p ?? {}).map(([field, value]): Write => [field, value, true]),
  ];
}

function touched(row: RecordRow, stamp: Stamp): RecordRow {
  return { ...row, changed: stamp };
}

function initialState(kind: string, row: RecordRow | null): Fields {
  const states = kindOf(kind)?.states;
  return states && !row ? { [states.field]: states.initial } : {};
}

function withMembers(body: JsonObject, change: Extract<Change, { c: "members" }>): JsonObject {
  let next = body;
  for (const field of new Set([...Object.keys(change.add ?? {}), ...Object.keys(change.remove ?? {})])) {
    const now = readField(next, field);
    const members = new Set(Array.isArray(now) ? (now as Json[]) : []);
    for (const member of change.remove?.[field] ?? []) members.delete(member);
    for (const member of change.add?.[field] ?? []) members.add(member);
    next = writeField(next, field, [...members]);
  }
  return next;
}
