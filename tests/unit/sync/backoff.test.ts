import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextDelay } from "#sync/backoff.ts";

const always = (value: number) => ({ next: () => value });

describe("the wait before the next try", () => {
  it("has a ceiling that doubles from two seconds to a quarter of an hour", () => {
    const ceilings = [1, 2, 3, 8, 9, 10, 11, 5000].map((failures) => nextDelay(failures, always(1)));
    expect(ceilings).toEqual([2000, 4000, 8000, 256_000, 512_000, 900_000, 900_000, 900_000]);
  });

  it("is anything from a quarter of a second up to that, so that devices do not all call at once", () => {
    expect(nextDelay(1, always(0))).toBe(250);
    expect(nextDelay(5000, always(0))).toBe(250);
    expect(nextDelay(1, always(0.5))).toBe(1125);
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), chance, (failures, value) => {
        const wait = nextDelay(failures, always(value));
        expect(wait).toBeGreaterThanOrEqual(250);
        expect(wait).toBeLessThanOrEqual(Math.min(900_000, 2000 * 2 ** (failures - 1)));
        expect(Number.isInteger(wait)).toBe(true);
      }),
    );
  });

  it("is short after a reset, with its jitter, and grows to the same quarter of an hour", () => {
    expect([1, 2, 3, 12, 13, 5000].map((failures) => nextDelay(failures, always(1), true))).toEqual([
      240, 480, 960, 491_520, 900_000, 900_000,
    ]);
    expect([1, 9].map((failures) => nextDelay(failures, always(0), true))).toEqual([30, 30]);
  });
});
