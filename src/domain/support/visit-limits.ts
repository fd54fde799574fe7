import { addDays, type CalendarDay, isCalendarDay } from "#kernel/calendar.ts";
import { isWholeWithin, type TypedNumber } from "#kernel/typed-number.ts";

/** What the form of a visit takes; the book itself has other bounds, so that what was written earlier still counts. */

/** People of one visit, and of one group: what the schema's count holds. */
export const peopleLimit = 100_000;

/** A year back, the same date: what is older was mistyped, or belongs in another year's figures. */
export function earliestVisitDay(today: CalendarDay): CalendarDay {
  const before = `${String(Number(today.slice(0, 4)) - 1).padStart(4, "0")}${today.slice(4)}`;
  return isCalendarDay(before) ? before : addDays(today, -366);
}

/** Groups with more people than were helped: one person may be in several groups, but not one group in too many. */
export function groupsOverPeople(
  groups: Readonly<Record<string, TypedNumber>>,
  people: TypedNumber,
): string[] {
  if (!isWholeWithin(people, 1, peopleLimit)) return [];
  return Object.entries(groups)
    .filter(([, count]) => isWholeWithin(count, people + 1, peopleLimit))
    .map(([code]) => code);
}
