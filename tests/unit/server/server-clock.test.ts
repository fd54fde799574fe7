import { describe, expect, it } from "vitest";
import type { ClockFile, Noted } from "#server/clock/clock-file.ts";
import { ServerClock } from "#server/clock/server-clock.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const began = Date.parse("2026-11-03T11:00:00Z");

/** A machine with its three clocks, and what lies on its disk. */
function machine() {
  let truth = began;
  let off = 0;
  let slept = 0;
  let noted: Noted | null = null;
  const file: ClockFile = {
    read: () => noted,
    write(now) {
      noted = structuredClone(now);
    },
  };
  const time = { wall: () => truth + off, steady: () => truth - began - slept, awake: () => truth - began };
  let clock = new ServerClock({ time, file });
  const pass = (ms: number) => {
    for (let left = ms; left > 0; left -= 10 * minute) {
      truth += Math.min(left, 10 * minute);
      clock.tick();
    }
  };
  clock.tick();
  return {
    get clock() {
      return clock;
    },
    truth: () => truth,
    /** How far the server's time is from the truth. */
    error: () => clock.now() - truth,
    set: (by: number) => {
      off = by;
      clock.tick();
    },
    pass,
    sleep(ms: number) {
      truth += ms;
      slept += ms;
    },
    /** Off for so long, and on again with the clock off by so much. */
    restart(ms: number, by = off) {
      clock.note();
      truth += ms;
      off = by;
      clock = new ServerClock({ time, file });
      clock.tick();
    },
  };
}

describe("while it runs, a clock that jumps", () => {
  it.each([
    ["400 days ahead", 400 * day],
    ["37 days ahead", 37 * day],
    ["three hours ahead", 3 * hour],
    ["a day behind", -day],
    ["to 1970", -began],
    ["to 2000", Date.UTC(2000, 0, 1) - began],
  ])("%s changes nothing for an evening, is told of, and is over when it is right again", (_name, by) => {
    const on = machine();
    on.pass(2 * day);
    let told = 0;
    on.clock.onSound(async () => void told++);
    on.set(by);
    expect(on.error()).toBe(0);
    expect([on.clock.isSound(), on.clock.isSettled()]).toEqual([false, false]);
    expect(on.clock.state()).toMatchObject({ machineAhead: by, jumps: [{ by, until: null }] });
    on.pass(5 * hour);
    expect([on.error(), told]).toEqual([0, 0]);
    on.set(0);
    expect([on.error(), on.clock.isSound(), on.clock.isSettled(), told]).toEqual([0, true, false, 1]);
    expect(on.clock.state().jumps).toEqual([{ at: began + 2 * day, by, until: on.truth() }]);
    on.pass(25 * hour);
    expect(on.clock.isSettled()).toBe(true);
  });

  it("by seconds, or because the machine slept, is none", () => {
    const on = machine();
    on.set(90_000);
    on.pass(hour);
    on.set(0);
    on.sleep(9 * hour);
    on.clock.tick();
    expect([on.error(), on.clock.state().jumps.length, on.clock.isSettled()]).toEqual([0, 0, true]);
  });

  it("is believed when the devices' own clocks say the same, and not by fewer than say the other", () => {
    const on = machine();
    // A virtual machine that stood still: nothing counted meanwhile.
    on.set(6 * hour);
    expect(on.error()).toBe(0);
    on.clock.hear("d1", on.truth());
    on.clock.hear("d2", on.truth() + 6 * hour);
    expect(on.error()).toBe(0);
    on.clock.hear("d3", on.truth() + 6 * hour);
    expect(on.error()).toBe(6 * hour);
    // One who lies with others against it changes nothing of a clock that goes evenly.
    on.pass(hour);
    expect([on.error(), on.clock.isSound(), on.clock.isSettled()]).toEqual([6 * hour, true, false]);
  });

  it("ahead, believed by mistake, and back, is back", () => {
    const on = machine();
    on.pass(2 * day);
    on.set(400 * day);
    on.clock.hear("d1", on.truth() + 400 * day);
    expect(on.error()).toBe(400 * day);
    expect(on.clock.isSettled()).toBe(false);
    on.pass(hour);
    on.set(0);
    expect([on.error(), on.clock.isSound()]).toEqual([0, true]);
    on.restart(hour);
    expect([on.error(), on.clock.isSound()]).toEqual([0, true]);
  });
});

describe("across a start", () => {
  it.each([
    ["400 days ahead", 400 * day],
    ["a day behind", -day],
    ["to 1970", -began],
  ])(
    "a clock %s is not believed: time goes on from the last known, and is right once that is",
    (_name, by) => {
      const on = machine();
      on.pass(3 * day);
      on.restart(13 * hour, by);
      expect(on.error()).toBe(-13 * hour);
      expect(on.clock.isSound()).toBe(false);
      on.pass(2 * hour);
      on.restart(minute, by);
      expect(on.error()).toBeLessThanOrEqual(-13 * hour);
      let told = 0;
      on.clock.onSound(async () => void told++);
      on.set(0);
      expect([on.error(), on.clock.isSound(), told]).toEqual([0, true, 1]);
      on.restart(day, 0);
      expect([on.error(), on.clock.isSound()]).toEqual([0, true]);
    },
  );

  it("a server that was off for a month goes on at once; for half a year, once a device says so", () => {
    const on = machine();
    on.restart(31 * day);
    expect([on.error(), on.clock.isSound()]).toEqual([0, true]);
    on.pass(hour);
    on.restart(180 * day);
    expect(on.clock.isSound()).toBe(false);
    on.clock.hear("d1", on.truth() - minute);
    expect([on.error(), on.clock.isSound()]).toEqual([0, true]);
  });
});

it("devices that agree among themselves and not with it say that it is wrong; one alone does not", () => {
  const on = machine();
  on.clock.hear("d1", on.truth() + day);
  expect(on.clock.isSound()).toBe(true);
  on.clock.hear("d2", on.truth() + day + minute);
  expect(on.clock.isSound()).toBe(false);
  expect(on.clock.state().devicesAhead).toBe(day + minute);
  on.clock.hear("d3", on.truth());
  on.clock.hear("d4", on.truth() + 2 * minute);
  expect(on.clock.isSound()).toBe(true);
});

it("before this program was written no clock is right", () => {
  const time = { wall: () => 86_400_000, steady: () => 0, awake: () => 0 };
  const clock = new ServerClock({ time, file: { read: () => null, write: () => undefined } });
  expect([clock.isSound(), clock.isSettled()]).toEqual([false, false]);
});

it("a time that cannot be gives way at once to one that can, though nothing was noted before", () => {
  let wall = Date.UTC(2009, 0, 1);
  let passed = 0;
  const time = { wall: () => wall + passed, steady: () => passed, awake: () => passed };
  const clock = new ServerClock({ time, file: { read: () => null, write: () => undefined } });
  clock.tick();
  expect(clock.isSound()).toBe(false);
  let told = 0;
  clock.onSound(async () => {
    told += 1;
  });
  wall = began;
  passed = minute;
  clock.tick();
  expect([clock.now(), clock.isSound(), told]).toEqual([began + minute, true, 1]);
});

it("the time is noted at the very start, so that a server that dies in its first second is known again", () => {
  const written: unknown[] = [];
  const time = { wall: () => began, steady: () => 0, awake: () => 0 };
  new ServerClock({ time, file: { read: () => null, write: (noted) => void written.push(noted) } });
  expect(written).toMatchObject([{ known: began }]);
});
