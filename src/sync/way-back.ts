import { kindOf } from "#domain/kinds.ts";
import { type Fields, readField } from "#domain/record.ts";
import type { Json } from "#kernel/json.ts";
import type { DraftChange, OpDraft } from "./build-op.ts";
import type { DeviceReadTx, StoredRow } from "./device-store.ts";

/** What takes a deed back, as the book then stands: nothing of what others have written since is touched. */
export type WayBack = (tx: DeviceReadTx, newId: () => string) => Promise<OpDraft>;

type Rows = ReadonlyMap<string, StoredRow>;
type Step = (now: StoredRow | undefined, newId: () => string) => DraftChange[];

/**
 * The way back from a deed that changed something already saved, to exactly what was. Undefined for one that only adds,
 * and where a state or a line cannot be left again.
 */
export function wayBack(draft: OpDraft, before: Rows): WayBack | undefined {
  if (!draft.changes.some((change) => overwrites(change, before.get(change.id)))) return undefined;
  const steps = draft.changes.map((change) => ({
    id: change.id,
    back: stepBack(change, before.get(change.id)),
  }));
  if (steps.some(({ back }) => back === null)) return undefined;
  const reversed = [...steps].reverse();
  return async (tx, newId) => {
    const rows = await tx.rows(reversed.map(({ id }) => id));
    const changes = reversed.flatMap(({ back }, at) => back?.(rows[at], newId) ?? []);
    return { action: draft.action, changes };
  };
}

function overwrites(change: DraftChange, row: StoredRow | undefined): boolean {
  if (!row || change.c === "create" || change.c === "append") return false;
  if (change.c !== "set") return true;
  // One more entry of a map (an answer to an item) adds; anything else changes what the record said.
  return Object.entries(change.fields).some(([field, value]) => {
    const was = fieldOf(row, field);
    return !isSame(was, value) && (was !== null || !field.includes("."));
  });
}

function stepBack(change: DraftChange, before: StoredRow | undefined): Step | null {
  const { kind, id } = change;
  switch (change.c) {
    case "create":
      return before ? null : (now) => (now && !now.deleted ? [{ c: "delete", kind, id }] : []);
    case "append":
      return kind === "incidentEntry" ? voiding(change) : null;
    case "set":
      return before ? (now) => setBack(change, before, now) : null;
    case "members":
      return before ? () => membersBack(change, before) : null;
    case "move":
      return moveBack(change);
    case "delete":
      return (now) => (now?.deleted ? [{ c: "restore", kind, id }] : []);
    case "restore":
      return (now) => (now && !now.deleted ? [{ c: "delete", kind, id }] : []);
  }
}

/** A line of a timeline stays in the log; another one takes it back. */
function voiding({ kind, id, under }: Extract<DraftChange, { c: "append" }>): Step {
  const fields = { text: "", parent: under, sort: "void", supersedes: id };
  return (_now, newId) => [{ c: "append", kind, id: newId(), under, fields }];
}

function setBack(
  { kind, id, fields }: Extract<DraftChange, { c: "set" }>,
  before: StoredRow,
  now: StoredRow | undefined,
): DraftChange[] {
  const ours = Object.entries(fields).filter(([field, value]) => now && isSame(fieldOf(now, field), value));
  const names = ours.map(([field]) => field);
  const was: Fields = Object.fromEntries(
    names.map((field) =>
      now && isNewMap(field, names, before, now) ? [mapOf(field), null] : [field, fieldOf(before, field)],
    ),
  );
  return ours.length > 0 ? [{ c: "set", kind, id, fields: was }] : [];
}

/** A map that was not there before, and of which nothing would be left: it goes as a whole. */
function isNewMap(field: string, ours: readonly string[], before: StoredRow, now: StoredRow): boolean {
  const map = mapOf(field);
  if (map === field || before.body[map] !== undefined) return false;
  return Object.keys((now.body[map] ?? {}) as object).every((entry) => ours.includes(`${map}.${entry}`));
}

function mapOf(field: string): string {
  return field.split(".", 1)[0] ?? field;
}

type Members = Extract<DraftChange, { c: "members" }>;

function membersBack({ kind, id, add = {}, remove = {} }: Members, before: StoredRow): DraftChange[] {
  const had = (field: string, member: string) => {
    const value = fieldOf(before, field);
    return Array.isArray(value) && value.includes(member);
  };
  const only = (of: Record<string, string[]>, isThere: boolean) =>
    Object.fromEntries(
      Object.entries(of).map(([field, list]) => [field, list.filter((one) => had(field, one) === isThere)]),
    );
  return [{ c: "members", kind, id, add: only(remove, true), remove: only(add, false) }];
}

function moveBack({ kind, id, from, to }: Extract<DraftChange, { c: "move" }>): Step | null {
  const states = kindOf(kind)?.states;
  if (!states?.moves[to]?.includes(from)) return null;
  return (now) =>
    now && fieldOf(now, states.field) === to ? [{ c: "move", kind, id, from: to, to: from }] : [];
}

function fieldOf({ body, personal }: StoredRow, field: string): Json {
  return readField(body, field) ?? (personal && readField(personal, field)) ?? null;
}

function isSame(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
