import { kindOf } from "#domain/kinds.ts";
import type { RecordRow } from "#domain/record.ts";
import { invariant } from "#kernel/assert.ts";
import { dayOf } from "#kernel/calendar.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";
import { applyChange, withScope } from "#protocol/apply.ts";
import { maxOpBytes, type Op } from "#protocol/op.ts";
import { buildOp, type OpDraft, type View } from "./build-op.ts";
import { correctedNow, mustAskDay, observeWall } from "./device-clock.ts";
import type { DeviceMeta, DeviceReadTx, DeviceTx, OutboxEntry, StoredRow } from "./device-store.ts";
import type { EnginePorts } from "./engine.ts";
import { isAsKnown, knownMeta, noteMeta } from "./known-meta.ts";
import { isOnlyRead } from "./only-read.ts";
import { toRow, toStored } from "./overlay.ts";
import { tagOf } from "./standing.ts";
import { type WayBack, wayBack } from "./way-back.ts";

export type { DraftChange, OpDraft } from "./build-op.ts";

export interface Saved {
  readonly n: number;
  readonly ids: readonly string[];
  /** Where it changed something already saved. */
  readonly back?: WayBack;
}

export type CommitRefusal =
  | "not-signed-in"
  | "too-large"
  | "invalid"
  | "unknown-record"
  | "only-read"
  | string;

/** Where the clock cannot be trusted the person has named the day, and only the server may call it a future one. */
const anyDay = "9999-12-31";

/**
 * Saves one deed: rules, record, op and its number in one strict transaction. Resolves after the flush, so that
 * *Đã lưu trên máy* is true. Refuses, with nothing written, what the record's own rules forbid; rejects when the disk is
 * full or the database is gone.
 */
export async function commitOp(ports: EnginePorts, draft: OpDraft): Promise<Result<Saved, CommitRefusal>> {
  return (await commitAtOnce(ports, draft)) ?? commitAfterReading(ports, draft);
}

async function commitAfterReading(
  { store, clock }: EnginePorts,
  draft: OpDraft,
): Promise<Result<Saved, CommitRefusal>> {
  let after: DeviceMeta | undefined;
  const saved = await store.transact("strict", async (tx) => {
    const done = await commitIn(tx, draft, clock.wall());
    if (!done.ok) return done;
    after = done.value.meta;
    return accept(done.value.saved);
  });
  if (after) noteMeta(store, after);
  return saved;
}

/**
 * A deed that only makes new records needs nothing that lies in the database but what this process wrote there last. So
 * its reads and writes go there together, and the reads but prove that nothing has changed: a save then waits for the
 * disk once and not twice. Null, with nothing written, when it is not so simple.
 */
async function commitAtOnce(
  { store, clock }: EnginePorts,
  draft: OpDraft,
): Promise<Result<Saved, CommitRefusal> | null> {
  const known = knownMeta(store);
  if (!known || draft.mends !== undefined || draft.changes.some(({ c }) => c !== "create")) return null;
  const ready = prepare(known, draft, { rows: new Map(), shadows: new Map() }, clock.wall());
  if (!ready.ok) return null;
  try {
    await store.transact("strict", async (tx) => {
      const [meta, rows] = await Promise.all([
        tx.meta(),
        tx.rows(ready.value.saved.ids),
        write(tx, draft, ready.value),
      ]);
      if (!isAsKnown(known, meta) || rows.some((row) => row !== undefined)) throw new NotAsKnown();
    });
  } catch (error) {
    if (error instanceof NotAsKnown) return null;
    throw error;
  }
  noteMeta(store, ready.value.meta);
  return accept(ready.value.saved);
}

class NotAsKnown extends Error {
  override readonly name = "NotAsKnown";
}

/** What a deed comes to, judged by what lies in the database at the very moment of saving; nothing may be all there is to do. */
export type Decide = (tx: DeviceReadTx) => Promise<Result<readonly OpDraft[], CommitRefusal>>;

/**
 * Saves several deeds as `commitOp` does one, in the order given, and in the same transaction: all of them or none. Given
 * a decision, its reads belong to that transaction too, so that no other tab can come between.
 */
export async function commitOps(
  ports: EnginePorts,
  deeds: readonly OpDraft[] | Decide,
): Promise<Result<readonly Saved[], CommitRefusal>> {
  try {
    return await ports.store.transact("strict", async (tx) => {
      const decided = typeof deeds === "function" ? await deeds(tx) : accept(deeds);
      if (!decided.ok) return decided;
      const wall = ports.clock.wall();
      const all: Saved[] = [];
      for (const draft of decided.value) {
        const saved = await commitIn(tx, draft, wall);
        if (!saved.ok) throw new OneRefused(saved);
        all.push(saved.value.saved);
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

async function commitIn(
  tx: DeviceTx,
  draft: OpDraft,
  wall: number,
): Promise<Result<Prepared, CommitRefusal>> {
  const [meta, view] = await Promise.all([tx.meta(), readView(tx, draft)]);
  if (!meta) return refuse("not-signed-in");
  const ready = prepare(meta, draft, view, wall);
  if (ready.ok) await write(tx, draft, ready.value);
  return ready;
}

/** All that a deed writes. */
interface Prepared {
  readonly saved: Saved;
  readonly meta: DeviceMeta;
  readonly entry: OutboxEntry;
  readonly rows: readonly StoredRow[];
  readonly shadows: readonly RecordRow[];
}

function prepare(
  meta: DeviceMeta,
  draft: OpDraft,
  view: View,
  wall: number,
): Result<Prepared, CommitRefusal> {
  const kept = onlyRead(meta, draft, view);
  if (kept !== undefined) return refuse("only-read", { id: kept });
  const seen = observeWall(meta, wall);
  const op = buildOp(seen, draft, view, wall);
  if (typeof op === "string") return refuse("unknown-record", { id: op });
  if (JSON.stringify(op).length > maxOpBytes) return refuse("too-large");
  const applied = applyAll(op, view, mustAskDay(seen) ? anyDay : dayOf(correctedNow(seen, wall)));
  if (!applied.ok) return applied;
  const after = [...applied.value.values()];
  const ids = after.map((row) => row.id);
  const ground = ids.flatMap((id) => view.rows.get(id) ?? []).filter((row) => row.seq > 0);
  const back = wayBack(draft, view.rows);
  return accept({
    saved: { n: op.n, ids, ...(back ? { back } : {}) },
    meta: { ...seen, nextN: op.n + 1 },
    entry: { n: op.n, op, ids, savedAt: wall },
    rows: after.map((row) => toStored(row, view.rows.get(row.id)?.tag ?? tagOf(seen, row.scope))),
    shadows: ground.filter((row) => !view.shadows.has(row.id)).map(toRow),
  });
}

function touchedBy({ changes }: OpDraft): string[] {
  return changes.flatMap((change) => (change.c === "append" ? [change.id, change.under] : [change.id]));
}

async function readView(tx: DeviceTx, draft: OpDraft): Promise<View> {
  const ids = [...new Set(touchedBy(draft))];
  const [rows, shadows] = await Promise.all([tx.rows(ids), tx.shadows(ids)]);
  return {
    rows: new Map(rows.flatMap((row) => (row ? [[row.id, row]] : []))),
    shadows: new Map(shadows.flatMap((row) => (row ? [[row.id, row]] : []))),
  };
}

/** The first of the records that are here only to be read. */
function onlyRead(meta: DeviceMeta, draft: OpDraft, view: View): string | undefined {
  return touchedBy(draft).find((id) => isOnlyRead(meta, view.shadows.get(id) ?? view.rows.get(id)));
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

async function write(tx: DeviceTx, draft: OpDraft, { meta, entry, rows, shadows }: Prepared): Promise<void> {
  for (const row of shadows) await tx.putShadow(row);
  await tx.putRows(rows);
  await tx.putOutbox([entry]);
  await tx.putMeta(meta);
  for (const key of draft.settlesDrafts ?? []) await tx.deleteDraft(key);
  if (draft.mends !== undefined) {
    const dead = (await tx.dead()).find(({ n }) => n === draft.mends);
    if (dead) await tx.putDead({ ...dead, mendedBy: entry.n });
  }
}
