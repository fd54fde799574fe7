import { addDays, type CalendarDay, daysBetween, isCalendarDay, weekdayOf } from "./calendar.ts";
import { addMonths, lastDayOf, monthOf } from "./month.ts";
import { fold } from "./text.ts";

/** What a person wrote for a day, read; whatever names none says why. */
export type WrittenDay =
  | { readonly is: "nothing" }
  | { readonly is: "day"; readonly day: CalendarDay }
  /** The month has fewer days: 31/2, or 29/2 of a year that has none. */
  | { readonly is: "pastMonth"; readonly month: number; readonly year: number; readonly last: number }
  /** Written month first, or mistyped: 12/25. */
  | { readonly is: "noMonth"; readonly month: number }
  /** The weekday written before the date is not the date's. */
  | { readonly is: "otherWeekday"; readonly day: CalendarDay }
  | { readonly is: "unread" };

/** Between which a day is looked for, where the words alone leave it open. */
export interface DayBounds {
  readonly min?: CalendarDay | undefined;
  readonly max?: CalendarDay | undefined;
}

/**
 * Reads a day as people write it, the day before the month: 1/12, 01/12/26, 1.12.2026, 1-12, 0112, ngày 1 tháng 12, 15, hôm
 * qua, thứ hai, thứ hai tuần sau, and 2026-12-01. Of what is left out, the nearest is meant.
 */
export function readDay(text: string, today: CalendarDay, bounds: DayBounds = {}): WrittenDay {
  const words = fold(text)
    .replace(/^[\s,;.]+|[\s,;./-]+$/g, "")
    .replace(/ ?([/.,-]) ?/g, "$1");
  if (words === "") return { is: "nothing" };
  const away = relative.get(words);
  // One and the day after tomorrow differ by a mark alone.
  if (away !== undefined && !/ộ/i.test(text.normalize("NFC"))) return found(addDays(today, away));
  const [, number, name, spoken, rest = ""] = weekdayFirst.exec(words) ?? [];
  const weekday = number === undefined ? weekdayNamed(name, spoken) : Number(number) - 1;
  if (weekday === undefined) return readDate(words, today);
  const day = dayInWeek(weekday, rest, today, bounds);
  return day === null ? dated(readDate(rest, today), weekday) : found(day);
}

/** Inside the bounds; a day out of them is a day all the same. */
export function isWithin(day: CalendarDay, { min, max }: DayBounds): boolean {
  return (min === undefined || day >= min) && (max === undefined || day <= max);
}

const daysAway: readonly (readonly [number, string])[] = [
  [-2, "hom kia"],
  [-1, "hom qua|qua|yesterday"],
  [0, "hom nay|nay|today"],
  [1, "mai|ngay mai|hom sau|tomorrow"],
  [2, "mot|ngay mot|ngay kia"],
];
const relative: ReadonlyMap<string, number> = new Map(
  daysAway.flatMap(([away, words]) => words.split("|").map((word) => [word, away] as const)),
);

const weekdayFirst =
  /^(?:(?:thu |t)([2-7])|(?:thu (?=[hbtns])|(?=c))(hai|ba|tu|nam|sau|bay|cn|chu nhat)|([a-z]+))(?:[,. ]+(.+))?$/;
const vietnamese = ["hai", "ba", "tu", "nam", "sau", "bay", "chu nhat"];
const english = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** In English also by three letters, but for Thursday, whose are *thứ*. */
function weekdayNamed(name: string | undefined, spoken: string | undefined): number | undefined {
  const at =
    name === undefined
      ? english.findIndex((one) => one === spoken || (spoken !== "thu" && one.slice(0, 3) === spoken))
      : vietnamese.indexOf(name === "cn" ? "chu nhat" : name);
  return at < 0 ? undefined : at + 1;
}

/** The day that a weekday means, with what is said of its week; null when a date follows. */
function dayInWeek(weekday: number, rest: string, today: CalendarDay, bounds: DayBounds): CalendarDay | null {
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  const inThisWeek = addDays(today, weekday - weekdayOf(today));
  if (rest === "") {
    const near = [ahead - 14, ahead - 7, ahead, ahead + 7].map((count) => addDays(today, count));
    const fitting = near.filter((day) => isWithin(day, bounds));
    return nearest(fitting.length > 0 ? fitting : near, today) ?? null;
  }
  if (/^(tuan )?nay$/.test(rest)) return inThisWeek;
  if (/^tuan (sau|toi)$/.test(rest)) return addDays(inThisWeek, 7);
  if (/^tuan (truoc|roi|qua)$/.test(rest)) return addDays(inThisWeek, -7);
  if (/^(sap )?toi$/.test(rest)) return addDays(today, ahead === 0 ? 7 : ahead);
  if (/^(truoc|(vua )?(qua|roi))$/.test(rest)) return addDays(today, ahead - 7);
  return null;
}

function dated(date: WrittenDay, weekday: number): WrittenDay {
  if (date.is !== "day" || weekdayOf(date.day) === weekday) return date;
  return { is: "otherWeekday", day: date.day };
}

const yearFirst = /^(\d{4})[/.,-](\d{1,2})[/.,-](\d{1,2})$/;
const dayFirst =
  /^(?:ngay |mung |mong )?(\d{1,2})(?:[/.,-]| thang | )(\d{1,2})(?:(?:[/.,-]| nam | )(\d{4}|\d{2}))?$/;
const bareDigits = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/;
const dayAlone = /^(?:ngay |mung |mong )?(\d{1,2})$/;

function readDate(words: string, today: CalendarDay): WrittenDay {
  const [, year, month, day] = yearFirst.exec(words) ?? [];
  if (year !== undefined) return inYear(Number(day), Number(month), Number(year));
  const written = dayFirst.exec(words) ?? bareDigits.exec(words);
  if (written) return inMonth(Number(written[1]), Number(written[2]), written[3], today);
  const alone = dayAlone.exec(words);
  return alone ? ofNearMonth(Number(alone[1]), today) : { is: "unread" };
}

function inMonth(day: number, month: number, year: string | undefined, today: CalendarDay): WrittenDay {
  const now = Number(today.slice(0, 4));
  if (year !== undefined)
    return inYear(day, month, year.length === 2 ? fullYear(Number(year), now) : Number(year));
  const years = [now - 1, now, now + 1].map((one) => inYear(day, month, one));
  const days = years.flatMap((one) => (one.is === "day" ? [one.day] : []));
  const near = nearest(days, today);
  return near === undefined ? inYear(day, month, now) : found(near);
}

function inYear(day: number, month: number, year: number): WrittenDay {
  if (day < 1 || year < 1000 || year > 2999) return { is: "unread" };
  if (month < 1 || month > 12) return { is: "noMonth", month };
  const text = `${year}-${two(month)}-${two(day)}`;
  if (isCalendarDay(text)) return found(text);
  return { is: "pastMonth", month, year, last: Number(lastDayOf(text.slice(0, 7)).slice(8)) };
}

/** 26 is the year nearest to now that ends so. */
function fullYear(ending: number, now: number): number {
  const century = now - (now % 100);
  const years = [century - 100, century, century + 100].map((one) => one + ending);
  return years.reduce((best, one) => (Math.abs(one - now) < Math.abs(best - now) ? one : best));
}

/** The 15th that is nearest; a month which has no such day is passed over. */
function ofNearMonth(day: number, today: CalendarDay): WrittenDay {
  const days = [-2, -1, 0, 1, 2]
    .map((count) => `${addMonths(monthOf(today), count)}-${two(day)}`)
    .filter(isCalendarDay);
  const near = nearest(days, today);
  return near === undefined ? { is: "unread" } : found(near);
}

/** Of two that are equally near, the one that has been. */
function nearest(days: readonly CalendarDay[], today: CalendarDay): CalendarDay | undefined {
  const away = (day: CalendarDay) => Math.abs(daysBetween(today, day));
  return [...days].sort((a, b) => away(a) - away(b) || (a < b ? -1 : 1))[0];
}

function found(day: CalendarDay): WrittenDay {
  return { is: "day", day };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
