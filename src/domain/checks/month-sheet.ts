import type { CalendarDay } from "#kernel/calendar.ts";
import { daysOf, type Month } from "#kernel/month.ts";
import type { DayFact, WorkCalendar } from "../org/calendar/work-days.ts";
import type { CheckTemplate, ClosedDay } from "./check-kinds.ts";
import { type DayState, type JudgedRun, stateOfRuns, stateWithout } from "./day-states.ts";
import { latenessOf, minutesLate } from "./due.ts";
import { answerOf, type CellValue } from "./run-progress.ts";

/** A month of a site on one page: items down, days across. A run is judged by the version it began with. */
export interface MonthSheet {
  readonly month: Month;
  readonly days: readonly MonthDay[];
  readonly rows: readonly MonthRow[];
  readonly totals: MonthTotals;
  /** The longest row of working days with a completed check inside the month. */
  readonly longest: number;
}

export interface MonthDay {
  readonly day: CalendarDay;
  /** `future` has not come; `before` lies before the site was kept in this book. */
  readonly state: DayState | "future" | "before";
  readonly fact: DayFact;
  readonly closed: ClosedDay | null;
  readonly runs: number;
  readonly bad: number;
  /** Some answer was confirmed together with others, not item by item. */
  readonly bulk: boolean;
  /** The first completion of the day. */
  readonly completed: { readonly at: number; readonly by: string } | null;
  /** Minutes after the due time; `otherDay` for what was entered afterwards, null for what is on time. */
  readonly late: number | "otherDay" | null;
}

export interface MonthRow {
  readonly item: CheckTemplate["items"][number];
  /** The group's name as it reads in a table. */
  readonly group: string;
  /** Asked in the month, and no longer. */
  readonly retired: boolean;
  /** One a day; null where there is no run, or where the item was not asked. */
  readonly cells: readonly (CellValue | null)[];
  readonly counts: Readonly<Record<CellValue, number>>;
}

interface MonthTotals {
  /** Working days up to today that were not closed. */
  readonly working: number;
  /** Of these, with a completed check. */
  readonly done: number;
  readonly faulty: number;
  readonly late: number;
  readonly open: number;
  readonly missing: number;
  readonly closed: number;
  /** Days off by the calendar, without a run. */
  readonly rest: number;
  /** Completed on a day off. */
  readonly extra: number;
}

export interface MonthQuestion {
  readonly month: Month;
  readonly today: CalendarDay;
  /** By which today's check is late while it is not completed. */
  readonly now: number;
  /** The first day of the site in this book. */
  readonly since: CalendarDay;
  /** In force now; its order is the order of the sheet. */
  readonly template: CheckTemplate;
  readonly runs: readonly JudgedRun[];
  readonly closed: readonly ClosedDay[];
  readonly calendar: WorkCalendar;
}

const worst: readonly CellValue[] = ["bad", "none", "ok", "off"];

export function monthSheet(question: MonthQuestion): MonthSheet {
  const { month, template, runs } = question;
  const dates = daysOf(month);
  const byDay = new Map(dates.map((day) => [day, runs.filter((one) => one.run.day === day)]));
  const starts = [question.since, ...runs.map((one) => one.run.day)].sort();
  const since = starts[0] ?? question.since;
  const days = dates.map((day) => monthDay(question, since, day, byDay.get(day) ?? []));
  const seen = runs.map((one) => one.template ?? template);
  const rows = [...rowsOf(template, false), ...retiredRows(template, seen)].map((row): MonthRow => {
    const cells = dates.map((day) => cellOf(template, byDay.get(day) ?? [], row.item.id));
    return { ...row, cells, counts: countsOf(cells) };
  });
  return { month, days, rows, totals: totalsOf(days), longest: longestOf(days) };
}

function monthDay(
  { template, today, now, closed, calendar }: MonthQuestion,
  since: CalendarDay,
  day: CalendarDay,
  runs: readonly JudgedRun[],
): MonthDay {
  const fact = calendar(day);
  const mark = closed.find((one) => one.day === day) ?? null;
  const done = runs.flatMap((one) => one.run.completed ?? []).sort((a, b) => a.at - b.at);
  const [first] = done;
  const answers = runs.flatMap((one) => Object.values(one.run.answers ?? {}));
  return {
    day,
    fact,
    closed: mark,
    runs: runs.length,
    state: stateOf(),
    bad: new Set(runs.flatMap((one) => faultsOf(one.template ?? template, one))).size,
    bulk: answers.some((answer) => answer.bulk),
    completed: first ? { at: first.at, by: first.by } : null,
    late: lateOf(),
  };

  function lateOf(): MonthDay["late"] {
    if (runs.length === 0)
      return stateOf() === "due" ? minutesLate(template, { day, slot: "morning" }, now) || null : null;
    const judged = runs.some((one) => one.run.completed) ? runs.filter((one) => one.run.completed) : runs;
    const late = judged.map((one) => lateRun(one.template ?? template, one.run, now));
    if (late.includes(null)) return null;
    const minutes = late.filter((one) => typeof one === "number");
    return minutes.length > 0 ? Math.min(...minutes) : "otherDay";
  }

  function stateOf(): MonthDay["state"] {
    if (runs.length > 0) return stateOfRuns(template, runs);
    if (day > today && !mark && fact.work) return "future";
    const state = stateWithout(mark, fact, day === today);
    return day < since && state === "missing" ? "before" : state;
  }
}

function lateRun(template: CheckTemplate, run: JudgedRun["run"], now: number): MonthDay["late"] {
  if (latenessOf(template, run) === "otherDay") return "otherDay";
  return minutesLate(template, run, now) || null;
}

function faultsOf({ items }: CheckTemplate, { run }: JudgedRun): string[] {
  return items.flatMap((item) => (answerOf(run, item.id)?.v === "bad" ? [item.id] : []));
}

/** With two runs on a day the worse answer stands. */
function cellOf(template: CheckTemplate, runs: readonly JudgedRun[], item: string): CellValue | null {
  const values = runs
    .filter((one) => (one.template ?? template).items.some((asked) => asked.id === item))
    .map((one): CellValue => answerOf(one.run, item)?.v ?? "none");
  // The second check is optional: what it left open takes nothing from the first.
  const given = values.filter((value) => value !== "none");
  return worst.find((value) => (given.length > 0 ? given : values).includes(value)) ?? null;
}

type RowHead = Pick<MonthRow, "item" | "group" | "retired">;

function rowsOf(template: CheckTemplate, retired: boolean): RowHead[] {
  return template.groups.flatMap((group) =>
    template.items
      .filter((item) => item.group === group.id)
      .map((item) => ({ item, group: group.short ?? group.name, retired })),
  );
}

/** Items that the month asked and the version in force does not, once each. */
function retiredRows(template: CheckTemplate, seen: readonly CheckTemplate[]): RowHead[] {
  const known = new Set(template.items.map((item) => item.id));
  return seen
    .flatMap((one) => rowsOf(one, true))
    .filter(({ item }) => !known.has(item.id) && known.add(item.id));
}

function countsOf(cells: MonthRow["cells"]): MonthRow["counts"] {
  const count = (value: CellValue) => cells.filter((cell) => cell === value).length;
  return { ok: count("ok"), bad: count("bad"), off: count("off"), none: count("none") };
}

const completedStates: readonly MonthDay["state"][] = ["good", "faulty", "late"];

function totalsOf(days: readonly MonthDay[]): MonthTotals {
  const count = (...states: MonthDay["state"][]) => days.filter((one) => states.includes(one.state)).length;
  const isWorking = (one: MonthDay) =>
    one.fact.work && !one.closed && one.state !== "future" && one.state !== "before";
  const isDone = (one: MonthDay) => completedStates.includes(one.state);
  return {
    working: days.filter(isWorking).length,
    done: days.filter((one) => isWorking(one) && isDone(one)).length,
    faulty: count("faulty"),
    late: days.filter((one) => isDone(one) && one.late !== null).length,
    open: count("open"),
    missing: count("missing"),
    closed: count("closed"),
    rest: count("rest"),
    extra: days.filter((one) => isDone(one) && !isWorking(one)).length,
  };
}

function longestOf(days: readonly MonthDay[]): number {
  let longest = 0;
  let row = 0;
  for (const { state } of days) {
    if (completedStates.includes(state)) row += 1;
    else if (state === "missing" || state === "open") row = 0;
    longest = Math.max(longest, row);
  }
  return longest;
}
