import { describe, expect, test } from "vitest";
import type { Shift } from "#domain/roster/shift-kinds.ts";
import { reachable } from "#domain/roster/shift-times.ts";
import { startOfDay } from "#kernel/calendar.ts";

const day = "2026-03-04";
const at = (hour: number, of = day) => startOfDay(of) + hour * 3_600_000;
const shift = (id: string, from: string, to: string, on = day) => ({
  id,
  body: { sort: "duty", day: on, from, to, person: id } as Shift,
});
const ids = (now: number, ...shifts: ReturnType<typeof shift>[]) => {
  const found = reachable(shifts, now);
  return { now: found.now.map(({ id }) => id), tonight: found.tonight.map(({ id }) => id) };
};

describe("whom to reach", () => {
  const late = shift("late", "22:00", "06:00");
  const evening = shift("evening", "17:00", "22:00");
  const noon = shift("noon", "11:30", "13:30");
  const tomorrow = shift("tomorrow", "07:00", "17:00", "2026-03-05");

  test("in the morning: those of the evening and the night, in their order, not those of noon or tomorrow", () => {
    expect(ids(at(8), tomorrow, late, noon, evening)).toEqual({ now: [], tonight: ["evening", "late"] });
  });

  test("who is on is named once, until the last minute", () => {
    expect(ids(at(21.99), late, evening)).toEqual({ now: ["evening"], tonight: ["late"] });
    expect(ids(at(22), late, evening)).toEqual({ now: ["late"], tonight: [] });
  });

  test("after midnight it is still that night until six", () => {
    const early = shift("early", "03:00", "05:00", "2026-03-05");
    expect(ids(at(1, "2026-03-05"), late, early, tomorrow)).toEqual({ now: ["late"], tonight: ["early"] });
    expect(ids(at(6, "2026-03-05"), late, tomorrow, shift("next", "19:00", "07:00", "2026-03-05"))).toEqual({
      now: [],
      tonight: ["next"],
    });
  });
});
