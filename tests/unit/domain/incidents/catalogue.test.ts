import { describe, expect, it } from "vitest";
import {
  incidentGroups,
  type SeverityAnswers,
  type SeverityId,
  severities,
  severityFromAnswers,
  severityQuestions,
} from "#domain/incidents/catalogue.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import en from "#locales/en/incidents.json" with { type: "json" };
import vi from "#locales/vi/incidents.json" with { type: "json" };

describe("the severity that the answers give", () => {
  const cases: [SeverityId, SeverityAnswers][] = [
    [1, { stoppedCounters: "all" }],
    [1, { stoppedCounters: "all", workaround: "yes", mainSystem: "no", security: "no" }],
    [1, { stoppedCounters: "none", security: "yes" }],
    [1, { stoppedCounters: "one", workaround: "yes", security: "yes" }],
    [2, { stoppedCounters: "most" }],
    [2, { stoppedCounters: "most", workaround: "yes" }],
    [2, { stoppedCounters: "most", workaround: "no" }],
    [2, { stoppedCounters: "none", workaround: "yes", mainSystem: "yes" }],
    [2, { stoppedCounters: "one", mainSystem: "yes", workaround: "yes" }],
    [2, { stoppedCounters: "one", workaround: "no" }],
    [3, { stoppedCounters: "one", workaround: "yes" }],
    [3, { stoppedCounters: "one" }],
    [3, { stoppedCounters: "none", workaround: "no", mainSystem: "no", security: "no" }],
    [4, { stoppedCounters: "none", workaround: "yes" }],
    [4, { stoppedCounters: "none" }],
  ];
  it.each(cases)("is %i for %o", (severity, answers) => {
    expect(severityFromAnswers(answers)).toBe(severity);
  });

  it("never falls when an answer gets worse", () => {
    const counters = ["none", "one", "most", "all"] as const;
    for (const workaround of ["yes", "no"] as const)
      for (const mainSystem of ["no", "yes"] as const)
        for (const [at, stoppedCounters] of counters.entries()) {
          const here = severityFromAnswers({ stoppedCounters, workaround, mainSystem });
          const worse = counters[at + 1];
          if (worse)
            expect(
              severityFromAnswers({ stoppedCounters: worse, workaround, mainSystem }),
            ).toBeLessThanOrEqual(here);
          expect(severityFromAnswers({ stoppedCounters, workaround: "no", mainSystem })).toBeLessThanOrEqual(
            here,
          );
          expect(severityFromAnswers({ stoppedCounters, workaround, mainSystem: "yes" })).toBeLessThanOrEqual(
            here,
          );
        }
  });
});

describe("the catalogue of incidents", () => {
  it("has groups 1 to 12 and severities 1 to 4, gravest first, with their aims", () => {
    expect(incidentGroups.map((group) => group.id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(incidentGroups.find((group) => group.id === securityGroup)?.key).toBe("security");
    expect(severities.map((one) => [one.id, one.answerMinutes, one.workingDays])).toEqual([
      [1, 15, null],
      [2, 30, null],
      [3, 240, null],
      [4, null, 2],
    ]);
  });

  it.each([
    ["vi", vi],
    ["en", en],
  ])("has its words in %s", (_, { catalogue }) => {
    const ids = incidentGroups.map((group) => String(group.id)).sort();
    expect(Object.keys(catalogue.groups).sort()).toEqual(ids);
    expect(Object.keys(catalogue.groupHints).sort()).toEqual(ids);
    expect(Object.keys(catalogue.severity)).toEqual(severities.map((one) => String(one.id)));
    for (const question of severityQuestions)
      expect(Object.keys(catalogue.questions[question.key])).toEqual(["label", ...question.answers]);
  });
});
