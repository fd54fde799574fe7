import { addDays, type CalendarDay } from "#kernel/calendar.ts";
import { type DayFact, type WorkCalendar, workCalendar } from "../org/calendar/work-days.ts";
import type { CheckRun, CheckTemplate, ClosedDay } from "./check-kinds.ts";
import { latenessOf } from "./due.ts";
import { resultOf } from "./run-progress.ts";

/**
 * One day of a site in the history. `missing` is a working day without a run: it is not a day with zero faults.
 * `rest` is a day off by the calendar that nobody opened and nobody marked.
 */
export type DayState = "good" | "faulty" | "late" | "open" | "missing" | "closed" | "rest" | "due";

export interface DayLine<R> {
  readonly day: CalendarDay;
  readonly state: DayState;
  /** What the calendar says of the day, whatever was done on it. */
  readonly fact: DayFact;
  readonly runs: readonly R[];
  readonly closed: ClosedDay | null;
}

/** A run with the template as the run has it, where that is not the one of the question. */
export interface JudgedRun {
  readonly run: CheckRun;
  readonly template?: CheckTemplate;
}

/** Days from `from`, which is today, back to `days - 1` days earlier, newest first. */
export function dayLines<R extends JudgedRun>(question: {
  readonly template: CheckTemplate;
  readonly runs: readonly R[];
  readonly closed: readonly ClosedDay[];
  readonly from: CalendarDay;
  readonly days: number;
  readonly calendar?: WorkCalendar;
}): DayLine<R>[] {
  const calendar = question.calendar ?? workCalendar();
  const runsOn = groupByDay(question.runs, (one) => one.run.day);
  const closedOn = new Map(question.closed.map((one) => [one.day, one]));
  return Array.from({ length: question.days }, (_, ago): DayLine<R> => {
    const day = addDays(question.from, -ago);
    const runs = (runsOn.get(day) ?? []).sort((a, b) => (a.run.slot < b.run.slot ? 1 : -1));
    const closed = closedOn.get(day) ?? null;
    const fact = calendar(day);
    const state =
      runs.length > 0 ? stateOfRuns(question.template, runs) : stateWithout(closed, fact, ago === 0);
    return { day, runs, closed, fact, state };
  });
}

/** What the runs of one day say of it. */
export function stateOfRuns(template: CheckTemplate, runs: readonly JudgedRun[]): DayState {
  const by = (one: JudgedRun) => one.template ?? template;
  const done = runs.filter((one) => one.run.completed);
  if (done.length === 0) return "open";
  if (runs.some((one) => resultOf(by(one), one.run) === "faulty")) return "faulty";
  return done.every((one) => latenessOf(by(one), one.run) !== "onTime") ? "late" : "good";
}

/** A day without a run: a mark of its closing says more than the calendar. */
export function stateWithout(closed: ClosedDay | null, fact: DayFact, isToday: boolean): DayState {
  if (closed) return "closed";
  if (!fact.work) return "rest";
  return isToday ? "due" : "missing";
}

/**
 * Working days in a row with a completed check, up to today. Closed days and days off without a run are passed over;
 * today does not break the row while its check is still due.
 */
export function streakOf(newestFirst: readonly Pick<DayLine<unknown>, "state">[]): number {
  let streak = 0;
  for (const [at, { state }] of newestFirst.entries()) {
    if (state === "closed" || state === "rest") continue;
    if (at === 0 && (state === "due" || state === "open")) continue;
    if (state === "missing" || state === "open" || state === "due") break;
    streak += 1;
  }
  return streak;
}

function groupByDay<T>(things: readonly T[], dayOfThing: (thing: T) => CalendarDay): Map<CalendarDay, T[]> {
  const days = new Map<CalendarDay, T[]>();
  for (const thing of things) {
    const day = dayOfThing(thing);
    const same = days.get(day);
    if (same) same.push(thing);
    else days.set(day, [thing]);
  }
  return days;
}
