import type { Op } from "#protocol/op.ts";
import { smsFields } from "#protocol/sms.ts";
import type { DecidedOp, FieldClock, ServerRow } from "./commune-store.ts";
import type { DecideInput } from "./decision.ts";

/**
 * A text message brings the first part of an op before the op itself can come. When it comes it is decided as the same
 * op: what the message wrote is written anew in full, what people changed since stands, and the receipt is renewed.
 */
export function completes(op: Op, known: DecidedOp): boolean {
  const [told] = known.op.ch;
  const isSame = op.ch.some(({ c, k, id }) => c === "create" && k === told?.k && id === told.id);
  return isPartial(known) && op.pt === undefined && op.z === undefined && isSame;
}

/** Its device has lost the op, or was refused it before a restore: what the message told is all there will ever be of it. */
export function endsWith(op: Op, known: DecidedOp): boolean {
  return isPartial(known) && op.z === 1;
}

export function asWhole(known: DecidedOp): DecidedOp {
  const { pt: _part, ...op } = known.op;
  return { ...known, op };
}

/** A number of which only the message's part is here counts as not yet held. */
export function isPartial({ op }: Pick<DecidedOp, "op">): boolean {
  return op.pt === 1;
}

/** True when this very op, in its first part, wrote some of the record. */
export function wroteBefore(
  { op, completes }: Pick<DecideInput, "op" | "completes">,
  row: ServerRow,
): boolean {
  return completes === true && Object.values(row.clocks).some((clock) => isOf(op, clock));
}

function isOf(op: Pick<Op, "d" | "n">, clock: FieldClock): boolean {
  return clock.device === op.d && clock.n === op.n;
}

/** Whoever changed what the message had brought had seen it. */
export function standsAfterMessage(op: Op, field: string, clock: FieldClock | undefined): boolean {
  return clock !== undefined && smsFields.has(field) && !isOf(op, clock);
}
