import { describe, expect, it } from "vitest";
import { supportVisitSchema } from "#domain/support/support-kinds.ts";
import { earliestVisitDay, groupsOverPeople, peopleLimit } from "#domain/support/visit-limits.ts";
import { countedFrom, isWholeWithin, readWhole } from "#kernel/typed-number.ts";

describe("a typed whole number", () => {
  it("is read as that number or kept as typed, never as another", () => {
    const typed = ["", " 60 ", "0", "62,5", "-5", "6,580", "1.200", "abc", "9".repeat(20)];
    expect(typed.map(readWhole)).toEqual([
      null,
      60,
      0,
      "62,5",
      "-5",
      "6,580",
      "1.200",
      "abc",
      "9".repeat(20),
    ]);
  });

  it("is counted on from by the buttons, the decimal comma understood", () => {
    expect([null, 3, "62,5", "-5", "abc"].map(countedFrom)).toEqual([0, 3, 62, -5, 0]);
  });

  it("lies within its bounds or not", () => {
    const values = [0, 1, 5, 6, 2.5, "3", null];
    expect(values.map((one) => isWholeWithin(one, 1, 5))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("what the form of a visit takes", () => {
  it("goes back a year, the same date", () => {
    expect(earliestVisitDay("2026-11-22")).toBe("2025-11-22");
    expect(earliestVisitDay("2024-02-29")).toBe("2023-02-28");
  });

  it("is as many people as the book holds", () => {
    const visit = { day: "2026-01-05", sort: "file", form: "home", result: "done" };
    expect(supportVisitSchema.safeParse({ ...visit, people: peopleLimit }).success).toBe(true);
    expect(supportVisitSchema.safeParse({ ...visit, people: peopleLimit + 1 }).success).toBe(false);
  });

  it("warns of a single group with more people than were helped, not of their sum", () => {
    expect(groupsOverPeople({ elderly: 2, poor: 2, disabled: 1 }, 2)).toEqual([]);
    expect(groupsOverPeople({ elderly: 3, poor: 2 }, 2)).toEqual(["elderly"]);
    expect(groupsOverPeople({ elderly: "3x", poor: null }, 2)).toEqual([]);
    expect(groupsOverPeople({ elderly: 3 }, "")).toEqual([]);
  });
});
