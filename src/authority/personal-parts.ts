import { kindOf } from "#domain/kinds.ts";
import { splitField } from "#domain/record.ts";
import type { JsonObject } from "#kernel/json.ts";
import { writesOf } from "#protocol/apply.ts";
import type { Change, Op } from "#protocol/op.ts";
import type { DecidedOp } from "./commune-store.ts";

/**
 * The permanent log keeps the names of personal fields, never their content; also where an op put it in the wrong place
 * and was refused for it.
 */
export function withoutPersonal(op: Op): { op: Op; personal?: { [change: string]: JsonObject } } {
  const personal: { [change: string]: JsonObject } = {};
  const changes = op.ch.map((change, index) => {
    const names = kindOf(change.k)?.personal ?? [];
    if (change.c === "members") return withoutMembers(change, names);
    const writes = writesOf(change);
    const apart = writes.filter(([field, , marked]) => marked || names.includes(splitField(field)[0]));
    if (apart.length === 0) return change;
    personal[String(index)] = Object.fromEntries(apart.map(([field, value]) => [field, value]));
    const plain = writes.filter((write) => !apart.includes(write));
    const { p: _apart, ...rest } = change as typeof change & { p?: unknown };
    return {
      ...rest,
      f: Object.fromEntries(plain.map(([field, value]) => [field, value])),
      pk: Object.keys(personal[String(index)] ?? {}),
    };
  });
  if (changes.every((change, index) => change === op.ch[index])) return { op };
  const kept = { ...op, ch: changes as Op["ch"] };
  return Object.keys(personal).length === 0 ? { op: kept } : { op: kept, personal };
}

/** No personal field is a set. What stands under such a name was refused, and is never wanted again. */
function withoutMembers(change: Extract<Change, { c: "members" }>, names: readonly string[]): Change {
  const isPersonal = (field: string) => names.includes(splitField(field)[0]);
  const given = [...Object.keys(change.add ?? {}), ...Object.keys(change.remove ?? {})];
  const pk = [...new Set(given.filter(isPersonal))];
  if (pk.length === 0) return change;
  const plain = (of: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(of).filter(([field]) => !isPersonal(field)));
  return {
    ...change,
    ...(change.add ? { add: plain(change.add) } : {}),
    ...(change.remove ? { remove: plain(change.remove) } : {}),
    pk,
  };
}

/** Gives a logged op its personal content back, for deciding it again. */
export function withPersonal(decided: DecidedOp): Op {
  if (!decided.personal) return decided.op;
  const changes = decided.op.ch.map((change, index) => {
    const personal = decided.personal?.[String(index)];
    return personal ? { ...change, p: personal } : change;
  });
  return { ...decided.op, ch: changes as Op["ch"] };
}

/** The personal fields that a logged change wrote. */
export function personalNames(change: Change): readonly string[] {
  return (change as { readonly pk?: readonly string[] }).pk ?? [];
}
