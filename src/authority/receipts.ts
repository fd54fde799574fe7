import type { Receipt } from "#protocol/exchange.ts";
import type { DecidedOp } from "./commune-store.ts";

export function receiptOf(op: DecidedOp, own = false): Receipt {
  return {
    n: op.n,
    s: op.redecidedSeq ?? op.seq,
    r: op.outcome,
    ...(own ? { own: 1 as const } : {}),
    at: op.at,
    ...(op.code ? { code: op.code } : {}),
    ...(op.facts ? { facts: { ...op.facts } } : {}),
  };
}

/** Joins receipts that follow each other in n and seq and say the same: five hundred become one line. */
export function receiptRuns(receipts: readonly Receipt[]): Receipt[] {
  const runs: Receipt[] = [];
  for (const receipt of [...receipts].sort((a, b) => a.n - b.n)) {
    const last = runs.at(-1);
    if (last && joins(last, receipt)) runs[runs.length - 1] = { ...last, to: receipt.n };
    else runs.push(receipt);
  }
  return runs;
}

function joins(run: Receipt, next: Receipt): boolean {
  const to = run.to ?? run.n;
  const plain = !run.code && !next.code && !run.facts && !next.facts;
  return (
    plain &&
    next.n === to + 1 &&
    next.s === run.s + (next.n - run.n) &&
    next.r === run.r &&
    next.own === run.own &&
    next.at === run.at
  );
}
