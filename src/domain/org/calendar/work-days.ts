import { addDays, type CalendarDay, weekdayOf } from "#kernel/calendar.ts";
import type { Site } from "../org-kinds.ts";
import type { CalendarMark, MarkReason } from "./calendar-kinds.ts";
import { type HolidayName, publicDayOf } from "./public-days.ts";

/** Monday to Friday, as state offices work. */
export const officeWeek: readonly number[] = [1, 2, 3, 4, 5];

/** Why a day is worked or not. A mark of the commune outweighs a public holiday, which outweighs the week. */
export interface DayFact {
  readonly work: boolean;
  readonly why: "week" | "inLieu" | MarkReason;
  /** Of a public holiday. */
  readonly holiday?: HolidayName | undefined;
  /** In the commune's own words. */
  readonly name?: string | undefined;
}

export type WorkCalendar = (day: CalendarDay) => DayFact;

/** The calendar of a place that works on these days of the week (1 = Monday). */
export function workCalendar(
  marks: readonly CalendarMark[] = [],
  week: readonly number[] = officeWeek,
): WorkCalendar {
  const marked = new Map(marks.map((mark) => [mark.day, mark]));
  return (day) => {
    const mark = marked.get(day);
    if (mark) return { work: mark.work, why: mark.why, name: mark.name, holiday: publicDayOf(day)?.name };
    const known = publicDayOf(day);
    if (known) return { work: known.work, why: known.why, holiday: known.name };
    return { work: week.includes(weekdayOf(day)), why: "week" };
  };
}

/** The calendar of one site: its own week, and no work any more from the day it closed. */
export function siteCalendar(
  site: Pick<Site, "weekdays" | "closedOn">,
  marks: readonly CalendarMark[],
): WorkCalendar {
  const calendar = workCalendar(marks, site.weekdays);
  const { closedOn } = site;
  if (closedOn === undefined) return calendar;
  return (day) => (day < closedOn ? calendar(day) : { work: false, why: "closure" });
}

/** The day on which the `count`-th working day after `from` ends; the count must be at least 1. */
export function addWorkingDays(from: CalendarDay, count: number, calendar: WorkCalendar): CalendarDay {
  let day = from;
  // A calendar without working days has no answer; a year of looking is enough to know.
  for (let left = count, looked = 0; left > 0 && looked < 366 * count; looked++) {
    day = addDays(day, 1);
    if (calendar(day).work) left -= 1;
  }
  return day;
}
