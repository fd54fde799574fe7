import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DecidedOp } from "#authority/commune-store.ts";
import { receiptOf, receiptRuns } from "#authority/receipts.ts";
import { outcomes, type Receipt } from "#protocol/exchange.ts";

const one = (n: number, more: Partial<Receipt> = {}): Receipt => ({
  n,
  s: n + 10,
  r: "applied",
  at: 7,
  ...more,
});

/** As a device reads it: one receipt to each number. */
function unrolled(runs: readonly Receipt[]): Receipt[] {
  return runs.flatMap(({ to, ...run }) =>
    Array.from({ length: (to ?? run.n) - run.n + 1 }, (_, at) => ({ ...run, n: run.n + at, s: run.s + at })),
  );
}

describe("a receipt", () => {
  const decided = {
    device: "d",
    n: 4,
    person: "p",
    outcome: "parked",
    seq: 9,
    at: 5,
    effective: 3,
  } as DecidedOp;

  it("says number, seq, outcome and when the op was first taken, and no more than there is", () => {
    expect(receiptOf(decided)).toStrictEqual({ n: 4, s: 9, r: "parked", at: 5 });
    expect(receiptOf({ ...decided, code: "denied", facts: { kind: "task" } }, true)).toEqual({
      ...{ n: 4, s: 9, r: "parked", at: 5, own: 1 },
      ...{ code: "denied", facts: { kind: "task" } },
    });
  });

  it("bears the seq of the later decision when the op was decided again", () => {
    expect(receiptOf({ ...decided, redecidedSeq: 30 })).toEqual({ n: 4, s: 30, r: "parked", at: 5 });
  });
});

describe("receipts in one line", () => {
  it("tell each number the same as one by one, in order of n, whatever came", () => {
    const some = fc.record({
      s: fc.constantFrom(0, 1),
      r: fc.constantFrom(...outcomes),
      at: fc.constantFrom(7, 8),
      own: fc.boolean(),
      code: fc.option(fc.constantFrom("denied", "invalid"), { nil: undefined }),
      facts: fc.option(fc.constant({ kind: "task" }), { nil: undefined }),
    });
    const drawn = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), some), {
      selector: ([n]) => n,
      maxLength: 9,
    });
    fc.assert(
      fc.property(drawn, (list) => {
        const receipts = list.map(
          ([n, { s, r, at, own, code, facts }]): Receipt => ({
            ...{ n, s: n + s, r, at },
            ...(own ? { own: 1 } : {}),
            ...(code ? { code } : {}),
            ...(facts ? { facts } : {}),
          }),
        );
        expect(unrolled(receiptRuns(receipts))).toEqual([...receipts].sort((a, b) => a.n - b.n));
      }),
      { numRuns: 300 },
    );
  });

  it("are joined while number and seq count up together", () => {
    expect(receiptRuns([one(3), one(1), one(2)])).toEqual([{ ...one(1), to: 3 }]);
    expect(receiptRuns([one(1), one(3)])).toHaveLength(2);
    expect(receiptRuns([one(1), one(2, { s: 13 })])).toHaveLength(2);
    expect(receiptRuns([one(1), one(2), one(3), one(4, { s: 15 })])).toEqual([
      { ...one(1), to: 3 },
      one(4, { s: 15 }),
    ]);
  });

  it.each<[string, Partial<Receipt>]>([
    ["another outcome", { r: "conflict" }],
    ["another time", { at: 8 }],
    ["the device's own result", { own: 1 }],
    ["a code", { code: "denied" }],
    ["facts", { facts: { kind: "task" } }],
  ])("are not joined with one that bears %s", (_, more) => {
    expect(receiptRuns([one(1), one(2, more)])).toHaveLength(2);
    expect(receiptRuns([one(1, more), one(2)])).toHaveLength(2);
  });

  it("are never joined where each bears its own code or facts", () => {
    const refused = { r: "rejected", code: "denied" } as const;
    expect(receiptRuns([one(1, refused), one(2, refused)])).toHaveLength(2);
    const facts = { facts: { kind: "task" } };
    expect(receiptRuns([one(1, facts), one(2, facts)])).toHaveLength(2);
  });
});
