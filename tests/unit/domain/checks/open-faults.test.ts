import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CheckRun } from "#domain/checks/check-kinds.ts";
import { type OpenIncident, openFaults } from "#domain/checks/open-faults.ts";
import { answersArb, runOf, templateOf } from "./arbitraries.ts";

const template = templateOf(4);
const at = Date.parse("2025-11-21T00:10:00Z");
const answer = (v: "ok" | "bad" | "off") => ({ v, at, by: "lan" });

function faultsOf(runs: CheckRun[], incidents: OpenIncident[] = [], day = "2025-11-24") {
  return openFaults({ template, runs, incidents, site: "site", day, slot: "morning" });
}

describe("open faults", () => {
  it("dates a fault from the first of an unbroken row of faults", () => {
    const faults = faultsOf([
      runOf({ day: "2025-11-19", answers: { "item-1": answer("ok") } }),
      runOf({ day: "2025-11-20", answers: { "item-1": answer("bad") } }),
      runOf({ day: "2025-11-21", answers: { "item-1": answer("bad") }, incidents: { "item-1": "sc" } }),
    ]);
    expect(faults).toEqual([{ item: "item-1", since: "2025-11-20", incident: null }]);
  });

  it("passes over days that say nothing about it", () => {
    const faults = faultsOf([
      runOf({ day: "2025-11-20", answers: { "item-1": answer("bad") } }),
      runOf({ day: "2025-11-21", answers: { "item-1": answer("off") } }),
    ]);
    expect(faults.map((fault) => fault.item)).toEqual(["item-1"]);
  });

  it("sees the morning's fault in the afternoon, and not the other way round", () => {
    const morning = runOf({ answers: { "item-0": answer("bad") } });
    const asked = { template, runs: [morning], incidents: [], site: "site", day: "2025-11-24" };
    expect(openFaults({ ...asked, slot: "afternoon" })).toHaveLength(1);
    expect(openFaults({ ...asked, runs: [{ ...morning, slot: "afternoon" }], slot: "morning" })).toHaveLength(
      0,
    );
  });

  it("asks about a thing with an open incident, only at its own site", () => {
    const withThing = {
      ...template,
      items: template.items.map((item) => ({ ...item, equipment: `thing-${item.id}` })),
    };
    const incident = { id: "sc", since: at, equipment: "thing-item-2", site: "site" };
    const asked = { template: withThing, runs: [], day: "2025-11-24", slot: "morning" as const };
    expect(openFaults({ ...asked, incidents: [incident], site: "site" })).toEqual([
      { item: "item-2", since: "2025-11-21", incident: "sc" },
    ]);
    expect(openFaults({ ...asked, incidents: [incident], site: "other" })).toEqual([]);
  });

  it("never asks about an item whose latest answer was good and that has no incident", () => {
    fc.assert(
      fc.property(answersArb(template), answersArb(template), (older, newer) => {
        const faults = faultsOf([
          runOf({ day: "2025-11-20", answers: older }),
          runOf({ day: "2025-11-21", answers: newer }),
        ]);
        for (const { item } of faults) {
          expect(newer[item]?.v).not.toBe("ok");
          expect([newer[item]?.v, older[item]?.v]).toContain("bad");
        }
      }),
    );
  });
});
