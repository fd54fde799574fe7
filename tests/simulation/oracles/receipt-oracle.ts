import type { DecidedOp } from "#authority/commune-store.ts";
import { lostAction } from "#protocol/actions.ts";
import type { Receipt } from "#protocol/exchange.ts";
import type { SimDevice } from "../device.ts";
import { Violation } from "../violation.ts";

/**
 * What a device believes of its ops is what the log of today's history says: outcome and seq. And nothing that it holds
 * is of a seq that this history has not reached.
 */
export function checkReceipts(device: SimDevice, log: ReadonlyMap<number, DecidedOp>, seq: number): void {
  const { meta, outbox, sent, rows, shadows } = device.disk.content();
  for (const { n, receipt } of [...outbox.values(), ...sent.values()]) {
    if (!receipt) continue;
    const decided = log.get(n);
    if (!decided)
      throw new Violation(2, `${device.id}#${n} has a receipt, and the server knows nothing of it`);
    if (!isOf(receipt, decided))
      throw new Violation(
        2,
        `${device.id}#${n} has the receipt ${receipt.r}@${receipt.s}, and was ${decided.outcome}@${decided.redecidedSeq ?? decided.seq}`,
      );
  }
  if ((meta?.cursor ?? 0) > seq) throw new Violation(6, `${device.id} is at ${meta?.cursor} of ${seq}`);
  for (const row of [...rows.values(), ...shadows.values()])
    if (row.seq > seq)
      throw new Violation(6, `${device.id} holds ${row.id}@${row.seq}, and the end is ${seq}`);
}

/** A parked op may have been decided since. */
function isOf(receipt: Receipt, decided: DecidedOp): boolean {
  if (receipt.r === "parked") return receipt.s <= (decided.redecidedSeq ?? decided.seq);
  return receipt.r === decided.outcome && receipt.s === (decided.redecidedSeq ?? decided.seq);
}

/** At rest: what counts as refused here was refused, and only what is nowhere was told as lost. */
export function checkAnswers(device: SimDevice, log: readonly DecidedOp[]): void {
  const { dead } = device.disk.content();
  for (const { n, outcome, op } of log) {
    if (dead.has(n) && outcome !== "rejected")
      throw new Violation(3, `${device.id}#${n} counts as refused, and was ${outcome}`);
    if (op.a === lostAction && device.saved.has(n))
      throw new Violation(1, `${device.id}#${n} was saved, and is told as lost`);
  }
}
