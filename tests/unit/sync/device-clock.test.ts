import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  correctedNow,
  hasJumped,
  measureOffset,
  mustAskDay,
  observeWall,
  suspectJumpMs,
} from "#sync/device-clock.ts";
import { noon } from "#tests/support/small-commune.ts";
import { plainMeta } from "./one-device.ts";

const never = { ...plainMeta, offset: null, offsetError: null };
const measured = (offset: number, offsetError: number) => ({ ...plainMeta, offset, offsetError });
/** A reply that took so long, from a server whose clock is so far ahead. */
const sample = (ahead: number, took: number) => ({
  serverTime: noon + took / 2 + ahead,
  sentAt: noon,
  receivedAt: noon + took,
});

describe("the time as this device best knows it", () => {
  it("is its wall clock, corrected once the server's was heard", () => {
    expect(correctedNow(never, noon)).toBe(noon);
    expect(correctedNow(measured(-90_000, 5), noon)).toBe(noon - 90_000);
  });

  it("is asked of the person where it was never measured or is suspect", () => {
    expect(mustAskDay({ offset: null, clockSuspect: false })).toBe(true);
    expect(mustAskDay({ offset: 0, clockSuspect: true })).toBe(true);
    expect(mustAskDay({ offset: 0, clockSuspect: false })).toBe(false);
  });
});

describe("a look at the wall clock", () => {
  const meta = { ...plainMeta, lastWall: noon };

  it("remembers the latest", () => {
    expect(observeWall(meta, noon + 1)).toEqual({ ...meta, lastWall: noon + 1 });
    expect(observeWall(meta, noon)).toBe(meta);
    expect(observeWall(meta, noon - 1)).toBe(meta);
  });

  it("suspects a clock that went back by more than two minutes, and counts from there", () => {
    expect(observeWall(meta, noon - suspectJumpMs)).toBe(meta);
    const back = noon - suspectJumpMs - 1;
    expect(observeWall(meta, back)).toEqual({ ...meta, lastWall: back, clockSuspect: true });
  });

  it("suspects one that ran apart from the clock that nobody can set, either way", () => {
    const from = { wall: noon, monotonic: 0 };
    const later = (by: number) => ({ wall: noon + 1000 + by, monotonic: 1000 });
    expect(hasJumped(from, later(suspectJumpMs))).toBe(false);
    expect(hasJumped(from, later(suspectJumpMs + 1))).toBe(true);
    expect(hasJumped(from, later(-suspectJumpMs))).toBe(false);
    expect(hasJumped(from, later(-suspectJumpMs - 1))).toBe(true);
    expect(hasJumped(from, { wall: noon + 9 * suspectJumpMs, monotonic: 9 * suspectJumpMs })).toBe(false);
  });
});

describe("a sample of the server's time", () => {
  it("is taken as of the middle of the round trip, half of which it may be off", () => {
    expect(measureOffset(never, sample(70_000, 800))).toMatchObject({
      ...{ offset: 70_000, offsetError: 400, clockSuspect: false, lastWall: noon + 800 },
    });
    expect(measureOffset(never, sample(5, 0))).toMatchObject({ offset: 5, offsetError: 1 });
  });

  it("wins over one with a longer way, and gives way to one with a shorter", () => {
    expect(measureOffset(measured(100, 400), sample(50, 800))).toMatchObject({
      offset: 50,
      offsetError: 400,
    });
    expect(measureOffset(measured(100, 400), sample(50, 802))).toMatchObject({
      offset: 100,
      offsetError: 400,
    });
  });

  it("wins however long its way when both cannot be true: the clock was set meanwhile", () => {
    const kept = measured(0, 100);
    expect(measureOffset(kept, sample(2100, 2000))).toMatchObject({ offset: 0, offsetError: 100 });
    expect(measureOffset(kept, sample(2101, 2000))).toMatchObject({ offset: 2101, offsetError: 1000 });
    expect(measureOffset(kept, sample(-2101, 2000))).toMatchObject({ offset: -2101 });
  });

  it("takes suspicion off a clock, whether or not it wins", () => {
    const suspect = { ...measured(0, 1), clockSuspect: true, lastWall: noon + 500_000 };
    expect(measureOffset(suspect, sample(0, 900))).toMatchObject({
      ...{ offset: 0, offsetError: 1, clockSuspect: false, lastWall: noon + 900 },
    });
  });

  it("says nothing but that the clock is suspect when it came before it was asked for", () => {
    const kept = measured(7, 3);
    const odd = { serverTime: noon, sentAt: noon, receivedAt: noon - 1 };
    expect(measureOffset(kept, odd)).toEqual({ ...kept, clockSuspect: true });
    expect(measureOffset(kept, { ...odd, receivedAt: noon })).toMatchObject({ clockSuspect: false });
  });

  it("never leaves the device further off than half the way", () => {
    const ms = fc.integer({ min: -3e12, max: 3e12 });
    fc.assert(
      fc.property(ms, fc.nat(60_000), fc.nat(60_000), (ahead, there, back) => {
        const [sentAt, receivedAt] = [noon, noon + there + back];
        const meta = measureOffset(never, { serverTime: noon + there + ahead, sentAt, receivedAt });
        expect(Math.abs((meta.offset ?? 0) - ahead)).toBeLessThanOrEqual((meta.offsetError ?? 0) + 1);
      }),
    );
  });
});
