import { describe, expect, it } from "vitest";
import { clocksOf, firstSeen, mustCall, receives } from "#domain/incidents/answering.ts";
import { kindOf } from "#domain/kinds.ts";
import type { RecordRow } from "#domain/record.ts";
import type { Rights, Role } from "#domain/rights.ts";

const rights = (...roles: Role[]): Rights => ({ roles, units: [], villages: [], active: true });
const who = (incident: { group: number; severity: number }) =>
  (["centre", "village", "responder", "security", "unit", "leader", "province"] as const).filter((role) =>
    receives(rights(role), incident),
  );

describe("to whom an incident goes", () => {
  it("follows its severity; a security incident goes to Công an xã and who leads, and to nobody else", () => {
    expect(who({ group: 1, severity: 1 })).toEqual(["responder", "leader"]);
    expect(who({ group: 1, severity: 3 })).toEqual(["responder"]);
    expect(who({ group: 10, severity: 4 })).toEqual(["responder", "unit"]);
    expect(who({ group: 11, severity: 1 })).toEqual(["security", "leader"]);
  });

  it("is seen by the first receiver, never by who reported", () => {
    const entry = (sort: string, by: string, at: number) => ({ body: { sort }, created: { by, at } });
    const entries = [
      entry("seen", "b", 9),
      entry("seen", "me", 1),
      entry("note", "c", 2),
      entry("seen", "c", 5),
    ];
    expect(firstSeen(entries, "me")?.created).toEqual({ by: "c", at: 5 });
    expect(firstSeen(entries.slice(1, 3), "me")).toBeUndefined();
  });

  it("asks to call once the aim has passed and nobody has taken it up", () => {
    const incident = { severity: 1, since: 0, state: "new" } as const;
    expect(mustCall(incident, 14 * 60_000)).toBe(false);
    expect(mustCall(incident, 15 * 60_000)).toBe(true);
    expect(mustCall({ ...incident, state: "acknowledged" }, 1e9)).toBe(false);
    expect(mustCall({ ...incident, severity: 4 }, 1e12)).toBe(false);
  });

  it("is reported within five days, and within 72 hours where data about people is concerned", () => {
    expect(clocksOf({ since: 0 })).toEqual({ report: 432_000_000, personalData: null });
    expect(clocksOf({ since: 0, personalData: true }).personalData).toBe(259_200_000);
  });
});

describe("a security incident", () => {
  const incident = kindOf("incident");
  const row = (group: number) => ({ body: { group, state: "new" } }) as never as RecordRow;
  const rule = (before: RecordRow | null, group: number) =>
    incident?.rules?.({ id: "i", before, body: { group, state: "new" }, today: "2026-01-05" });

  it("is one from its report on: no edit makes it one, and none makes it public", () => {
    expect(rule(null, 11)).toMatchObject({ ok: true });
    expect(rule(row(3), 4)).toMatchObject({ ok: true });
    for (const [before, after] of [
      [3, 11],
      [11, 3],
    ] as const)
      expect(rule(row(before), after)).toMatchObject({
        ok: false,
        refusal: { code: "security-group-fixed" },
      });
  });

  it("lies in a scope of its own, its entries and photos too", () => {
    const parent = { scope: incident?.scopeOf({ group: 11, village: "v1" }, "i1") } as RecordRow;
    expect(parent.scope).toBe("case:i1");
    for (const kind of ["incidentEntry", "photo"])
      expect(kindOf(kind)?.scopeOf({ parent: "i1" }, "e1", parent)).toBe("case:i1");
  });

  it("refuses an outage that does not say when", () => {
    const entry = kindOf("incidentEntry");
    const ask = (body: object) =>
      entry?.rules?.({ id: "e", before: null, body: body as never, today: "2026-01-05" });
    expect(ask({ sort: "outage-start" })).toMatchObject({ ok: false });
    expect(ask({ sort: "outage-start", at: 5 })).toMatchObject({ ok: true });
    expect(ask({ sort: "note" })).toMatchObject({ ok: true });
  });
});
