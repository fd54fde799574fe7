import { kindOf } from "#domain/kinds.ts";
import type { Fields, RecordRow } from "#domain/record.ts";
import { communeScope } from "#domain/scope.ts";
import type { Action } from "#protocol/actions.ts";
import { applyChange } from "#protocol/apply.ts";
import { type Change, type Op, opVersion } from "#protocol/op.ts";
import { cleanFields } from "./clean-fields.ts";
import type { DeviceMeta, StoredRow } from "./device-store.ts";

/** What a person did, before the engine gives it a number and its bases. */
export interface OpDraft {
  readonly action: Action;
  readonly changes: readonly DraftChange[];
  /** Draft forms that this op makes superfluous; removed in the same transaction. */
  readonly settlesDrafts?: readonly string[];
  /** The refused op that this one mends. */
  readonly mends?: number;
}

/**
 * A change as a form states it. `base` is the seq of the record when the form was opened (`row.seq`); left out, the
 * record as it is shown at the moment of saving counts as seen.
 */
export type DraftChange =
  | {
      readonly c: "create";
      readonly kind: string;
      readonly id: string;
      readonly fields: Fields;
      readonly base?: number;
    }
  | {
      readonly c: "set";
      readonly kind: string;
      readonly id: string;
      readonly fields: Fields;
      readonly base?: number;
    }
  | {
      readonly c: "members";
      readonly kind: string;
      readonly id: string;
      readonly add?: Record<string, string[]>;
      readonly remove?: Record<string, string[]>;
      readonly base?: number;
    }
  | {
      readonly c: "append";
      readonly kind: string;
      readonly id: string;
      readonly under: string;
      readonly fields: Fields;
    }
  | {
      readonly c: "move";
      readonly kind: string;
      readonly id: string;
      readonly from: string;
      readonly to: string;
      readonly base?: number;
    }
  | { readonly c: "delete" | "restore"; readonly kind: string; readonly id: string; readonly base?: number };

/** What the device holds of the records of a deed. */
export interface View {
  readonly rows: ReadonlyMap<string, StoredRow>;
  readonly shadows: ReadonlyMap<string, RecordRow>;
}

/** The op in its final wire form, or the id of a record that is not here. */
export function buildOp(meta: DeviceMeta, draft: OpDraft, view: View, wall: number): Op | string {
  const changes: Change[] = [];
  const fresh = new Map<string, RecordRow>();
  for (const given of draft.changes) {
    const change = "fields" in given ? { ...given, fields: cleanFields(given.fields) } : given;
    const built = buildChange(change, view, fresh);
    if (!built) return change.id;
    changes.push(built);
    const before = fresh.get(change.id) ?? view.rows.get(change.id) ?? null;
    const after = applyChange(before, built, { at: 0, by: meta.person, device: meta.device });
    if (after) fresh.set(change.id, after);
  }
  return {
    d: meta.device,
    n: meta.nextN,
    v: opVersion,
    a: draft.action,
    w: wall,
    o: meta.offset,
    ...(meta.clockSuspect ? { x: 1 as const } : {}),
    e: meta.epoch,
    u: meta.person,
    ch: changes,
  };
}

function buildChange(change: DraftChange, view: View, fresh: ReadonlyMap<string, RecordRow>): Change | null {
  const shown = fresh.get(change.id) ?? view.rows.get(change.id);
  const known = view.shadows.get(change.id) ?? view.rows.get(change.id);
  const seen = ("base" in change ? change.base : undefined) ?? Number.MAX_SAFE_INTEGER;
  const base = Math.min(seen, known?.seq ?? 0);
  const { kind: k, id } = change;
  if (change.c === "create") {
    const sc = kindOf(k)?.scopeOf({ ...shown?.body, ...change.fields }, id) ?? communeScope;
    return { c: "create", k, id, sc, ...split(k, change.fields), ...(base > 0 ? { b: base } : {}) };
  }
  if (change.c === "append") {
    const parent = fresh.get(change.under) ?? view.rows.get(change.under);
    if (!parent) return null;
    const sc = kindOf(k)?.scopeOf({ ...change.fields, parent: change.under }, id, parent) ?? parent.scope;
    return { c: "append", k, id, under: change.under, sc, ...split(k, change.fields) };
  }
  if (!shown) return null;
  switch (change.c) {
    case "set":
      return { c: "set", k, id, b: base, ...split(k, change.fields) };
    case "members":
      return {
        c: "members",
        k,
        id,
        b: base,
        ...(change.add ? { add: change.add } : {}),
        ...(change.remove ? { remove: change.remove } : {}),
      };
    case "move":
      return {
        c: "move",
        k,
        id,
        b: base,
        from: change.from,
        to: change.to,
      };
    default:
      return { c: change.c, k, id, b: base };
  }
}

/** Personal fields travel apart, so that the permanent log never holds them. */
function split(kind: string, fields: Fields): { f: Fields; p?: Fields } {
  const personal = kindOf(kind)?.personal ?? [];
  const entries = Object.entries(fields);
  const apart = entries.filter(([field]) => personal.includes(field));
  if (apart.length === 0) return { f: fields };
  return {
    f: Object.fromEntries(entries.filter(([field]) => !personal.includes(field))),
    p: Object.fromEntries(apart),
  };
}
