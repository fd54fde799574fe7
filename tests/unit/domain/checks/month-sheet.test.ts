import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CheckRun, CheckTemplate } from "#domain/checks/check-kinds.ts";
import { dayLines, streakOf } from "#domain/checks/day-states.ts";
import { type MonthQuestion, monthSheet } from "#domain/checks/month-sheet.ts";
import { workCalendar } from "#domain/org/calendar/work-days.ts";
import { addDays, daysBetween } from "#kernel/calendar.ts";
import { daysOf, lastDayOf } from "#kernel/month.ts";
import { answersArb, runOf, templateOf } from "./arbitraries.ts";

const template = templateOf(4);
const at = (day: string, time: string) => Date.parse(`${day}T${time}:00+07:00`);
const done = (day: string, part: Partial<CheckRun> = {}): { run: CheckRun } => ({
  run: runOf({ day, completed: { at: at(day, "07:10"), by: "lan" }, ...part }),
});
const ask = (part: Partial<MonthQuestion>): MonthQuestion => ({
  month: "2026-09",
  today: "2026-09-30",
  now: at("2026-09-30", "07:00"),
  since: "2026-01-01",
  template,
  runs: [],
  closed: [],
  calendar: workCalendar(),
  ...part,
});
const statesOf = (question: Partial<MonthQuestion>) =>
  Object.fromEntries(monthSheet(ask(question)).days.map(({ day, state }) => [Number(day.slice(8)), state]));

describe("the month on one page", () => {
  it("tells missing, rest, holiday, closed, open, late, faulty and what has not come apart", () => {
    const states = statesOf({
      today: "2026-09-16",
      runs: [
        done("2026-09-03"),
        done("2026-09-04", { completed: { at: at("2026-09-04", "08:10"), by: "lan" } }),
        done("2026-09-07", { answers: { "item-0": { v: "bad", at: 1, by: "lan" } } }),
        { run: runOf({ day: "2026-09-08" }) },
        done("2026-09-12"),
      ],
      closed: [{ site: "site", day: "2026-09-09", reason: "storm" }],
    });
    expect(states).toMatchObject({
      1: "rest",
      2: "rest",
      3: "good",
      4: "late",
      5: "rest",
      7: "faulty",
      8: "open",
      9: "closed",
      10: "missing",
      12: "good",
      16: "due",
      17: "future",
      19: "rest",
    });
  });

  it("says by how much a day is late, done or not yet", () => {
    const at4 = (time: string, day = "2026-09-04") =>
      done("2026-09-04", { completed: { at: at(day, time), by: "lan" } });
    const lateOn = (day: string, part: Partial<MonthQuestion>) =>
      monthSheet(ask({ today: "2026-09-04", now: at("2026-09-04", "09:35"), ...part })).days.find(
        (one) => one.day === day,
      )?.late;
    expect(lateOn("2026-09-04", { runs: [at4("08:04")] })).toBe(34);
    expect(lateOn("2026-09-04", { runs: [at4("07:30")] })).toBeNull();
    expect(lateOn("2026-09-04", { runs: [at4("08:04"), at4("07:41")] })).toBe(11);
    expect(lateOn("2026-09-04", { runs: [at4("08:04"), at4("07:20")] })).toBeNull();
    expect(lateOn("2026-09-04", { today: "2026-09-05", runs: [at4("06:10", "2026-09-05")] })).toBe(
      "otherDay",
    );
    expect(lateOn("2026-09-04", {})).toBe(125);
    expect(lateOn("2026-09-04", { now: at("2026-09-04", "07:30") })).toBeNull();
    expect(lateOn("2026-09-04", { runs: [{ run: runOf({ day: "2026-09-04" }) }] })).toBe(125);
    expect(
      lateOn("2026-09-04", { closed: [{ site: "site", day: "2026-09-04", reason: "storm" }] }),
    ).toBeNull();
    expect(lateOn("2026-09-03", { runs: [{ run: runOf({ day: "2026-09-03" }) }] })).toBeNull();
    expect(lateOn("2026-09-07", {})).toBeNull();
  });

  it("does not call days before the site was kept in the book missing", () => {
    expect(statesOf({ since: "2026-09-10" })).toMatchObject({ 3: "before", 9: "before", 10: "missing" });
    expect(statesOf({ since: "2026-09-10", runs: [done("2026-09-08")] })).toMatchObject({
      7: "before",
      8: "good",
      9: "missing",
    });
  });

  it("judges each run by the version it began with, and keeps the rows of what is no longer asked", () => {
    const [first, ...others] = template.items;
    const now: CheckTemplate = {
      ...template,
      version: 2,
      dueTime: "07:00",
      items: [...others, { id: "new", group: "a", name: "Mục mới" }],
    };
    const old = {
      ...done("2026-09-03", { answers: { "item-0": { v: "bad", at: 1, by: "lan" } } }),
      template,
    };
    const sheet = monthSheet(ask({ template: now, runs: [old, done("2026-09-04")] }));
    expect(sheet.rows.map((row) => [row.item.id, row.retired])).toEqual([
      ["item-2", false],
      ["new", false],
      ["item-1", false],
      ["item-3", false],
      [first?.id, true],
    ]);
    const cells = (id: string) => sheet.rows.find((row) => row.item.id === id)?.cells.slice(2, 4);
    expect(cells("item-0")).toEqual(["bad", null]);
    expect(cells("new")).toEqual([null, "none"]);
    // 07:10 was on time for the version due at 07:30 and is late for the one due at 07:00.
    expect(sheet.days.slice(2, 4).map((day) => [day.state, day.late])).toEqual([
      ["faulty", null],
      ["late", 10],
    ]);
  });

  it("lets the worse of two checks of a day stand, and a second check left open take nothing away", () => {
    const answers = (v: "ok" | "bad" | "off", bulk = false) => ({ "item-0": { v, at: 1, by: "lan", bulk } });
    const both = (second: Partial<CheckRun>) =>
      monthSheet(
        ask({
          runs: [
            done("2026-09-03", { answers: answers("ok", true) }),
            { run: runOf({ day: "2026-09-03", slot: "afternoon", ...second }) },
          ],
        }),
      );
    const cell = (second: Partial<CheckRun>) =>
      both(second).rows.find((row) => row.item.id === "item-0")?.cells[2];
    expect(cell({ answers: answers("bad") })).toBe("bad");
    expect(cell({ answers: answers("off") })).toBe("ok");
    expect(cell({})).toBe("ok");
    expect(both({}).days[2]).toMatchObject({ bulk: true, runs: 2, state: "good" });
  });
});

/** A month in which some days have runs, some are closed and some swapped, seen on any of its days. */
const monthArb = fc
  .record({
    month: fc.constantFrom("2026-02", "2026-08", "2027-02", "2026-11"),
    at: fc.integer({ min: 0, max: 27 }),
    kinds: fc.array(fc.constantFrom("none", "none", "done", "late", "open", "faulty", "closed"), {
      minLength: 31,
      maxLength: 31,
    }),
    off: fc.array(fc.integer({ min: 0, max: 27 }), { maxLength: 3 }),
    answers: answersArb(template),
  })
  .map(({ month, at: index, kinds, off, answers }): MonthQuestion => {
    const days = daysOf(month);
    const today = days[index] ?? lastDayOf(month);
    const past = days.filter((day) => day <= today);
    const of = (...wanted: string[]) => past.filter((_, i) => wanted.includes(kinds[i] ?? ""));
    return ask({
      month,
      today,
      runs: [
        ...of("done").map((day) => done(day, { answers })),
        ...of("late").map((day) => done(day, { completed: { at: at(addDays(day, 1), "09:00"), by: "lan" } })),
        ...of("faulty").map((day) => done(day, { answers: { "item-1": { v: "bad", at: 1, by: "lan" } } })),
        ...of("open").map((day) => ({ run: runOf({ day, answers }) })),
      ],
      closed: of("closed").map((day) => ({ site: "site", day, reason: "storm" })),
      calendar: workCalendar(
        off.flatMap((i) => (days[i] ? [{ day: days[i], work: i % 2 === 0, why: "closure" as const }] : [])),
      ),
    });
  });

describe("for every month", () => {
  it("each cell is counted once, and a day without a sheet has none", () => {
    fc.assert(
      fc.property(monthArb, (question) => {
        const { days, rows, totals } = monthSheet(question);
        for (const row of rows) {
          const counted = Object.values(row.counts).reduce((a, b) => a + b, 0);
          expect(counted).toBe(row.cells.filter((cell) => cell !== null).length);
          row.cells.forEach((cell, i) => {
            if (days[i]?.runs === 0) expect(cell).toBeNull();
          });
        }
        expect(totals.done + totals.missing).toBeLessThanOrEqual(totals.working);
        const undone = days.filter(
          (one) => one.fact.work && !one.closed && ["open", "due", "missing"].includes(one.state),
        );
        expect(totals.done + undone.length).toBe(totals.working);
      }),
    );
  });

  it("says of each day what the list of days says of it", () => {
    fc.assert(
      fc.property(monthArb, (question) => {
        const { template: form, runs, closed, calendar, today, month } = question;
        const first = `${month}-01`;
        const days = daysBetween(first, today) + 1;
        const lines = dayLines({ template: form, runs, closed, calendar, from: today, days }).reverse();
        const sheet = monthSheet(question).days.slice(0, days);
        expect(sheet.map((one) => one.state)).toEqual(lines.map((one) => one.state));
      }),
    );
  });

  it("no streak inside the month is longer than the longest, nor is a day counted that was not checked", () => {
    fc.assert(
      fc.property(monthArb, (question) => {
        const sheet = monthSheet(question);
        const upTo = sheet.days.filter((one) => one.day <= question.today).reverse();
        const states = upTo.map(({ state }) => ({ state: state as "good" }));
        const streak = streakOf(states);
        expect(streak).toBeLessThanOrEqual(sheet.longest);
        expect(sheet.longest).toBeLessThanOrEqual(sheet.days.filter((one) => one.completed).length);
        // A day more, worked and missed, ends it; a day off in between changes nothing.
        expect(streakOf([{ state: "rest" }, ...states])).toBe(
          states[0]?.state === ("due" as never) || states[0]?.state === ("open" as never) ? 0 : streak,
        );
        expect(streakOf([{ state: "missing" }, ...states])).toBe(0);
      }),
    );
  });
});
