import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemSchedule } from "#client/system-ports.ts";
import { type IdleSigns, watchIdle } from "../../../src/app/features/handover/idle-watch.ts";

const minute = 60_000;

/** One browser: what its tabs share, and the hands of each tab. */
function browser() {
  let last: number | null = null;
  let writes = 0;
  return {
    writes: () => writes,
    keep: (at: number) => {
      last = at;
    },
    tab() {
      const hands = new Set<() => void>();
      const eyes = new Set<() => void>();
      const tab = { isOpen: true, locked: 0, end: () => {} };
      const listen = (all: Set<() => void>) => (tell: () => void) => {
        all.add(tell);
        return () => all.delete(tell);
      };
      const signs: IdleSigns = {
        now: () => Date.now(),
        schedule: systemSchedule,
        onInput: listen(hands),
        onVisible: listen(eyes),
        lastInput: () => last,
        keepInput: (at) => {
          last = at;
          writes += 1;
        },
        isOpen: () => tab.isOpen,
      };
      tab.end = watchIdle(minute, signs, () => {
        tab.locked += 1;
        tab.isOpen = false;
      });
      return Object.assign(tab, {
        touch: () => hands.forEach((tell) => void tell()),
        look: () => eyes.forEach((tell) => void tell()),
        listens: () => hands.size + eyes.size,
      });
    },
  };
}

beforeEach(() => void vi.useFakeTimers({ now: new Date("2025-11-24T00:00:00Z") }));
afterEach(() => void vi.useRealTimers());

test("the book is put away after the chosen time without a touch, and not a moment before", () => {
  const tab = browser().tab();
  vi.advanceTimersByTime(minute - 1);
  expect(tab.locked).toBe(0);
  vi.advanceTimersByTime(1);
  expect(tab.locked).toBe(1);
  vi.advanceTimersByTime(10 * minute);
  expect(tab.locked).toBe(1);
});

test("any touch begins the time anew, and many within a second are noted once", () => {
  const all = browser();
  const tab = all.tab();
  vi.advanceTimersByTime(50_000);
  for (let at = 0; at < 20; at++) tab.touch();
  expect(all.writes()).toBe(2);
  vi.advanceTimersByTime(50_000);
  expect(tab.locked).toBe(0);
  vi.advanceTimersByTime(10_000);
  expect(tab.locked).toBe(1);
});

test("a hand on one tab keeps the book of another open; both go together", () => {
  const all = browser();
  const [one, other] = [all.tab(), all.tab()];
  vi.advanceTimersByTime(50_000);
  one.touch();
  vi.advanceTimersByTime(50_000);
  expect([one.locked, other.locked]).toEqual([0, 0]);
  vi.advanceTimersByTime(10_000);
  expect([one.locked, other.locked]).toEqual([1, 1]);
});

test("a device that slept is locked by the hand that wakes it, or by being looked at", () => {
  const [touched, seen] = [browser().tab(), browser().tab()];
  vi.setSystemTime(Date.now() + 8 * 60 * minute);
  touched.touch();
  seen.look();
  expect([touched.locked, seen.locked]).toEqual([1, 1]);
});

test("with no book open nothing happens, and the next person has the whole time", () => {
  const tab = browser().tab();
  tab.isOpen = false;
  vi.advanceTimersByTime(5 * minute);
  tab.touch();
  tab.isOpen = true;
  vi.advanceTimersByTime(minute - 1);
  expect(tab.locked).toBe(0);
  vi.advanceTimersByTime(1);
  expect(tab.locked).toBe(1);
});

test("a browser that was closed overnight is locked as it opens", () => {
  const all = browser();
  all.keep(Date.now() - 8 * 60 * minute);
  expect(all.tab().locked).toBe(1);
});

test("a clock that was set back does not keep the book open for longer", () => {
  const all = browser();
  const tab = all.tab();
  vi.setSystemTime(Date.now() - 60 * minute);
  tab.look();
  vi.advanceTimersByTime(minute);
  expect(tab.locked).toBe(1);
});

test("an ended watch hears nothing and locks nothing", () => {
  const tab = browser().tab();
  tab.end();
  expect(tab.listens()).toBe(0);
  vi.advanceTimersByTime(5 * minute);
  expect(tab.locked).toBe(0);
});
