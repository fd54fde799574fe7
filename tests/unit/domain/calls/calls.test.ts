import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callDaysOf, callEndsAt } from "#domain/calls/call-ends.ts";
import { callKinds } from "#domain/calls/call-kinds.ts";
import { addressees, callMachine, callStates } from "#domain/calls/call-states.ts";
import { addresseeOf, awaitsReceipt, mustAct } from "#domain/calls/who-acts.ts";
import { kindOf } from "#domain/kinds.ts";
import type { RecordRow } from "#domain/record.ts";
import { mayDo, type Rights, type Role, roles, scopesOf } from "#domain/rights.ts";
import { coverOf } from "#domain/scope.ts";
import { addDays, DAY_MS, startOfDay } from "#kernel/calendar.ts";

const call = kindOf("callBack") as NonNullable<ReturnType<typeof kindOf>>;
const day = "2026-11-23";
const noon = startOfDay(day) + DAY_MS / 2;
const stamp = (at: number) => ({ at, by: "thon", device: "d" });
const row = (body: object, changed = noon, more = {}): RecordRow => ({
  ...{ id: "call/v", kind: "callBack", scope: "s", seq: 1, body: { state: "waiting", day, ...body } },
  ...{ created: stamp(noon), changed: stamp(changed), received: noon, ...more },
});
const rights = (held: readonly Role[], villages: readonly string[] = []): Rights => ({
  ...{ roles: held, villages, units: [], active: true },
});
/** Whether this person reads where such a call-back lies. */
const readsCall = (held: Rights, body: object): boolean =>
  coverOf(new Set(scopesOf(held, facts)), call.scopeOf(body as never, "call/v")) !== undefined;
const facts = { person: "p", villages: ["v1", "v2"], cases: [], sites: [], provincialPlans: [] };
const anyCall = fc.record({
  village: fc.option(fc.constantFrom("v1", "v2"), { nil: undefined }),
  to: fc.constantFrom(...addressees),
  state: fc.constantFrom(...callStates),
});
const someRights = fc
  .tuple(fc.subarray([...roles]), fc.subarray(["v1", "v2"]))
  .map(([held, villages]) => rights(held, villages));

describe("who reads a call-back", () => {
  it("is the village's own team and the centre, and the police what was handed to them", () => {
    const reads = readsCall;
    const body = { village: "v1", to: "team" };
    expect(reads(rights(["village"], ["v1"]), body)).toBe(true);
    expect(reads(rights(["village"], ["v2"]), body)).toBe(false);
    expect(reads(rights(["centre"]), body)).toBe(true);
    expect(reads(rights(["security"]), body)).toBe(false);
    expect(reads(rights(["security"]), { ...body, to: "police" })).toBe(true);
    expect(reads(rights(["village"], ["v1"]), { ...body, to: "police" })).toBe(true);
    for (const role of ["leader", "coordinator", "responder", "unit", "admin", "province"] as const)
      for (const to of addressees)
        expect(reads(rights([role], ["v1"]), { ...body, to }), `${role} ${to}`).toBe(false);
  });

  it("holds whoever must act on it: nobody is asked for what he may not read", () => {
    fc.assert(
      fc.property(someRights, anyCall, (held, body) => {
        const given = JSON.parse(JSON.stringify(body));
        if (mustAct(held, given)) expect(readsCall(held, given)).toBe(true);
      }),
    );
  });

  it("holds whoever may write it", () => {
    fc.assert(
      fc.property(someRights, anyCall, (held, body) => {
        const given = JSON.parse(JSON.stringify(body));
        const asked = {
          person: "p",
          rights: held,
          before: row(given),
          body: given,
          parent: null,
          fields: [],
          reads: () => true,
        };
        if (!mayDo(held, "callBack", "move") || !call.ownership?.(asked)) return;
        expect(readsCall(held, given)).toBe(true);
      }),
    );
  });
});

describe("the way of a call-back", () => {
  it("begins with waiting, and every state leads on and back", () => {
    expect(callMachine.initial).toBe("waiting");
    for (const from of callStates)
      for (const to of callStates)
        expect(callMachine.moves[from]?.includes(to), `${from} → ${to}`).toBe(from !== to);
  });

  it("waits for a receipt once it lies with others than those who wrote it", () => {
    expect(awaitsReceipt({ to: "team", state: "waiting", village: "v1" })).toBe(false);
    expect(awaitsReceipt({ to: "centre", state: "waiting", village: "v1" })).toBe(true);
    expect(awaitsReceipt({ to: "centre", state: "waiting" })).toBe(false);
    expect(awaitsReceipt({ to: "police", state: "received", village: "v1" })).toBe(false);
  });

  it("goes to whom the result of the visit names", () => {
    expect(addresseeOf({ result: "done", village: "v1" })).toBe("team");
    expect(addresseeOf({ result: "done" })).toBe("centre");
    expect(addresseeOf({ result: "toCentre", village: "v1" })).toBe("centre");
    expect(addresseeOf({ result: "needsPolice", village: "v1" })).toBe("police");
  });

  it("names no day ahead and begins in no other state", () => {
    const rule = (body: object) =>
      call.rules?.({ id: "call/v", before: null, body: { state: "waiting", ...body } as never, today: day });
    expect(rule({ day })).toMatchObject({ ok: true });
    expect(rule({ day: addDays(day, 1) })).toMatchObject({ ok: false, refusal: { code: "day-in-future" } });
    expect(rule({ state: "done" })).toMatchObject({ ok: false, refusal: { code: "state-not-initial" } });
  });
});

describe("the end of what it holds", () => {
  it("comes the commune's days after it was done, or the note written", () => {
    expect(callEndsAt(row({ to: "team", state: "done" }), 30)).toBe(noon + 30 * DAY_MS);
    expect(callEndsAt(row({ to: "team", state: "waiting" }, noon, { deleted: true }), 7)).toBe(
      noon + 7 * DAY_MS,
    );
    expect(callEndsAt(row({ day: undefined }), 30)).toBe(noon + 30 * DAY_MS);
  });

  it("comes ninety days after the visit where nobody ended it, whatever is changed meanwhile", () => {
    const late = noon + 80 * DAY_MS;
    const end = startOfDay(addDays(day, 91));
    expect(callEndsAt(row({ to: "team" }, late), 30)).toBe(end);
    expect(callEndsAt(row({ to: "team", state: "done" }, late), 30)).toBe(end);
  });

  it("is never later than ninety days after the last change, and a setting that is none counts as thirty", () => {
    fc.assert(
      fc.property(anyCall, fc.integer({ min: 1, max: 90 }), fc.nat(200), (body, days, later) => {
        const changed = noon + later * DAY_MS;
        const end = callEndsAt(row(JSON.parse(JSON.stringify(body)), changed), days);
        expect(end).toBeLessThanOrEqual(Math.max(changed, noon) + 91 * DAY_MS);
      }),
    );
    for (const callDays of [0, 91, 1.5, "30", null, undefined]) expect(callDaysOf({ callDays })).toBe(30);
    expect(callDaysOf({ callDays: 7 })).toBe(7);
    expect(callDaysOf(undefined)).toBe(30);
  });
});

it("keeps a name, a number and a note where they can be erased, and nothing of them in the story", () => {
  const [record, entry] = callKinds;
  expect(record?.personal).toEqual(["name", "phone", "note"]);
  expect(entry?.personal).toEqual([]);
  const parse = (value: object) => entry?.schema.safeParse({ parent: "call/v", ...value }).success;
  expect(parse({ sort: "no-answer" })).toBe(true);
  expect(parse({ sort: "0912345678" })).toBe(false);
});
