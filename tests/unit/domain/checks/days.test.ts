import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayLines, streakOf } from "#domain/checks/day-states.ts";
import { dueOf, isAfternoon, latenessOf, minutesLate } from "#domain/checks/due.ts";
import { addDays, DAY_MS } from "#kernel/calendar.ts";
import { runOf, templateOf } from "./arbitraries.ts";

const template = templateOf(2);
const at = (day: string, time: string) => Date.parse(`${day}T${time}:00+07:00`);

describe("when a check is due", () => {
  it("counts down to the due time and past it", () => {
    expect(dueOf(template, at("2025-11-24", "07:12"))).toEqual({ left: 18, isLate: false });
    expect(dueOf(template, at("2025-11-24", "08:10"))).toEqual({ left: -40, isLate: true });
    expect(isAfternoon(at("2025-11-24", "11:59"))).toBe(false);
    expect(isAfternoon(at("2025-11-24", "12:00"))).toBe(true);
  });

  it("tells a late completion from one entered on another day", () => {
    const done = (day: string, time: string) =>
      latenessOf(template, runOf({ completed: { at: at(day, time), by: "lan" } }));
    expect(done("2025-11-24", "07:30")).toBe("onTime");
    expect(done("2025-11-24", "07:31")).toBe("late");
    expect(done("2025-11-25", "06:00")).toBe("otherDay");
    expect(
      latenessOf(
        template,
        runOf({ slot: "afternoon", completed: { at: at("2025-11-24", "13:40"), by: "lan" } }),
      ),
    ).toBe("onTime");
  });
});

describe("by how much a check is late", () => {
  const day = "2025-11-24";
  const due = (hour: number, minute: number) => ({
    dueTime: `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`,
  });

  it("counts whole minutes to its completion, or to now while it lasts", () => {
    const run = runOf({ day, completed: { at: at(day, "08:04"), by: "lan" } });
    expect(minutesLate(template, run, at(day, "17:00"))).toBe(34);
    expect(minutesLate(template, { day, slot: "morning" }, at(day, "07:31"))).toBe(1);
    expect(minutesLate(template, { day, slot: "morning" }, at(day, "07:30") + 59_999)).toBe(0);
    expect(minutesLate(template, { day, slot: "afternoon" }, at(day, "16:00"))).toBe(0);
    expect(minutesLate(template, { day, slot: "morning" }, at("2025-11-25", "08:00"))).toBe(0);
  });

  it("is never early, never a day, and agrees with what is called late", () => {
    const hour = fc.integer({ min: 0, max: 23 });
    const minute = fc.integer({ min: 0, max: 59 });
    fc.assert(
      fc.property(hour, minute, fc.integer({ min: -DAY_MS, max: 2 * DAY_MS }), (hours, minutes, after) => {
        const asked = due(hours, minutes);
        const moment = at(day, asked.dueTime) + after;
        const run = runOf({ day, completed: { at: moment, by: "lan" } });
        const late = minutesLate(asked, run, moment + 1);
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThan(24 * 60);
        expect(late > 0).toBe(latenessOf(asked, run) === "late");
        expect(minutesLate(asked, { day, slot: "morning" }, moment)).toBe(late);
        if (late > 0) expect(late).toBe(Math.floor(after / 60_000));
      }),
    );
  });
});

describe("the days of a site", () => {
  const today = "2025-11-24";
  const done = (day: string) => ({ run: runOf({ day, completed: { at: at(day, "07:10"), by: "lan" } }) });
  const lines = dayLines({
    template,
    runs: [done("2025-11-21"), done("2025-11-20"), done("2025-11-18")],
    closed: [{ site: "site", day: "2025-11-19", reason: "storm" }],
    from: today,
    days: 8,
  });

  it("names a working day without a sheet as missing, never as good", () => {
    expect(lines.map((line) => line.state)).toEqual([
      "due",
      "rest",
      "rest",
      "good",
      "good",
      "closed",
      "good",
      "missing",
    ]);
    expect(lines.at(-1)?.day).toBe(addDays(today, -7));
  });

  it("counts days in a row over closed days and weekends, up to the first that is missing", () => {
    expect(streakOf(lines)).toBe(3);
    expect(streakOf([])).toBe(0);
    expect(streakOf([{ state: "missing" }])).toBe(0);
    expect(streakOf([{ state: "good" }, { state: "open" }, { state: "good" }])).toBe(1);
  });
});
