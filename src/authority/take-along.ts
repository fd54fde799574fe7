import { kindOf } from "#domain/kinds.ts";
import type { RecordRow } from "#domain/record.ts";
import type { Scope } from "#domain/scope.ts";
import { withScope } from "#protocol/apply.ts";
import type { CommuneTx, Exit, ServerRow } from "./commune-store.ts";

/** The record under which this one hangs: a conflict under what it is about, an entry under its parent. */
export function holderOf({ kind, body }: Pick<RecordRow, "kind" | "body">): string | null {
  const holder = kind === "conflict" ? body["record"] : kindOf(kind)?.parentKind && body["parent"];
  return typeof holder === "string" ? holder : null;
}

interface Moves {
  readonly rows: readonly ServerRow[];
  readonly exits: readonly Exit[];
  readonly own?: boolean;
}

/**
 * Whoever may not read a record may not read what hangs under it, and whoever may should: that of records which moved to
 * another scope comes along, with the same seq, and what was written under a record in the same op lies where it ended.
 */
export async function takeAlong<T extends Moves>(
  tx: CommuneTx,
  moves: T,
  seq: number,
  now: number,
): Promise<T> {
  if (moves.exits.length === 0 && moves.rows.length < 2) return moves;
  const rows = new Map(moves.rows.map((row) => [row.id, row]));
  const moved = new Set(moves.exits.map(({ id }) => id));
  const exits = [...moves.exits];
  let isSame = true;
  const queue = moves.rows.map(({ id }) => id);
  for (const id of queue) {
    const holder = rows.get(id) as ServerRow;
    const stored = new Map(moved.has(id) ? (await readUnder(tx, id)).map((row) => [row.id, row]) : []);
    const written = [...rows.values()].filter((row) => holderOf(row) === id);
    for (const row of new Map([...stored, ...written.map((one) => [one.id, one] as const)]).values()) {
      const scope = scopeUnder(row, holder);
      if (scope === row.scope) continue;
      isSame = false;
      rows.set(row.id, { ...placed(row, scope), seq, received: now });
      if (stored.has(row.id)) {
        exits.push({ id: row.id, scope: row.scope, seq });
        moved.add(row.id);
      }
      queue.push(row.id);
    }
  }
  return isSame ? moves : { ...moves, rows: [...rows.values()], exits, own: false };
}

/**
 * Programs of before left what hangs under a record behind when it moved, and those that still run beside this one do:
 * brings it along now. Answers how many records had left something.
 */
export async function mendStrays(tx: CommuneTx, now: number): Promise<number> {
  const holders = await tx.rows(await tx.holdersOfStrays());
  let mended = 0;
  for (const holder of holders) {
    const strays = (await readUnder(tx, holder.id)).filter((row) => scopeUnder(row, holder) !== row.scope);
    if (strays.length === 0) continue;
    const seq = await tx.nextSeq();
    const exits = strays.map(({ id, scope }) => ({ id, scope, seq }));
    const rows = strays.map((row) => ({ ...placed(row, scopeUnder(row, holder)), seq, received: now }));
    const all = await takeAlong(tx, { rows, exits }, seq, now);
    for (const row of all.rows) await tx.putRow(row);
    for (const exit of all.exits) await tx.putExit(exit);
    mended++;
  }
  return mended;
}

async function readUnder(tx: CommuneTx, holder: string): Promise<ServerRow[]> {
  return tx.rows(await tx.under(holder));
}

function scopeUnder(row: ServerRow, holder: ServerRow): Scope {
  return row.kind === "conflict" ? holder.scope : withScope(row, holder).scope;
}

function placed(row: ServerRow, scope: Scope): ServerRow {
  return row.kind === "conflict" ? { ...row, scope, body: { ...row.body, scope } } : { ...row, scope };
}
