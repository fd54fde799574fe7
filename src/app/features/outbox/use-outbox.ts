import type { DeadOp, OutboxEntry, QuarantinedRow, StoredRow } from "#sync/device-store.ts";
import { myOpenConflicts } from "../../conflicts/open-conflicts.ts";
import { useLive } from "../../logbook-context.tsx";

export interface OutboxView {
  readonly unsent: readonly OutboxEntry[];
  /** The server has them and waits for something. */
  readonly parked: readonly OutboxEntry[];
  readonly dead: readonly DeadOp[];
  readonly conflicts: readonly StoredRow[];
  /** The server sent them, and this version of the app could not read them. */
  readonly unreadable: readonly QuarantinedRow[];
  readonly rows: ReadonlyMap<string, StoredRow>;
}

/** Everything that waits, newest first, with the records it is about. */
export function useOutbox(): OutboxView | undefined {
  return useLive<OutboxView>(async (tx) => {
    const [outbox, allDead] = [await tx.outbox(), await tx.dead()];
    const dead = allDead.filter((op) => op.mendedBy === undefined).sort((a, b) => b.n - a.n);
    const conflicts = await myOpenConflicts(tx);
    const seen = new Map(dead.flatMap((op) => op.seen.map((row) => [row.id, row] as const)));
    const ids = new Set([
      ...[...outbox, ...dead].flatMap((one) => one.ids),
      ...[...outbox, ...dead].flatMap((one) =>
        one.op.ch.flatMap((change) => (change.c === "append" ? [String(change.under)] : [])),
      ),
      ...conflicts.map((row) => String(row.body.record)),
    ]);
    const found = (await tx.rows([...ids])).filter((row) => row !== undefined);
    const around = [...seen.values(), ...found];
    const named = around
      .flatMap(({ body }) => [body.village, body.site, body.parent, body.template, body.version])
      .filter(isText);
    const more = (await tx.rows([...new Set(named)])).filter((row) => row !== undefined);
    return {
      unsent: outbox.filter((entry) => !entry.receipt).reverse(),
      parked: outbox.filter((entry) => entry.receipt?.r === "parked").reverse(),
      dead,
      conflicts,
      unreadable: await tx.quarantine(),
      rows: new Map([...around, ...more].map((row) => [row.id, row])),
    };
  }, []);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
