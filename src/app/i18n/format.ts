import { type CalendarDay, dayOf, daysBetween, minuteOf, weekdayOf } from "#kernel/calendar.ts";
import { language, textOf } from "./i18n.ts";

/** Days, hours and numbers as a Vietnamese office writes them, in both languages: 24/11/2025, 07:42, 3,6. */
export function formatDay(day: CalendarDay): string {
  const [year, month, date] = day.split("-");
  return `${date}/${month}/${year}`;
}

/** 24/11 */
export function formatShortDay(day: CalendarDay): string {
  const [, month, date] = day.split("-");
  return `${date}/${month}`;
}

/** 07:42 */
export function formatTime(ms: number): string {
  const minutes = minuteOf(ms);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** 07:42 today, else 16:20, 21/11 */
export function formatMoment(ms: number, now: number): string {
  const day = dayOf(ms);
  if (day === dayOf(now)) return formatTime(ms);
  return `${formatTime(ms)}, ${isSameYear(day, now) ? formatShortDay(day) : formatDay(day)}`;
}

/** The time column: 07:14 today, 21/11 this year, 21/11/24 older. */
export function formatRowTime(ms: number, now: number): string {
  const day = dayOf(ms);
  return day === dayOf(now) ? formatTime(ms) : formatRowDay(day, now);
}

/** The time column of something that has a day only; another year goes below the day, which stays whole. */
export function formatRowDay(day: CalendarDay, now: number): string {
  return isSameYear(day, now) ? formatShortDay(day) : `${formatShortDay(day)} ${day.slice(0, 4)}`;
}

/** Thứ Hai, 24/11/2025 */
export function formatLongDay(day: CalendarDay): string {
  return `${weekdayName(day)}, ${formatDay(day)}`;
}

export function weekdayName(day: CalendarDay): string {
  return textOf(`common:weekdays.${weekdayOf(day)}`);
}

/** The weekday inside a sentence: thứ Hai. */
export function weekdayInside(day: CalendarDay): string {
  return textOf(`common:weekdaysInside.${weekdayOf(day)}`);
}

/** hôm nay, hôm qua, thứ Sáu (within a week), else 21/11 or 21/11/2024. */
export function formatNearDay(day: CalendarDay, today: CalendarDay): string {
  const ago = daysBetween(day, today);
  if (ago === 0) return textOf("common:today");
  if (ago === 1) return textOf("common:yesterday");
  if (ago === -1) return textOf("common:tomorrow");
  if (ago > 1 && ago < 7) return weekdayInside(day);
  return day.slice(0, 4) === today.slice(0, 4) ? formatShortDay(day) : formatDay(day);
}

/** 18 phút, 2 giờ 5 phút, 3 ngày: a length of time in its two largest parts. */
export function formatDuration(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return textOf("common:duration.minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return textOf("common:duration.days", { count: Math.floor(hours / 24) });
  const rest = minutes % 60;
  const whole = textOf("common:duration.hours", { count: hours });
  return rest === 0 ? whole : `${whole} ${textOf("common:duration.minutes", { count: rest })}`;
}

/** 1.200 and 3,6 in Vietnamese; 1,200 and 3.6 in English. */
export function formatNumber(value: number, decimals = 0): string {
  return numberFormat(decimals).format(value);
}

/** Bytes in the largest unit that keeps them legible: 40 MB, 1,2 MB, 812 kB. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${formatNumber(bytes / 1e9, 1)} GB`;
  if (bytes >= 1e7) return `${formatNumber(bytes / 1e6)} MB`;
  if (bytes >= 1e6) return `${formatNumber(bytes / 1e6, 1)} MB`;
  return `${formatNumber(Math.ceil(bytes / 1000))} kB`;
}

const collator = new Intl.Collator("vi", { numeric: true });

export function compareText(a: string, b: string): number {
  return collator.compare(a, b);
}

/** Words of a list inside a sentence: tại Trung tâm; an abbreviation such as UBND stays as it is. */
export function inSentence(text: string): string {
  return /^\S+\p{Lu}/u.test(text) ? text : text.slice(0, 1).toLocaleLowerCase("vi") + text.slice(1);
}

/** People are sorted by their given name, the last word, then by the whole. */
export function comparePeople(a: string, b: string): number {
  return collator.compare(givenName(a), givenName(b)) || collator.compare(a, b);
}

function givenName(name: string): string {
  return name.trim().split(/\s+/).at(-1) ?? name;
}

/** What a person is called beside an icon: the given name, or of a post the words that tell it: Quản trị, một cửa 1. */
export function shortName(name: string): string {
  const given = givenName(name);
  if (/^\p{Lu}/u.test(given)) return given;
  const whole = name.trim();
  if (whole.length <= longestPost) return whole;
  const words = whole.split(/\s+/);
  const isNumbered = /^\d+$/.test(given);
  let short = isNumbered ? words.slice(-3) : words.slice(0, 3);
  while (short.length > 1 && (short.join(" ").length > longestPost || !/^\p{L}/u.test(short[0] ?? "")))
    short = isNumbered ? short.slice(1) : short.slice(0, -1);
  return short.join(" ");
}

const longestPost = 12;

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(decimals: number): Intl.NumberFormat {
  const locale = language() === "en" ? "en-GB" : "vi-VN";
  const key = `${locale}${decimals}`;
  const made = formats.get(key) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: decimals });
  formats.set(key, made);
  return made;
}

function isSameYear(day: CalendarDay, now: number): boolean {
  return day.slice(0, 4) === dayOf(now).slice(0, 4);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
