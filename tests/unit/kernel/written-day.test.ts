import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { addDays, daysBetween, isCalendarDay, weekdayOf } from "#kernel/calendar.ts";
import { readDay, type WrittenDay } from "#kernel/written-day.ts";

/** A Tuesday. */
const today = "2026-12-01";
const day = (found: string): WrittenDay => ({ is: "day", day: found });

describe("a day as people write it", () => {
  test.each([
    ["1/12", "2026-12-01"],
    ["01/12/26", "2026-12-01"],
    ["1.12.2026", "2026-12-01"],
    ["1-12", "2026-12-01"],
    ["1 - 12 - 2026", "2026-12-01"],
    ["1,12", "2026-12-01"],
    ["1 12", "2026-12-01"],
    ["１／１２", "2026-12-01"],
    ["3–12", "2026-12-03"],
    ["0112", "2026-12-01"],
    ["011226", "2026-12-01"],
    ["01122026", "2026-12-01"],
    ["2026-12-01", "2026-12-01"],
    ["2026/2/28", "2026-02-28"],
    ["31/12/", "2026-12-31"],
    ["ngày 1 tháng 12", "2026-12-01"],
    ["Ngày 5 tháng 3 năm 2027", "2027-03-05"],
    ["mùng 5/12", "2026-12-05"],
    ["ngày 3", "2026-12-03"],
    ["28", "2026-11-28"],
    ["31", "2026-12-31"],
    ["hôm nay", "2026-12-01"],
    ["HÔM NAY", "2026-12-01"],
    ["hom nay", "2026-12-01"],
    ["hôm qua", "2026-11-30"],
    ["hôm kia", "2026-11-29"],
    ["mai", "2026-12-02"],
    ["ngày mai", "2026-12-02"],
    ["ngày kia", "2026-12-03"],
    ["mốt", "2026-12-03"],
    ["thứ hai", "2026-11-30"],
    ["Thứ tư", "2026-12-02"],
    ["thứ 7", "2026-11-28"],
    ["t6", "2026-12-04"],
    ["chủ nhật", "2026-11-29"],
    ["CN", "2026-11-29"],
    ["thứ sáu này", "2026-12-04"],
    ["thứ hai tuần này", "2026-11-30"],
    ["thứ hai tuần sau", "2026-12-07"],
    ["thứ sáu tuần trước", "2026-11-27"],
    ["thứ hai tới", "2026-12-07"],
    ["thứ ba tới", "2026-12-08"],
    ["thứ tư vừa rồi", "2026-11-25"],
    ["thứ ba qua", "2026-11-24"],
    ["Thứ Ba, 01/12/2026", "2026-12-01"],
    ["t4 2/12", "2026-12-02"],
    ["yesterday", "2026-11-30"],
    ["friday", "2026-12-04"],
    ["mon", "2026-11-30"],
    ["29/2/2028", "2028-02-29"],
  ])("%s is %s", (text, found) => expect(readDay(text, today)).toEqual(day(found)));

  test.each([
    ["31/2", { is: "pastMonth", month: 2, year: 2026, last: 28 }],
    ["29/2", { is: "pastMonth", month: 2, year: 2026, last: 28 }],
    ["29/02/2027", { is: "pastMonth", month: 2, year: 2027, last: 28 }],
    ["29/2/1900", { is: "pastMonth", month: 2, year: 1900, last: 28 }],
    ["31.4", { is: "pastMonth", month: 4, year: 2026, last: 30 }],
    ["3111", { is: "pastMonth", month: 11, year: 2026, last: 30 }],
    ["2026-02-30", { is: "pastMonth", month: 2, year: 2026, last: 28 }],
    ["12/25", { is: "noMonth", month: 25 }],
    ["1/0", { is: "noMonth", month: 0 }],
    ["Thứ Hai, 01/12/2026", { is: "otherWeekday", day: "2026-12-01" }],
    ["thứ hai 31/2", { is: "pastMonth", month: 2, year: 2026, last: 28 }],
    ["", { is: "nothing" }],
    [" \t", { is: "nothing" }],
    ...["0", "0/5", "32", "1/2/3/4", "1/12/202", "1/12/0026", "thứ", "thu", "hai", "sau", "thứ 8", "t1"].map(
      (text) => [text, { is: "unread" }] as const,
    ),
    ...[
      "cuối tháng",
      "7:30",
      "1e2",
      "-",
      "12/2026",
      "constructor",
      "__proto__",
      "hôm",
      "một",
      "ngày một",
    ].map((text) => [text, { is: text === "-" ? "nothing" : "unread" }] as const),
  ] as const)("%s is no day, and it is said why", (text, why) => expect(readDay(text, today)).toEqual(why));

  it("takes a weekday that was, where only such a day is asked for", () => {
    expect(readDay("thứ sáu", today, { max: today })).toEqual(day("2026-11-27"));
    expect(readDay("thứ hai", today, { min: today })).toEqual(day("2026-12-07"));
    expect(readDay("thứ ba", today, { max: today })).toEqual(day(today));
    expect(readDay("thứ ba", today, { min: "2027-03-01" })).toEqual(day(today));
  });

  it("takes the year that is nearest, over the turn of the year too", () => {
    expect(readDay("25/12", "2027-01-03")).toEqual(day("2026-12-25"));
    expect(readDay("3/1", "2026-12-30")).toEqual(day("2027-01-03"));
    expect(readDay("29/2", "2027-12-01")).toEqual(day("2028-02-29"));
    expect(readDay("29/2", "2028-11-20")).toEqual(day("2028-02-29"));
    expect(readDay("1/1/98", today)).toEqual(day("1998-01-01"));
    expect(readDay("1/1/75", today)).toEqual(day("2075-01-01"));
    expect(readDay("1/1/77", today)).toEqual(day("1977-01-01"));
  });
});

describe("over all days", () => {
  const days = fc.integer({ min: -40_000, max: 40_000 }).map((count) => addDays(today, count));
  const ways: ((parts: readonly [string, string, string]) => string)[] = [
    ([y, m, d]) => `${d}/${m}/${y}`,
    ([y, m, d]) => `${Number(d)}-${Number(m)}-${y}`,
    ([y, m, d]) => `${d}.${Number(m)}.${y}`,
    ([y, m, d]) => `${d}${m}${y}`,
    ([y, m, d]) => `${y}-${m}-${d}`,
    ([y, m, d]) => `ngày ${Number(d)} tháng ${Number(m)} năm ${y}`,
  ];

  it("reads every day that is written whole, whatever day it is now", () => {
    fc.assert(
      fc.property(days, days, fc.constantFrom(...ways), (meant, now, way) => {
        expect(readDay(way(meant.split("-") as [string, string, string]), now)).toEqual(day(meant));
      }),
    );
  });

  it("of a day without its year takes none that is farther than another", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 1, max: 12 }),
        days,
        (date, month, now) => {
          const read = readDay(`${date}/${month}`, now);
          const year = Number(now.slice(0, 4));
          const two = (value: number) => String(value).padStart(2, "0");
          const all = [-2, -1, 0, 1, 2]
            .map((count) => `${year + count}-${two(month)}-${two(date)}`)
            .filter(isCalendarDay);
          const away = (one: string) => Math.abs(daysBetween(now, one));
          if (read.is === "day") {
            expect(Number(read.day.slice(8))).toBe(date);
            expect(all.every((one) => away(one) >= away(read.day))).toBe(true);
          } else expect(all.every((one) => away(one) > 365)).toBe(true);
        },
      ),
    );
  });

  it("of a weekday alone takes one at most three days away", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 7 }), days, (number, now) => {
        const read = readDay(`thứ ${number}`, now);
        if (read.is !== "day") throw new Error(read.is);
        expect(weekdayOf(read.day)).toBe(number - 1);
        expect(Math.abs(daysBetween(now, read.day))).toBeLessThanOrEqual(3);
      }),
    );
  });

  it("never throws, and never makes a day that no calendar has", () => {
    const bits = fc.constantFrom(..."0123456789/.-, ", "thứ ", "ngày ", "tháng ", "hôm ", "năm ", "\u200b");
    const texts = fc.oneof(
      fc.string(),
      fc.array(bits, { maxLength: 12 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(texts, days, (text, now) => {
        const read = readDay(text, now);
        if (read.is === "day") expect(isCalendarDay(read.day)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
