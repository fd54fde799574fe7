import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { clockTime, isClockTime } from "#kernel/clock-time.ts";
import { readTime } from "#kernel/written-time.ts";

const now = 9 * 60 + 41;

describe("a time as people write it", () => {
  test.each([
    ["7h", "07:00"],
    ["7h5", "07:05"],
    ["7:05", "07:05"],
    ["7:5", "07:05"],
    ["1905", "19:05"],
    ["7 giờ 30", "07:30"],
    ["7 giờ 30 phút", "07:30"],
    ["0730", "07:30"],
    ["730", "07:30"],
    ["7", "07:00"],
    ["19", "19:00"],
    ["19h", "19:00"],
    ["7g30", "07:30"],
    ["7h30'", "07:30"],
    ["7H30P", "07:30"],
    ["7.30", "07:30"],
    ["7,05", "07:05"],
    ["07:05", "07:05"],
    ["０７：０５", "07:05"],
    ["00:00", "00:00"],
    ["0h", "00:00"],
    ["23h59", "23:59"],
    ["lúc 7h", "07:00"],
    ["7 rưỡi", "07:30"],
    ["7 giờ rưỡi tối", "19:30"],
    ["8 giờ kém 15", "07:45"],
    ["8h kém 5 phút", "07:55"],
    ["2 giờ chiều", "14:00"],
    ["14 giờ chiều", "14:00"],
    ["7h sáng", "07:00"],
    ["12 giờ trưa", "12:00"],
    ["1h trưa", "13:00"],
    ["11 giờ đêm", "23:00"],
    ["12 giờ đêm", "00:00"],
    ["2h đêm", "02:00"],
    ["7 pm", "19:00"],
    ["12 am", "00:00"],
    ["bây giờ", "09:41"],
    ["now", "09:41"],
  ])("%s is %s", (text, time) => expect(readTime(text, now)).toEqual({ is: "time", time }));

  test.each([
    ...["24:00", "24h", "25", "7h60", "7:75", "195", "99", "13h sáng", "3 giờ tối", "0 giờ kém 5"].map(
      (text) => [text, "impossible"] as const,
    ),
    ...["7,5", "07:05:30", "sáng", "bảy giờ", "h", "7h5h", "7 30 15", "1/12", "12345", "-7"].map(
      (text) => [text, "unread"] as const,
    ),
    ["", "nothing"],
    ["  ", "nothing"],
  ] as const)("%s is no time: %s", (text, is) => expect(readTime(text, now)).toEqual({ is }));
});

describe("over all minutes of a day", () => {
  const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
  const ways: ((hour: number, minute: number) => string)[] = [
    (hour, minute) => `${hour}h${minute}`,
    (hour, minute) => `${hour}:${String(minute).padStart(2, "0")}`,
    (hour, minute) => `${hour} giờ ${minute} phút`,
    (hour, minute) => `${hour}.${String(minute).padStart(2, "0")}`,
    (hour, minute) => clockTime(hour * 60 + minute).replace(":", ""),
  ];

  it("reads each in every way of writing, as the same", () => {
    fc.assert(
      fc.property(minutes, fc.constantFrom(...ways), (at, way) => {
        expect(readTime(way(Math.floor(at / 60), at % 60), now)).toEqual({ is: "time", time: clockTime(at) });
      }),
    );
  });

  it("never throws, and never makes a time that no clock has", () => {
    const bits = fc.constantFrom(..."0123456789:., '", "h", " giờ ", " kém ", " rưỡi", " chiều", " đêm");
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 8 }), minutes, (all, at) => {
        const read = readTime(all.join(""), at);
        if (read.is === "time") expect(isClockTime(read.time)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
