import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rosterWarnings } from "#domain/roster/roster-warnings.ts";
import type { Shift } from "#domain/roster/shift-kinds.ts";
import { mostShifts, roundTheClock, weekly } from "#domain/roster/shift-plans.ts";
import { endOf, onDuty, type Placed, startOf } from "#domain/roster/shift-times.ts";
import { addDays, DAY_MS, startOfDay } from "#kernel/calendar.ts";

const day = "2026-11-23";
const hour = 3_600_000;
const shift = (part: Partial<Shift> = {}): Shift => ({
  sort: "duty",
  day,
  from: "19:00",
  to: "07:00",
  person: "hoa",
  ...part,
});
const placed = (...shifts: Shift[]): Placed[] => shifts.map((body, at) => ({ id: `s${at}`, body }));
const open = new Map([
  ["hoa", true],
  ["lan", true],
  ["cu", false],
]);
const plan = (made: ReturnType<typeof weekly>): Shift[] => {
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value;
};
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);

describe("the hours of a shift", () => {
  it("run over midnight into the next day, and a whole day and night where both are the same", () => {
    expect(endOf(shift()) - startOf(shift())).toBe(12 * hour);
    expect(endOf(shift())).toBe(startOfDay("2026-11-24") + 7 * hour);
    expect(endOf(shift({ from: "07:00", to: "07:00" })) - startOf(shift({ from: "07:00" }))).toBe(DAY_MS);
    expect(endOf(shift({ from: "07:00", to: "11:30" })) - startOf(shift({ from: "07:00" }))).toBe(4.5 * hour);
  });

  it("tell who is on and who comes next, to the minute", () => {
    const list = placed(shift(), shift({ day: "2026-11-24", person: "lan" }), shift({ sort: "check" }));
    const at = (text: string) => onDuty(list, Date.parse(`${text}+07:00`), "duty");
    expect(at("2026-11-24T06:59:59").now.map(({ id }) => id)).toEqual(["s0"]);
    expect(at("2026-11-24T07:00:00")).toMatchObject({ now: [], next: [{ id: "s1" }] });
    expect(at("2026-11-24T19:00:00")).toMatchObject({ now: [{ id: "s1" }], next: [] });
  });
});

describe("many shifts in one deed", () => {
  it("repeat weekly up to the day said, and with it", () => {
    expect(plan(weekly(shift(), "2026-12-07")).map((one) => one.day)).toEqual([
      "2026-11-23",
      "2026-11-30",
      "2026-12-07",
    ]);
    expect(plan(weekly(shift(), "2026-12-06"))).toHaveLength(2);
    expect(weekly(shift(), "2026-11-22")).toMatchObject({ refusal: { code: "end-before-start" } });
    expect(weekly(shift(), "2030-01-01")).toMatchObject({ refusal: { code: "too-many-shifts" } });
  });

  it("round the clock: each begins as the last one ends, people take turns, nothing to warn of", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(clock, { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 2 }),
        fc.integer({ min: 0, max: 20 }),
        (reliefs, people, days) => {
          const watch = { first: day, last: addDays(day, days), reliefs, people };
          const chain = plan(roundTheClock(watch, { sort: "duty" }));
          expect(chain).toHaveLength((days + 1) * reliefs.length);
          for (const [at, one] of chain.entries()) {
            expect(one.person).toBe(people[at % people.length]);
            const next = chain[at + 1];
            if (next) expect(startOf(next)).toBe(endOf(one));
          }
          const accounts = new Map(people.map((person) => [person, true]));
          expect(rosterWarnings(placed(...chain), accounts, startOfDay(day))).toEqual([]);
        },
      ),
    );
  });

  it("are refused when they cannot be made", () => {
    const watch = { first: day, last: day, reliefs: ["07:00"], people: ["hoa"] };
    const code = (part: Partial<typeof watch>) => roundTheClock({ ...watch, ...part }, { sort: "duty" });
    expect(code({ people: [] })).toMatchObject({ refusal: { code: "nobody" } });
    expect(code({ last: "2026-11-20" })).toMatchObject({ refusal: { code: "end-before-start" } });
    expect(code({ reliefs: ["07:00", "07:00"] })).toMatchObject({ refusal: { code: "hours-repeated" } });
    expect(code({ last: addDays(day, mostShifts) })).toMatchObject({ refusal: { code: "too-many-shifts" } });
  });
});

describe("warnings", () => {
  const week = () =>
    plan(
      roundTheClock(
        { first: day, last: "2026-11-29", reliefs: ["07:00", "19:00"], people: ["hoa", "lan"] },
        { sort: "duty" },
      ),
    );

  it("name the hours of a watch in which nobody is on, until another shift covers them", () => {
    const broken = week().filter((_, at) => at !== 3 && at !== 4);
    const gap = { from: startOfDay("2026-11-24") + 19 * hour, to: startOfDay("2026-11-25") + 19 * hour };
    expect(rosterWarnings(placed(...broken), open, startOfDay(day))).toEqual([{ sort: "gap", ...gap }]);
    const half = shift({ day: "2026-11-24", person: "lan" });
    expect(rosterWarnings(placed(...broken, half), open, startOfDay(day))).toEqual([
      { sort: "gap", from: startOfDay("2026-11-25") + 7 * hour, to: gap.to },
    ]);
    const check = shift({ day: "2026-11-24", from: "19:00", to: "19:00", sort: "check", person: "lan" });
    expect(rosterWarnings(placed(...broken, check), open, startOfDay(day))).toHaveLength(1);
    expect(rosterWarnings(placed(...broken), open, gap.to)).toEqual([]);
  });

  it("name the first and the last hours as well", () => {
    const broken = week().slice(1, -1);
    expect(rosterWarnings(placed(...broken), open, 0).map((one) => one.sort)).toEqual(["gap", "gap"]);
  });

  it("name whoever is in two shifts at once, not one who goes from one into the next", () => {
    const list = placed(shift(), shift({ day: "2026-11-24", from: "06:00", to: "08:00" }));
    expect(rosterWarnings(list, open, 0)).toMatchObject([{ sort: "double", person: "hoa" }]);
    expect(rosterWarnings(placed(shift(), shift({ day: "2026-11-24", from: "07:00" })), open, 0)).toEqual([]);
  });

  it("say once what would read the same: a shift that was put down twice", () => {
    const morning = shift({ day: "2026-11-24", from: "06:45", to: "07:30" });
    const found = rosterWarnings(placed(shift(), shift(), morning), open, 0);
    expect(found.map((one) => one.sort === "double" && one.shifts.map(({ id }) => id))).toEqual([
      ["s0", "s1"],
      ["s0", "s2"],
    ]);
  });

  it("name those whose account is closed or who are nobody here", () => {
    const list = placed(shift({ person: "cu" }), shift({ day: "2026-11-24", person: "ai" }));
    expect(rosterWarnings(list, open, 0)).toMatchObject([
      { sort: "closed", person: "cu" },
      { sort: "unknown", person: "ai" },
    ]);
  });
});
