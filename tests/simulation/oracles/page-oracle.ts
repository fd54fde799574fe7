import type { ExchangeReply, ExchangeRequest } from "#protocol/exchange.ts";
import { Violation } from "../violation.ts";

/** How the server's histories came from each other: each epoch with the one it was restored from, and up to which seq. */
export class Histories {
  private readonly origins = new Map<string, { readonly from: string; readonly seq: number }>();

  restored(epoch: string, from: string, seq: number): void {
    this.origins.set(epoch, { from, seq });
  }

  /** Up to this seq both histories are the same one. */
  common(a: string, b: string): number {
    const line = this.line(a);
    for (const [epoch, limit] of this.line(b)) {
      const other = line.get(epoch);
      if (other !== undefined) return Math.min(other, limit);
    }
    return 0;
  }

  private line(epoch: string): Map<string, number> {
    const found = new Map<string, number>();
    let limit = Number.POSITIVE_INFINITY;
    for (let at: string | undefined = epoch; at !== undefined && !found.has(at); ) {
      found.set(at, limit);
      const origin = this.origins.get(at);
      limit = Math.min(limit, origin?.seq ?? 0);
      at = origin?.from;
    }
    return found;
  }
}

export interface LoggedNow {
  readonly epoch: string;
  readonly seq: number;
  /** Numbers of the device that the log holds, but for those of which only a message told. */
  readonly held: readonly number[];
}

/** What a reply says of numbers and epochs, counted anew from the log. */
export function checkReply(
  request: ExchangeRequest,
  reply: ExchangeReply,
  log: LoggedNow,
  histories: Histories,
): void {
  const who = request.device;
  if (reply.epoch !== log.epoch) throw new Violation(8, `${who} is told of epoch ${reply.epoch}`);
  if (reply.cursor > log.seq) throw new Violation(6, `${who} is sent beyond the end, to ${reply.cursor}`);
  const held = new Set(log.held);
  if (request.epoch === reply.epoch) {
    const upTo = Math.min(request.have.oldest ?? request.have.maxN + 1, request.have.maxN + 1) - 1;
    const gaps = Array.from({ length: Math.max(0, upTo) }, (_, i) => i + 1).filter((n) => !held.has(n));
    if (String(gaps.slice(0, 100)) !== String(reply.missing ?? []))
      throw new Violation(1, `${who} is asked for ${reply.missing ?? "nothing"}, and ${gaps} are missing`);
    return;
  }
  const known = (reply.known ?? []).flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i),
  );
  if (String(known) !== String(log.held))
    throw new Violation(8, `${who} is told that ${known} are known, and ${log.held} are`);
  const common = histories.common(request.epoch, reply.epoch);
  if ((reply.agreed ?? 0) > common)
    throw new Violation(8, `${who} is told that both histories agree up to ${reply.agreed}, not ${common}`);
}
