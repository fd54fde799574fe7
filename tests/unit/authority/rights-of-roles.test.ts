import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mayDo, type Rights, type Role, roles, scopesOf, type Verb } from "#domain/rights.ts";
import { covers } from "#domain/scope.ts";
import type { Change } from "#protocol/op.ts";
import { isOnlyRead } from "#sync/only-read.ts";
import { standingOf } from "#sync/standing.ts";
import { decideOne, rights, serverRow } from "./one-decision.ts";
import { noon } from "./small-server.ts";

const facts = {
  cases: [] as string[],
  sites: [
    { id: "s1", village: "v1" },
    { id: "s2", village: "v2" },
  ],
  provincialPlans: ["theirs"],
};
const reads = (of: Rights) => scopesOf(of, { person: "p1", ...facts });

const rolesArb = fc.subarray([...roles], { minLength: 1, maxLength: 3 });
const villagesArb = fc.subarray(["v1", "v2"]);
const heldArb = fc.record({ roles: rolesArb, villages: villagesArb, sites: fc.subarray(["s1", "s2"]) });
const placeArb = fc.constantFrom<Record<string, string>>(
  ...[{}, { village: "v1" }, { village: "v2" }, { site: "s1" }, { site: "s2" }],
);

/** A record of each sort as it lies in a place, and a change that its form allows. */
const sorts = {
  incident: (place: Record<string, string>) => ({
    scope: `incidents:${place["village"] ?? place["site"] ?? "commune"}`,
    body: { number: "SC-1", group: 2, severity: 3, title: "Mất điện", since: 1, state: "new", ...place },
    set: { title: "Mất điện lưới" },
  }),
  supportVisit: ({ village }: Record<string, string>) => ({
    scope: `visits:${village ?? "counter"}`,
    body: {
      ...{ day: "2026-11-20", sort: "vneid", form: "direct", result: "done", people: 1 },
      ...(village === undefined ? {} : { village }),
    },
    set: { people: 2 },
  }),
  callBack: ({ village }: Record<string, string>) => ({
    scope: `calls:${village ?? "counter"}`,
    body: {
      to: village === undefined ? "centre" : "team",
      state: "waiting",
      ...(village ? { village } : {}),
    },
    set: { to: "centre" },
  }),
  equipment: ({ site }: Record<string, string>) => ({
    scope: `site:${site ?? "commune"}`,
    body: { code: "TB-1", name: "Máy in", ...(site === undefined ? {} : { site }) },
    set: { name: "Máy in quầy 1" },
  }),
  contact: () => ({
    scope: "staff",
    body: { system: "any", level: "team" },
    set: { level: "province" },
  }),
  task: () => ({
    scope: "plans:plan",
    body: {
      ...{ plan: "plan", section: "1", block: "1", order: 1, title: "Việc", lead: ["u1"], coordinating: [] },
      deadline: {
        ...{ words: null, kind: "unspecified", due: null, start: null, precision: null },
        ...{ exclusive: false, parts: [], trigger: null },
      },
      ...{ state: "open", progress: 0 },
    },
    set: { title: "Việc khác" },
  }),
} as const;
type Sort = keyof typeof sorts;
const sortArb = fc.constantFrom(...(Object.keys(sorts) as Sort[]));

function rowOf(sort: Sort, place: Record<string, string>, by: string) {
  const { scope, body } = sorts[sort](place);
  const clock = { at: noon - 5000, by, device: by === "p1" ? "d1" : "d2", seq: 10, n: 1 };
  return serverRow(sort, `${sort}-1`, body as never, { scope, by: clock });
}

const outcomeOf = (held: Rights, row: ReturnType<typeof rowOf> | null, change: Change) => {
  const { outcome, code } = decideOne([change], {
    rights: [{ ...held, from: 0 }],
    reads,
    rows: row ? [row] : [],
    op: { a: "org.edit" },
  });
  return code ?? outcome;
};
const editOf = (sort: Sort, place: Record<string, string>): Change => ({
  ...{ c: "set" as const, k: sort, id: `${sort}-1`, b: 10 },
  f: sorts[sort](place).set as never,
});
const createOf = (sort: Sort, place: Record<string, string>): Change => {
  const { scope, body } = sorts[sort](place);
  return { c: "create", k: sort, id: `${sort}-1`, sc: scope, f: body as never };
};
const personOf = (one: { roles: Role[]; villages: string[]; sites?: string[] }): Rights =>
  rights(one.roles, { villages: one.villages, ...(one.sites ? { sites: one.sites } : {}) });

describe("a person of several roles", () => {
  const probes = [
    ...["org", "staff", "site:commune", "site:s1", "site:s2", "incidents:commune", "incidents:v1"],
    ...["incidents:v2", "incidents:s1", "incidents:s2", "escalated:v1", "escalated:v2", "escalated:commune"],
    ...["visits:v1", "visits:v2", "visits:counter", "calls:v1", "calls:v2", "calls:counter", "police:v1"],
    ...["police:counter", "plans:ours", "plans:theirs", "case:i", "own:p1", "own:p2"],
  ];

  it("sees what each of them alone would see, and no more", () => {
    fc.assert(
      fc.property(heldArb, (held) => {
        const all = reads(personOf(held));
        const each = held.roles.map((role) => reads(personOf({ ...held, roles: [role] })));
        for (const probe of probes) {
          const expected = each.some((scopes) => covers(scopes, probe));
          expect(covers(all, probe), `${held.roles} at ${probe}`).toBe(expected);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("has the deeds of each, and no other", () => {
    const kinds = [...Object.keys(sorts), "checkRun", "closedDay", "shift", "person", "village", "callEntry"];
    const verbs: Verb[] = ["create", "edit", "append", "move", "delete"];
    for (const a of roles)
      for (const b of roles)
        for (const kind of kinds)
          for (const verb of verbs) {
            const alone = [a, b].some((role) => mayDo(rights([role]), kind, verb));
            expect(mayDo(rights([a, b]), kind, verb), `${a}+${b} ${verb} ${kind}`).toBe(alone);
          }
  });

  it("writes what one of them alone could, and changes what others wrote as one of them alone could", () => {
    fc.assert(
      fc.property(
        heldArb,
        sortArb,
        placeArb,
        fc.boolean(),
        fc.boolean(),
        (held, sort, place, isNew, isOwn) => {
          const row = isNew ? null : rowOf(sort, place, isOwn ? "p1" : "p2");
          const change = isNew ? createOf(sort, place) : editOf(sort, place);
          const together = outcomeOf(personOf(held), row, change) === "applied";
          const alone = held.roles.some(
            (role) => outcomeOf(personOf({ ...held, roles: [role] }), row, change) === "applied",
          );
          if (alone) expect(together).toBe(true);
          // One's own report may be put right by one role where another reads it; what is others' never is.
          if (together && !(isOwn && !isNew)) expect(alone).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe("server and device", () => {
  it("agree for every role, kind, place and author on what is kept, what is only read and what takes a deed", () => {
    fc.assert(
      fc.property(heldArb, sortArb, placeArb, fc.boolean(), (held, sort, place, isOwn) => {
        const person = personOf(held);
        const scopes = reads(person);
        const row = rowOf(sort, place, isOwn ? "p1" : "p2");
        const meta = { scopes, person: "p1", toldAt: noon };
        const isRead = covers(scopes, row.scope);
        const standing = standingOf(meta, row);
        expect(standing !== null).toBe(isRead || isOwn);
        expect(standing?.until !== undefined).toBe(isOwn && !isRead);
        expect(isOnlyRead(meta, row)).toBe(!isRead);
        const told = outcomeOf(person, row, editOf(sort, place));
        if (!isRead) expect(told).toBe(isOwn ? "only-read" : "denied");
        else expect(told).not.toBe("only-read");
        // Whoever may write a record reads it, and so keeps it.
        if (outcomeOf(person, null, createOf(sort, place)) === "applied") expect(isRead).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});
