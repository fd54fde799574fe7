import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerBy, compareOpen, isOpen, movesFrom } from "#domain/incidents/incident-order.ts";
import { type IncidentState, incidentMachine } from "#domain/incidents/incident-states.ts";
import { formatNumber, nextCount, parseNumber } from "#domain/incidents/speakable-number.ts";

describe("a speakable number", () => {
  it("is read back as it was written", () => {
    expect(formatNumber({ code: "NT", count: 14, letter: "A" })).toBe("SC-NT-014-A");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom("A", "B", "AB"), (count, letter) => {
        expect(parseNumber(formatNumber({ code: "NT", count, letter }))).toEqual({
          code: "NT",
          count,
          letter,
        });
      }),
    );
    expect(parseNumber("SC-nt-1-a")).toBeNull();
  });

  it("never repeats one this device has used, and takes no notice of other devices", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 })), fc.nat(500), (counts, remembered) => {
        const seen = counts.map((count) => formatNumber({ code: "NT", count, letter: "A" }));
        const next = nextCount("A", [...seen, "SC-NT-999-B", "undefined"], remembered);
        expect(counts).not.toContain(next);
        expect(next).toBe(Math.max(remembered, 0, ...counts) + 1);
      }),
    );
  });
});

const incidentStates = Object.keys(incidentMachine.moves) as IncidentState[];

describe("the order of incidents", () => {
  it("puts the gravest first and then the longest open", () => {
    const list = [
      { severity: 3, since: 1 },
      { severity: 1, since: 9 },
      { severity: 3, since: 5 },
    ].sort(compareOpen);
    expect(list.map(({ since }) => since)).toEqual([9, 1, 5]);
  });

  it("is open until it works again; each state has a next step", () => {
    expect(incidentStates.filter((state) => isOpen({ state }))).toEqual([
      "new",
      "acknowledged",
      "working",
      "escalated",
    ]);
    for (const state of incidentStates) expect(movesFrom(state).length).toBeGreaterThan(0);
  });

  it("knows when somebody should have answered", () => {
    expect(answerBy({ severity: 1, since: 0 })).toBe(15 * 60_000);
    expect(answerBy({ severity: 4, since: 0 })).toBeNull();
  });
});
