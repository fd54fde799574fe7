import { CalendarVietnamese } from "date-chinese";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarMark } from "#domain/org/calendar/calendar-kinds.ts";
import { lunarYears, publicDays } from "#domain/org/calendar/public-days.ts";
import { addWorkingDays, siteCalendar, workCalendar } from "#domain/org/calendar/work-days.ts";
import { addDays, weekdayOf } from "#kernel/calendar.ts";
import { addMonths, daysOf, isMonth, lastDayOf, monthOf } from "#kernel/month.ts";

const dayArb = fc.integer({ min: 0, max: 26 * 365 }).map((count) => addDays("2025-01-01", count));
const offIn = (year: number) =>
  [...publicDays(year)].flatMap(([day, { work }]) => (work ? [] : [day.slice(5)])).sort();

/** A day of the Vietnamese lunar calendar, by the library. */
function lunarDay(year: number, month: number, date: number): string {
  const inside = new CalendarVietnamese();
  inside.fromGregorian(year, 6, 30);
  const [cycle, ofCycle] = inside.get();
  const found = new CalendarVietnamese(cycle, ofCycle, month, false, date).toGregorian();
  return `${found.year}-${String(found.month).padStart(2, "0")}-${String(found.day).padStart(2, "0")}`;
}

describe("public holidays of Viet Nam", () => {
  it("has Tết and Giỗ Tổ as the library of lunar calendars computes them, for every year of the table", () => {
    for (let year = lunarYears.from; year <= lunarYears.to; year++) {
      const named = (name: string) =>
        [...publicDays(year)].flatMap(([day, one]) =>
          one.name === name && one.why === "holiday" ? [day] : [],
        );
      const first = lunarDay(year, 1, 1);
      expect(named("tet").sort()).toEqual([-1, 0, 1, 2, 3].map((at) => addDays(first, at)));
      expect(named("hungKings")).toEqual([lunarDay(year, 3, 10)]);
    }
  });

  it("agrees with the official days", () => {
    expect(publicDays(2026).get("2026-02-17")?.name).toBe("tet");
    expect(publicDays(2027).get("2027-02-06")?.name).toBe("tet");
    expect(publicDays(2028).get("2028-01-26")?.name).toBe("tet");
    // The Government's notices for public offices; a Saturday worked is no day off.
    expect(offIn(2025)).toEqual(
      "01-01 01-27 01-28 01-29 01-30 01-31 02-01 04-07 04-30 05-01 05-02 09-01 09-02".split(" "),
    );
    expect(offIn(2026)).toEqual(
      "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 08-31 09-01 09-02".split(" "),
    );
    expect(publicDays(2026).get("2026-08-22")).toEqual({ work: true, why: "makeup", name: "national" });
    expect(publicDays(2028).get("2028-05-02")).toMatchObject({ why: "inLieu", name: "victory" });
  });

  it("gives eleven days a year, and one in lieu of each that falls on a weekend", () => {
    for (let year = lunarYears.from; year <= lunarYears.to; year++) {
      const days = [...publicDays(year)];
      const given = days.filter(([, one]) => one.why === "holiday");
      const inLieu = days.filter(([, one]) => one.why === "inLieu");
      // Two may share a day (Giỗ Tổ on 30/4): the later name stands and no day is lost from the table.
      expect(given.length).toBeGreaterThanOrEqual(10);
      expect(given.length).toBeLessThanOrEqual(11);
      expect(inLieu).toHaveLength(given.filter(([day]) => weekdayOf(day) > 5).length);
      expect(inLieu.filter(([day]) => weekdayOf(day) > 5)).toEqual([]);
    }
  });
});

describe("the working calendar", () => {
  it("lets the commune's mark outweigh the holiday, and the holiday the week", () => {
    const marks: CalendarMark[] = [
      { day: "2026-02-20", work: true, why: "extra" },
      { day: "2026-11-24", work: false, why: "holiday", name: "Ngày Văn hóa Việt Nam" },
      { day: "2026-11-28", work: true, why: "makeup", pair: "2026-11-24" },
    ];
    const calendar = workCalendar(marks);
    expect(calendar("2026-02-19")).toMatchObject({ work: false, why: "holiday", holiday: "tet" });
    expect(calendar("2026-02-20").work).toBe(true);
    expect(calendar("2026-11-24")).toMatchObject({ work: false, name: "Ngày Văn hóa Việt Nam" });
    expect(calendar("2026-11-28")).toMatchObject({ work: true, why: "makeup" });
    expect(calendar("2026-11-29")).toMatchObject({ work: false, why: "week" });
  });

  it("follows a site's own week, and ends with the site", () => {
    const calendar = siteCalendar({ weekdays: [1, 2, 3, 4, 5, 6], closedOn: "2026-12-01" }, []);
    expect(calendar("2026-11-28").work).toBe(true);
    expect(calendar("2026-11-30").work).toBe(true);
    expect(calendar("2026-12-01")).toEqual({ work: false, why: "closure" });
    expect(siteCalendar({}, [])("2026-11-28").work).toBe(false);
  });

  it("counts working days as one would with a finger on the calendar", () => {
    expect(addWorkingDays("2026-02-13", 2, workCalendar())).toBe("2026-02-24");
    expect(addWorkingDays("2026-08-28", 1, workCalendar())).toBe("2026-09-03");
    fc.assert(
      fc.property(
        dayArb,
        fc.integer({ min: 1, max: 15 }),
        fc.array(dayArb, { maxLength: 5 }),
        (from, count, off) => {
          const calendar = workCalendar(off.map((day) => ({ day, work: false, why: "closure" })));
          const end = addWorkingDays(from, count, calendar);
          let worked = 0;
          for (let day = addDays(from, 1); day <= end; day = addDays(day, 1))
            worked += calendar(day).work ? 1 : 0;
          expect(worked).toBe(count);
          expect(calendar(end).work).toBe(true);
        },
      ),
    );
  });

  it("ends even where nobody ever works", () => {
    expect(addWorkingDays("2026-01-01", 1, () => ({ work: false, why: "closure" }))).toBe("2027-01-02");
  });
});

describe("months", () => {
  it("have each of their days once, in order", () => {
    fc.assert(
      fc.property(dayArb, (day) => {
        const month = monthOf(day);
        const days = daysOf(month);
        expect(days).toContain(day);
        expect(days[0]).toBe(`${month}-01`);
        expect(days.at(-1)).toBe(lastDayOf(month));
        expect(monthOf(addDays(lastDayOf(month), 1))).toBe(addMonths(month, 1));
        expect(addMonths(addMonths(month, 17), -17)).toBe(month);
        expect(isMonth(month)).toBe(true);
      }),
    );
    expect(daysOf("2028-02")).toHaveLength(29);
    expect(["2026-13", "2026-1", "thang"].filter(isMonth)).toEqual([]);
  });
});
