import { callIdOf } from "#domain/calls/call-id.ts";
import { kindOf } from "#domain/kinds.ts";
import { writesOf } from "#protocol/apply.ts";
import type { Change, Op } from "#protocol/op.ts";
import type { CommuneTx, DecidedOp } from "./commune-store.ts";
import { personalNames } from "./personal-parts.ts";
import { contentApart, visitKind } from "./visit-calls.ts";

/** Stands among a record's registers for deletion and restoring. */
export const deletionField = "$deleted";

/** A register of a record, by its name in such a set. */
export function registerOf(id: string, field: string): string {
  return `${id} ${field}`;
}

/** One member of a set is a register of its own. */
export function memberField(field: string, member: string): string {
  return `${field}#${member}`;
}

const readAtOnce = 500;

/**
 * The registers that later ops of the same device wrote, though this one comes only now. It has no say there any more,
 * whoever wrote them since: its author had changed their mind, and whoever wrote then may have seen only that.
 */
export async function writtenLater(tx: CommuneTx, op: Op, lastN: number): Promise<ReadonlySet<string>> {
  if (op.n >= lastN) return new Set();
  const later: number[] = [];
  for (const [from, to] of await tx.heldRanges(op.d))
    for (let n = Math.max(from, op.n + 1); n <= to; n++) later.push(n);
  const registers = new Set<string>();
  for (let i = 0; i < later.length; i += readAtOnce) {
    const decided = await tx.decided(op.d, later.slice(i, i + readAtOnce));
    for (const register of decided.flatMap(registersOf)) registers.add(register);
  }
  return registers;
}

function registersOf({ op, outcome }: DecidedOp): string[] {
  if (outcome === "rejected" || outcome === "parked") return [];
  return op.ch.flatMap((change) => {
    const fields = fieldsOf(change);
    // What the server keeps apart of a visit, an app of before writes with it.
    const ids = change.k === visitKind ? [change.id, callIdOf(change.id)] : [change.id];
    return ids.flatMap((id) => fields.map((field) => registerOf(id, field)));
  });
}

function fieldsOf(change: Change): string[] {
  switch (change.c) {
    case "delete":
    case "restore":
      return [deletionField];
    case "move":
      return [kindOf(change.k)?.states?.field ?? "state"];
    case "members":
      return [change.add, change.remove].flatMap((of) =>
        Object.entries(of ?? {}).flatMap(([field, members]) =>
          members.map((member) => memberField(field, member)),
        ),
      );
    default:
      return [...writesOf(change).map(([field]) => field), ...personalOf(change)];
  }
}

/** The log keeps the names of personal fields; those of a visit bear others where they are kept apart. */
function personalOf(change: Change): readonly string[] {
  const names = personalNames(change);
  if (change.k !== visitKind) return names;
  const apart = contentApart(Object.fromEntries(names.map((name) => [name, null])));
  return [...names, ...Object.keys(apart)];
}
