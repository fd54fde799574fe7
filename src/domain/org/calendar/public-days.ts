import { addDays, type CalendarDay, weekdayOf } from "#kernel/calendar.ts";

/**
 * The days off that Article 112 of the Labour Code gives everyone in Viet Nam, the days off in lieu of those that fall
 * on a weekend, and the working days that the Government has swapped. What a commune decides otherwise lies in its own
 * marks (`calendar-kinds.ts`) and outweighs this.
 */
export type HolidayName = "newYear" | "tet" | "hungKings" | "victory" | "labour" | "national";

export interface PublicDay {
  readonly work: boolean;
  /** `inLieu`: nghỉ bù; `swap`: off for a Saturday worked; `makeup`: that Saturday. */
  readonly why: "holiday" | "inLieu" | "swap" | "makeup";
  readonly name: HolidayName;
}

/** First and last year whose lunar days are in the table; tests compare it with a library of lunar calendars. */
export const lunarYears = { from: 2025, to: 2050 } as const;
const tet =
  "0129 0217 0206 0126 0213 0202 0123 0211 0131 0219 0208 0128 0215 0204 0124 0212 0201 0122 0210 0130 0217 0206 0126 0214 0202 0123".split(
    " ",
  );
const hungKings =
  "0407 0426 0416 0404 0423 0412 0401 0419 0409 0428 0417 0406 0424 0413 0403 0420 0410 0429 0419 0407 0426 0415 0404 0422 0411 0401".split(
    " ",
  );

/** Day off, Saturday worked for it, the holiday it joins: as the Government announced them for public offices. */
const announced: readonly (readonly [CalendarDay, CalendarDay, HolidayName])[] = [
  ["2025-05-02", "2025-04-26", "labour"],
  ["2026-01-02", "2026-01-10", "newYear"],
  ["2026-08-31", "2026-08-22", "national"],
];

const known = new Map<number, ReadonlyMap<CalendarDay, PublicDay>>();

export function publicDayOf(day: CalendarDay): PublicDay | undefined {
  return publicDays(Number(day.slice(0, 4))).get(day);
}

export function publicDays(year: number): ReadonlyMap<CalendarDay, PublicDay> {
  const found = known.get(year) ?? compute(year);
  known.set(year, found);
  return found;
}

function compute(year: number): ReadonlyMap<CalendarDay, PublicDay> {
  const days = new Map<CalendarDay, PublicDay>();
  const off = (day: CalendarDay, why: PublicDay["why"], name: HolidayName) =>
    days.set(day, { work: false, why, name });
  const given = statutory(year);
  for (const [day, name] of given) off(day, "holiday", name);
  for (const [day, name] of given) {
    const weekday = weekdayOf(day);
    if (weekday < 6) continue;
    // Round Tết the office practice is to rest before a Saturday's holiday, and after a Sunday's.
    const step = name === "tet" && weekday === 6 ? -1 : 1;
    let inLieu = addDays(day, step);
    while (days.has(inLieu) || weekdayOf(inLieu) > 5) inLieu = addDays(inLieu, step);
    off(inLieu, "inLieu", name);
  }
  for (const [free, worked, name] of announced) {
    if (free.startsWith(`${year}-`)) off(free, "swap", name);
    if (worked.startsWith(`${year}-`)) days.set(worked, { work: true, why: "makeup", name });
  }
  return days;
}

function statutory(year: number): [CalendarDay, HolidayName][] {
  const on = (mmdd: string) => `${year}-${mmdd.slice(0, 2)}-${mmdd.slice(2)}`;
  const days: [CalendarDay, HolidayName][] = [[on("0101"), "newYear"]];
  const newYear = tet[year - lunarYears.from];
  const kings = hungKings[year - lunarYears.from];
  if (newYear) for (let at = -1; at < 4; at++) days.push([addDays(on(newYear), at), "tet"]);
  if (kings) days.push([on(kings), "hungKings"]);
  days.push([on("0430"), "victory"], [on("0501"), "labour"]);
  const national = on("0902");
  // The second day joins a weekend where it can: after a Monday, a Thursday or a Sunday, else before.
  const beside = [1, 4, 7].includes(weekdayOf(national)) ? 1 : -1;
  days.push([national, "national"], [addDays(national, beside), "national"]);
  return days;
}
