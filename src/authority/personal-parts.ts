import { kindOf } from "#domain/kinds.ts";
import { splitField } from "#domain/record.ts";
import type { JsonObject } from "#kernel/json.ts";
import { writesOf } from "#protocol/apply.ts";
import type { Op } from "#protocol/op.ts";
import type { DecidedOp } from "./commune-store.ts";

/**
 * The permanent log keeps the names of personal fields, never their content; also where an op put it in the wrong place
 * and was refused for it.
 */
export function withoutPersonal(op: Op): { op: Op; personal?: { [change: string]: JsonObject } } {
  const personal: { [change: string]: JsonObject } = {};
  const changes = op.ch.map((change, index) => {
    const names = kindOf(change.k)?.personal ?? [];
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
  if (Object.keys(personal).length === 0) return { op };
  return { op: { ...op, ch: changes as Op["ch"] }, personal };
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
