import { DAY_MS, dayOf, startOfDay } from "#kernel/calendar.ts";
import { minutesOf } from "../checks/due.ts";
import type { Shift, ShiftSort } from "./shift-kinds.ts";

/** A shift of the roster with its record's id. */
export interface Placed {
  readonly id: string;
  readonly body: Shift;
}

type Hours = Pick<Shift, "day" | "from" | "to">;

/** Unix ms. */
export function startOf({ day, from }: Pick<Shift, "day" | "from">): number {
  return startOfDay(day) + minutesOf(from) * 60_000;
}

/** Unix ms; on the next day where it does not end after it began. */
export function endOf({ day, from, to }: Hours): number {
  const end = startOfDay(day) + minutesOf(to) * 60_000;
  return minutesOf(to) > minutesOf(from) ? end : end + DAY_MS;
}

export function overlaps(a: Hours, b: Hours): boolean {
  return startOf(a) < endOf(b) && startOf(b) < endOf(a);
}

export function byStart(a: Placed, b: Placed): number {
  return startOf(a.body) - startOf(b.body) || endOf(a.body) - endOf(b.body) || (a.id < b.id ? -1 : 1);
}

/** Who is on now, and who comes next: of each sort the shifts that begin first from now on. */
export function onDuty(
  shifts: readonly Placed[],
  now: number,
  sort?: ShiftSort,
): { readonly now: readonly Placed[]; readonly next: readonly Placed[] } {
  const some = sort === undefined ? shifts : shifts.filter(({ body }) => body.sort === sort);
  const sorted = [...some].sort(byStart);
  const coming = sorted.filter(({ body }) => startOf(body) > now);
  const first = coming[0];
  return {
    now: sorted.filter(({ body }) => startOf(body) <= now && now < endOf(body)),
    next: first ? coming.filter(({ body }) => startOf(body) === startOf(first.body)) : [],
  };
}

const nightFrom = 18 * 60;
const nightTo = 30 * 60;

/** Whom to reach: who is on now, and who else is on tonight until six in the morning. */
export function reachable(
  shifts: readonly Placed[],
  now: number,
): { readonly now: readonly Placed[]; readonly tonight: readonly Placed[] } {
  const on = onDuty(shifts, now).now;
  // Before six it is still last night.
  const evening = startOfDay(dayOf(now - (nightTo - 24 * 60) * 60_000));
  const isTonight = ({ body }: Placed) =>
    startOf(body) > now &&
    startOf(body) < evening + nightTo * 60_000 &&
    evening + nightFrom * 60_000 < endOf(body);
  return { now: on, tonight: [...shifts].filter(isTonight).sort(byStart) };
}
