import { addDays, type CalendarDay, isCalendarDay } from "./calendar.ts";

/** A month of the year, `yyyy-mm`; it sorts as time does. */
export type Month = string;

export function isMonth(text: string): boolean {
  return /^\d{4}-\d{2}$/.test(text) && isCalendarDay(`${text}-01`);
}

export function monthOf(day: CalendarDay): Month {
  return day.slice(0, 7);
}

export function addMonths(month: Month, count: number): Month {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`;
}

export function lastDayOf(month: Month): CalendarDay {
  return addDays(`${addMonths(month, 1)}-01`, -1);
}

export function daysOf(month: Month): CalendarDay[] {
  const first = `${month}-01`;
  return Array.from({ length: Number(lastDayOf(month).slice(8)) }, (_, at) => addDays(first, at));
}
