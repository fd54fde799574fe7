import { kindOf } from "#domain/kinds.ts";
import type { Fields, RecordRow } from "#domain/record.ts";
import { invariant } from "#kernel/assert.ts";
import { dayOf } from "#kernel/calendar.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";
import type { Action } from "#protocol/actions.ts";
import { applyChange, withScope } from "#protocol/apply.ts";
import { type Change, maxOpBytes, type Op, opVersion } from "#protocol/op.ts";
import { correctedNow, mustAskDay, observeWall } from "./device-clock.ts";
import type { DeviceMeta, DeviceTx, OutboxEntry, StoredRow } from "./device-store.ts";
import type { EnginePorts } from "./engine.ts";
import { toRow, toStored } from "./overlay.ts";

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

export interface Saved {
  readonly n: number;
  readonly ids: readonly string[];
}

export type CommitRefusal = "not-signed-in" | "too-large" | "invalid" | "unknown-record" | string;

/** Where the clock cannot be trusted the person has named the day, and only the server may call it a future one. */
const anyDay = "9999-12-31";

/**
 * Saves one deed: rules, record, op and its number in one strict transaction. Resolves after the flush, so that
 * *Đã lưu trên máy* is true. Refuses, with nothing written, what the record's own rules forbid; rejects when the disk is
 * full or the database is gone.
 */
export async function commitOp(ports: EnginePorts, draft: OpDraft): Promise<Result<Saved, CommitRefusal>> {
  return ports.store.transact("strict", (tx) => commitIn(tx, draft, ports.clock.wall()));
}

/** Saves several deeds as `commitOp` does one, in the order given, and in the same transaction: all of them or none. */
export async function commitOps(
  ports: EnginePorts,
  drafts: readonly OpDraft[],
): Promise<Result<readonly Saved[], CommitRefusal>> {
  try {
    return await ports.store.transact("strict", async (tx) => {
      const wall = ports.clock.wall();
      const all: Saved[] = [];
      for (const draft of drafts) {
        const saved = await commitIn(tx, draft, wall);
        if (!saved.ok) throw new OneRefused(saved);
        all.push(saved.value);
      }
      return accept(all);
    });
  } catch (error) {
    if (error instanceof OneRefused) return error.refused;
    throw error;
  }
}

/** Takes back what the deeds before it wrote. */
class OneRefused extends Error {
  override readonly name = "OneRefused";
  readonly refused: Result<never, CommitRefusal>;

  constructor(refused: Result<never, CommitRefusal>) {
    super("one of several deeds was refused");
    this.refused = refused;
  }
}

async function commitIn(tx: DeviceTx, draft: OpDraft, wall: number): Promise<Result<Saved, CommitRefusal>> {
  const [meta, view] = await Promise.all([tx.meta(), readView(tx, draft)]);
  if (!meta) return refuse("not-signed-in");
  const seen = observeWall(meta, wall);
  const op = buildOp(seen, draft, view, wall);
  if (typeof op === "string") return refuse("unknown-record", { id: op });
  if (JSON.stringify(op).length > maxOpBytes) return refuse("too-large");
  const applied = applyAll(op, view, mustAskDay(seen) ? anyDay : dayOf(correctedNow(seen, wall)));
  if (!applied.ok) return applied;
  await write(tx, seen, draft, op, view, applied.value, wall);
  return accept({ n: op.n, ids: [...applied.value.keys()] });
}

interface View {
  readonly rows: ReadonlyMap<string, StoredRow>;
  readonly shadows: ReadonlyMap<string, RecordRow>;
}

async function readView(tx: DeviceTx, draft: OpDraft): Promise<View> {
  const ids = [
    ...new Set(
      draft.changes.flatMap((change) => (change.c === "append" ? [change.id, change.under] : [change.id])),
    ),
  ];
  const [rows, shadows] = await Promise.all([tx.rows(ids), tx.shadows(ids)]);
  return {
    rows: new Map(rows.flatMap((row) => (row ? [[row.id, row]] : []))),
    shadows: new Map(shadows.flatMap((row) => (row ? [[row.id, row]] : []))),
  };
}

/** The op in its final wire form, or the id of a record that is not here. */
function buildOp(meta: DeviceMeta, draft: OpDraft, view: View, wall: number): Op | string {
  const changes: Change[] = [];
  const fresh = new Map<string, RecordRow>();
  for (const change of draft.changes) {
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
    const sc = kindOf(k)?.scopeOf({ ...shown?.body, ...change.fields }, id) ?? "commune";
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

function applyAll(op: Op, view: View, today: string): Result<Map<string, RecordRow>> {
  const after = new Map<string, RecordRow>();
  const stamp = { at: op.w + (op.o ?? 0), by: op.u, device: op.d };
  for (const change of op.ch) {
    const before = after.get(change.id) ?? view.rows.get(change.id) ?? null;
    const parent =
      change.c === "append" ? (after.get(change.under) ?? view.rows.get(change.under)) : undefined;
    const applied = applyChange(before, change, stamp);
    invariant(applied, "a change of this op has its record");
    const row = withScope(applied, parent);
    const definition = kindOf(change.k);
    const parsed = definition?.schema.safeParse({ ...row.body, ...row.personal });
    if (parsed && !parsed.success) {
      return refuse("invalid", { kind: change.k, field: parsed.error.issues[0]?.path.join(".") ?? "" });
    }
    const ruled = definition?.rules?.({ id: change.id, before, body: row.body, today });
    if (ruled && !ruled.ok) return ruled;
    after.set(change.id, row);
  }
  return accept(after);
}

async function write(
  tx: DeviceTx,
  meta: DeviceMeta,
  draft: OpDraft,
  op: Op,
  view: View,
  after: ReadonlyMap<string, RecordRow>,
  wall: number,
): Promise<void> {
  for (const row of after.values()) {
    const before = view.rows.get(row.id);
    if (before && before.seq > 0 && !view.shadows.has(row.id)) await tx.putShadow(toRow(before));
  }
  await tx.putRows(
    [...after.values()].map((row) => toStored(row, view.rows.get(row.id)?.tag ?? meta.tags[row.scope] ?? 0)),
  );
  const entry: OutboxEntry = { n: op.n, op, ids: [...after.keys()], savedAt: wall };
  await tx.putOutbox([entry]);
  await tx.putMeta({ ...meta, nextN: op.n + 1 });
  for (const key of draft.settlesDrafts ?? []) await tx.deleteDraft(key);
  if (draft.mends !== undefined) {
    const dead = (await tx.dead()).find(({ n }) => n === draft.mends);
    if (dead) await tx.putDead({ ...dead, mendedBy: op.n });
  }
}
