import { addDays, type CalendarDay, weekdayOf } from "#kernel/calendar.ts";
import type { CheckRun, CheckTemplate, ClosedDay } from "./check-kinds.ts";
import { latenessOf } from "./due.ts";
import { resultOf } from "./run-progress.ts";

/**
 * One day of a site in the history. `missing` is a working day without a run: it is not a day with zero faults.
 * `rest` is a weekend day that nobody opened and nobody marked.
 */
type DayState = "good" | "faulty" | "late" | "open" | "missing" | "closed" | "rest" | "due";

export interface DayLine<R> {
  readonly day: CalendarDay;
  readonly state: DayState;
  readonly runs: readonly R[];
  readonly closed: ClosedDay | null;
}

/** Days from `from` back to `back` days earlier, newest first. */
export function dayLines<R extends { readonly run: CheckRun }>(question: {
  readonly template: CheckTemplate;
  readonly runs: readonly R[];
  readonly closed: readonly ClosedDay[];
  readonly from: CalendarDay;
  readonly days: number;
}): DayLine<R>[] {
  const runsOn = groupByDay(question.runs, (one) => one.run.day);
  const closedOn = new Map(question.closed.map((one) => [one.day, one]));
  return Array.from({ length: question.days }, (_, ago): DayLine<R> => {
    const day = addDays(question.from, -ago);
    const runs = (runsOn.get(day) ?? []).sort((a, b) => (a.run.slot < b.run.slot ? 1 : -1));
    const closed = closedOn.get(day) ?? null;
    return {
      day,
      runs,
      closed,
      state: stateOf(
        question.template,
        runs.map((one) => one.run),
        closed,
        day,
        ago === 0,
      ),
    };
  });
}

function stateOf(
  template: CheckTemplate,
  runs: readonly CheckRun[],
  closed: ClosedDay | null,
  day: CalendarDay,
  isToday: boolean,
): DayState {
  if (runs.length > 0) {
    const done = runs.filter((run) => run.completed);
    if (done.length === 0) return "open";
    if (runs.some((run) => resultOf(template, run) === "faulty")) return "faulty";
    return done.every((run) => latenessOf(template, run) !== "onTime") ? "late" : "good";
  }
  if (closed) return "closed";
  if (weekdayOf(day) > 5) return "rest";
  return isToday ? "due" : "missing";
}

/**
 * Working days in a row with a completed check, up to today. Closed days and weekends without a run are passed over;
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
