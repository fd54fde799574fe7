/**
 * Calendar days of Viet Nam: +07:00 all year, no summer time (the whole country, since 1975).
 * A day is the text `yyyy-mm-dd`, which sorts as time does.
 */
export type CalendarDay = string;

const OFFSET_MS = 7 * 3_600_000;
export const DAY_MS = 86_400_000;

export function dayOf(ms: number): CalendarDay {
  const day = new Date(clampDate(ms) + OFFSET_MS);
  const year = String(Math.max(0, Math.min(9999, day.getUTCFullYear()))).padStart(4, "0");
  return `${year}-${two(day.getUTCMonth() + 1)}-${two(day.getUTCDate())}`;
}

/** Minutes since midnight in Viet Nam. */
export function minuteOf(ms: number): number {
  const time = new Date(clampDate(ms) + OFFSET_MS);
  return time.getUTCHours() * 60 + time.getUTCMinutes();
}

/** Unix milliseconds of the day's midnight in Viet Nam. */
export function startOfDay(day: CalendarDay): number {
  return Date.parse(`${day}T00:00:00Z`) - OFFSET_MS;
}

export function addDays(day: CalendarDay, count: number): CalendarDay {
  return dayOf(startOfDay(day) + count * DAY_MS);
}

export function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / DAY_MS);
}

/** 1 = Monday … 7 = Sunday, as a Vietnamese week runs. */
export function weekdayOf(day: CalendarDay): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

export function isCalendarDay(text: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= last;
}

function clampDate(ms: number): number {
  return Number.isFinite(ms) ? Math.max(-6e13, Math.min(2e14, ms)) : 0;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
