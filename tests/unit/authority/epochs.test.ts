import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CommuneState } from "#authority/commune-store.ts";
import { agreedSeq, baseTranslation } from "#authority/epochs.ts";
import type { Op } from "#protocol/op.ts";

const restored = (...seqs: number[]): CommuneState => ({
  id: "c",
  seq: 90,
  epoch: "now",
  floor: 0,
  pastEpochs: seqs.map((restoredSeq, at) => ({ epoch: `e${at + 1}`, restoredSeq })),
});
const of = (e: string) => ({ e }) as Op;

describe("what a device saw before a restore", () => {
  it("counts as it is when it belongs to today's history", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        (base) => void expect(baseTranslation(restored(3, 2), of("now"))(base)).toBe(base),
      ),
    );
  });

  it("counts up to the seq that was restored, and no further", () => {
    const baseOf = baseTranslation(restored(40), of("e1"));
    expect([0, 39, 40, 41, Number.MAX_SAFE_INTEGER].map(baseOf)).toEqual([0, 39, 40, 40, 40]);
  });

  it("counts up to the lowest of all restores since, and not of those before", () => {
    expect(agreedSeq(restored(20, 50, 30), "e1")).toBe(20);
    expect(agreedSeq(restored(20, 50, 30), "e2")).toBe(30);
    expect(agreedSeq(restored(20, 50, 30), "e3")).toBe(30);
  });

  it("counts for nothing when nobody knows its epoch", () => {
    expect(agreedSeq(restored(40), "elsewhere")).toBe(0);
    expect(agreedSeq(restored(), "")).toBe(0);
    expect(baseTranslation(restored(40), of("elsewhere"))(7)).toBe(0);
  });
});
