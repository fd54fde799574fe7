import { describe, expect, it } from "vitest";
import { atCentre, countVisits, likelyTwins, monthsBack } from "#domain/support/visit-counts.ts";

const visit = { day: "2025-11-24", sort: "vneid", village: "xom-5", people: 1 };
const one = (id: string, at: number, by = "lan", tally = false) => ({
  id,
  at,
  by,
  visit: { ...visit, ...(tally ? { tally } : {}) },
});

describe("counts of visits", () => {
  it("has no entry for a village without visits: missing is not zero", () => {
    const counts = countVisits([
      { ...visit, groups: { elderly: 2 } },
      { sort: "file", people: 3 },
    ]);
    expect(counts).toMatchObject({ visits: 2, people: 4 });
    expect([...counts.byVillage]).toEqual([
      ["xom-5", 1],
      [atCentre, 1],
    ]);
    expect(counts.byVillage.has("xom-4")).toBe(false);
    expect(counts.byGroup.get("elderly")).toBe(2);
  });

  it("shows a double tap and two helpers who counted the same person, not one person's quick count", () => {
    expect([...likelyTwins([one("a", 0), one("b", 30_000)])]).toEqual(["a", "b"]);
    expect([...likelyTwins([one("a", 0), one("b", 90_000)])]).toEqual([]);
    expect([...likelyTwins([one("a", 0), one("b", 1000, "hoa", true)])]).toEqual(["a", "b"]);
    expect([...likelyTwins([one("a", 0), one("b", 1000, "lan", true), one("c", 2000, "lan", true)])]).toEqual(
      [],
    );
  });

  it("names months back over the turn of the year", () => {
    expect(monthsBack("2026-01-15", 3)).toEqual(["2026-01", "2025-12", "2025-11"]);
  });
});
