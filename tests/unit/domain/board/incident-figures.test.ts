import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ageOf,
  ageSteps,
  answeredAt,
  type Case,
  fixedAt,
  median,
  openByAge,
  outagesByPlace,
  timesByGroup,
} from "#domain/board/incident-figures.ts";
import type { Incident } from "#domain/incidents/incident-kinds.ts";

const minute = 60_000;
const hour = 60 * minute;
const now = Date.parse("2025-11-24T10:00:00+07:00");

const entry = (sort: string, at: number, more: object = {}) => ({
  id: `${sort}-${at}`,
  body: { sort, ...more },
  created: { at },
});
const caseOf = (incident: Partial<Incident>, ...entries: ReturnType<typeof entry>[]): Case => ({
  incident: { group: 1, severity: 1, state: "new", since: now - hour, ...incident } as Incident,
  entries,
});

describe("open incidents by severity and age", () => {
  it("counts each open one once, and none that works again", () => {
    const cases = [
      caseOf({ severity: 1, since: now - 10 * minute }),
      caseOf({ severity: 1, since: now - hour }),
      caseOf({ severity: 3, since: now - 8 * 24 * hour, state: "escalated" }),
      caseOf({ severity: 3, state: "resolved" }),
      caseOf({ severity: 4, state: "closed" }),
    ];
    const found = openByAge(cases, now);
    expect(found[1]).toEqual({ hour: 1, day: 1, week: 0, longer: 0 });
    expect(found[3]).toEqual({ hour: 0, day: 0, week: 0, longer: 1 });
    expect(found[4]).toEqual({ hour: 0, day: 0, week: 0, longer: 0 });
  });

  it("has an age for every moment, also for one that a wrong clock put after now", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ago) => ageSteps.includes(ageOf(now - ago, now))),
    );
    expect(ageOf(now + hour, now)).toBe("hour");
  });
});

describe("times by group", () => {
  it("answers with the first deed of anybody, and is fixed by the last one", () => {
    const since = now - 10 * hour;
    const reopened = caseOf(
      { state: "closed", since },
      entry("seen", since + minute),
      entry("acknowledged", since + 5 * minute),
      entry("resolved", since + hour),
      entry("working", since + 2 * hour),
      entry("resolved", since + 3 * hour),
      entry("closed", since + 9 * hour),
    );
    expect(answeredAt(reopened)).toBe(since + 5 * minute);
    expect(fixedAt(reopened)).toBe(since + 3 * hour);
    expect(fixedAt({ ...reopened, incident: { ...reopened.incident, state: "working" } })).toBeNull();
  });

  it("judges by the aim of the severity only what was answered or is late", () => {
    const cases = [
      caseOf({ severity: 1, since: now - hour }, entry("working", now - 50 * minute)),
      caseOf({ severity: 1, since: now - hour }, entry("working", now - 40 * minute)),
      caseOf({ severity: 1, since: now - hour }),
      caseOf({ severity: 1, since: now - minute }),
      caseOf({ severity: 4, since: now - 24 * hour }),
    ];
    expect(timesByGroup(cases, 0, now)).toEqual([
      { group: 1, count: 5, answerMs: 15 * minute, fixMs: null, fixed: 0, inTime: 1, judged: 3 },
    ]);
  });

  it("leaves out what began earlier, and groups without an incident", () => {
    const cases = [caseOf({ group: 2, since: now - 40 * 24 * hour }), caseOf({ group: 5 })];
    expect(timesByGroup(cases, now - 30 * 24 * hour, now).map(({ group }) => group)).toEqual([5]);
    expect(timesByGroup([], 0, now)).toEqual([]);
  });

  it("takes the middle, which lies between the least and the greatest", () => {
    expect(median([])).toBeNull();
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1])).toBe(2.5);
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
        const found = median(values) ?? Number.NaN;
        return found >= Math.min(...values) && found <= Math.max(...values);
      }),
    );
  });
});

describe("outages by place", () => {
  it("names the site, else the village, else the whole commune, and leaves out what never stopped the service", () => {
    const stop = entry("outage-start", now - 2 * hour);
    const places = outagesByPlace([
      caseOf({ site: "s1", village: "v1" }, stop),
      caseOf({ village: "v1" }, stop),
      caseOf({}, stop, entry("outage-end", now - hour)),
      caseOf({ site: "s2" }, entry("note", now)),
    ]);
    expect(places.map(({ place }) => place)).toEqual(["s1", "v1", ""]);
    expect(places[2]?.outages).toEqual([{ from: now - 2 * hour, to: now - hour }]);
  });
});
