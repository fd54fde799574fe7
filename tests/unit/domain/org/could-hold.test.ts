import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DatedRights } from "#authority/commune-store.ts";
import { graceMs } from "#authority/rights-check.ts";
import { mayStillHold } from "#authority/still-held.ts";
import { couldHold, type SheetFacts, type SheetPlace, sheetSorts } from "#domain/org/could-hold.ts";
import { mayDo, type Rights, roles, scopesOf } from "#domain/rights.ts";
import { covers } from "#domain/scope.ts";

const facts: SheetFacts = {
  sites: [
    { id: "main", village: undefined },
    { id: "hall", village: "v1" },
    { id: "market", village: "v2" },
    { id: "old", village: "v1" },
  ],
  open: [{ id: "main" }, { id: "hall" }, { id: "market" }],
};
const rights = (role: string, part: Partial<Rights> = {}): Rights => ({
  ...{ roles: [role as Rights["roles"][number]], units: [], villages: [], active: true },
  ...part,
});
const of = (sort: (typeof sheetSorts)[number], place: SheetPlace = {}) => {
  return roles.filter((role) => couldHold(rights(role, { villages: ["v1"] }), sort, place, facts));
};

describe("which devices could hold what a sheet reports", () => {
  it("goes by the role: who reads only is missing nowhere", () => {
    expect(of("checks")).toEqual(["centre"]);
    expect(of("support")).toEqual(["centre", "village"]);
    expect(of("morning")).toEqual(["centre", "responder", "security", "coordinator", "unit"]);
    expect(of("tasks")).toEqual(["centre", "security", "coordinator", "unit"]);
    expect(of("incidents")).toEqual(roles.filter((role) => role !== "province"));
  });

  it("goes by the village", () => {
    expect(of("support", { village: "v1" })).toEqual(["centre", "village"]);
    expect(of("support", { village: "v2" })).toEqual(["centre"]);
    expect(of("incidents", { village: "v2" })).not.toContain("village");
    expect(of("incidents", { site: "hall" })).toContain("village");
    // A helper of no village has nowhere to write.
    expect(couldHold(rights("village"), "support", {}, facts)).toBe(false);
    expect(couldHold(rights("village"), "incidents", {}, facts)).toBe(false);
    expect(couldHold(rights("village", { sites: ["market"] }), "incidents", { site: "market" }, facts)).toBe(
      true,
    );
  });

  it("goes by the site: who makes the check of one is not missing at another", () => {
    const clerk = (...sites: string[]) => rights("centre", { sites });
    const holds = (who: Rights, site: string) => couldHold(who, "checks", { site }, facts);
    expect([holds(clerk("main"), "main"), holds(clerk("main"), "hall")]).toEqual([true, false]);
    expect([holds(clerk(), "main"), holds(clerk(), "market")]).toEqual([true, true]);
    // Whose only site has closed makes the check of those that are left.
    expect(holds(clerk("old"), "market")).toBe(true);
    expect(couldHold(clerk("market"), "checks", { village: "v1" }, facts)).toBe(false);
    expect(couldHold(clerk("hall"), "checks", { village: "v1" }, facts)).toBe(true);
  });

  it("is never more than the rights allow, and grows with every role and village", () => {
    const someOf = <T>(all: readonly T[]) => fc.subarray([...all]);
    const held = fc.record({
      roles: someOf(roles),
      units: fc.constant([]),
      villages: someOf(["v1", "v2"]),
      active: fc.boolean(),
    });
    const place = fc.constantFrom<SheetPlace>(
      ...[{}, { site: "main" }, { site: "hall" }, { site: "market" }, { village: "v1" }, { village: "v2" }],
    );
    const kinds: Record<string, readonly (readonly [string, "create" | "append" | "move"])[]> = {
      checks: [["checkRun", "create"]],
      morning: [
        ["checkRun", "create"],
        ["incident", "move"],
        ["task", "move"],
      ],
      incidents: [
        ["incident", "create"],
        ["incidentEntry", "append"],
      ],
      support: [["supportVisit", "create"]],
      tasks: [["progressUpdate", "append"]],
    };
    fc.assert(
      fc.property(held, held, fc.constantFrom(...sheetSorts), place, (one, other, sort, where) => {
        const could = couldHold(one, sort, where, facts);
        const may = (kinds[sort] ?? []).some(([kind, verb]) => mayDo(one, kind, verb));
        if (could) expect(may).toBe(true);
        const both: Rights = {
          ...{ roles: [...one.roles, ...other.roles], units: [], active: one.active },
          villages: [...one.villages, ...other.villages],
        };
        if (could) expect(couldHold(both, sort, where, facts)).toBe(true);
        if (could && "village" in where && sort === "support") {
          const scopes = scopesOf(one, { person: "p", cases: [], sites: facts.sites, provincialPlans: [] });
          expect(covers(scopes, `visits:${where.village}`)).toBe(true);
        }
      }),
    );
  });
});

describe("what may still come of a device", () => {
  const day = 86_400_000;
  const now = 100 * day;
  const clerk = rights("centre");
  const chief = rights("leader");
  const could = (one: Rights) => one.roles.includes("centre");
  const holds = (history: DatedRights[], heardAt: number) => mayStillHold(history, heardAt, now, could);

  it("is judged by the rights since it was last heard, and by the days of grace", () => {
    const moved = (at: number) => [
      { ...clerk, from: 0 },
      { ...chief, from: at },
    ];
    expect(holds([{ ...clerk, from: 0 }], 0)).toBe(true);
    expect(holds([{ ...chief, from: 0 }], 0)).toBe(false);
    // Became a leader after it was last heard: a check written before may be on the phone.
    expect(holds(moved(now - 5 * day), now - 10 * day)).toBe(true);
    expect(holds(moved(now - 5 * day), now - 2 * day)).toBe(false);
    expect(holds(moved(now - graceMs - day), now - 60 * day)).toBe(false);
    // And the other way round.
    expect(
      holds(
        [
          { ...chief, from: 0 },
          { ...clerk, from: now - day },
        ],
        now - 10 * day,
      ),
    ).toBe(true);
  });

  it("is nothing where the account is closed, or nobody is known", () => {
    const closed = { ...clerk, active: false, from: now - day };
    expect(holds([{ ...clerk, from: 0 }, closed], now - 10 * day)).toBe(false);
    expect(holds([], 0)).toBe(false);
  });

  it("is not hidden by an entry that a wrong clock dated later than now", () => {
    expect(
      holds(
        [
          { ...chief, from: 0 },
          { ...clerk, from: now + 400 * day },
        ],
        now - day,
      ),
    ).toBe(true);
  });
});
