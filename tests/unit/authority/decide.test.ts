import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DatedRights } from "#authority/commune-store.ts";
import { decide, effectiveTime } from "#authority/decide.ts";
import type { Op } from "#protocol/op.ts";
import { type Asked, clockOf, decideOne, rights, seq, serverRow, written } from "./one-decision.ts";
import { day, emptyDevice, entry, incident, minute, noon, set, visit } from "./small-server.ts";

describe("the effective time of an op", () => {
  const at = (op: Partial<Op>, device = {}, now = noon) =>
    effectiveTime({ n: 5, w: noon, o: 0, ...op } as Op, { ...emptyDevice, lastN: 4, ...device }, now);

  it("is the device's clock corrected by what was measured of it", () => {
    expect(at({ w: noon - 9000, o: 2000 })).toBe(noon - 7000);
    expect(at({ w: noon - 9000, o: null })).toBe(noon - 9000);
  });

  it("is never after now, and never before the op that came before it or the last contact", () => {
    expect(at({ w: noon + 1 })).toBe(noon);
    expect(at({ w: 0 }, { lastEffective: noon - 500 })).toBe(noon - 500);
    expect(at({ w: 0 }, { contactAt: noon - 300, lastEffective: noon - 500, reportedN: 4 })).toBe(noon - 300);
    expect(at({ w: noon - 400 }, { lastEffective: noon - 500 })).toBe(noon - 400);
  });

  it("asks neither the last op nor the last contact of an op that was written before them", () => {
    expect(at({ n: 4, w: 7 }, { lastEffective: noon - 500, reportedN: 4, contactAt: noon - 300 })).toBe(7);
    expect(at({ n: 5, w: 7 }, { lastEffective: 0, reportedN: 5, contactAt: noon - 300 })).toBe(7);
    expect(at({ n: 5, w: 7 }, { lastEffective: noon - 500, reportedN: 5, contactAt: noon })).toBe(noon - 500);
  });

  it("is not bound by times that a wrong clock of the server left ahead of now", () => {
    const ahead = { lastEffective: noon + 500, contactAt: noon + 400 * day, reportedN: 4 };
    expect(at({ w: noon - 9000 }, ahead)).toBe(noon - 9000);
    expect(at({ w: noon - 9000 }, { ...ahead, lastEffective: noon - 500 })).toBe(noon - 500);
  });

  it("is the device's own time where the correction was measured against a clock that was ahead", () => {
    expect(at({ w: noon - 3 * minute, o: 400 * day })).toBe(noon - 3 * minute);
    expect(at({ w: noon - 3 * minute, o: 4 * minute })).toBe(noon);
    expect(at({ w: noon + day, o: 400 * day })).toBe(noon);
  });

  it("lies between those bounds whatever a device says", () => {
    const time = fc.integer({ min: 0, max: 2e12 });
    fc.assert(
      fc.property(time, time, time, time, fc.integer(), (w, last, contact, now, o) => {
        const found = at({ w, o }, { lastEffective: last, contactAt: contact, reportedN: 4 }, now);
        expect(found).toBeLessThanOrEqual(now);
        for (const bound of [last, contact]) if (bound <= now) expect(found).toBeGreaterThanOrEqual(bound);
        if (w + o >= Math.max(last, contact) && w + o <= now) expect(found).toBe(w + o);
      }),
    );
  });
});

const stored = serverRow("supportVisit", "x", visit("x").c === "create" ? visit("x").f : {}, {
  scope: "visits:v1",
});
const open = serverRow("incident", "i", { ...incident("i").f, state: "new" }, { scope: "incidents:commune" });
const task = serverRow(
  "task",
  "t",
  {
    ...{ plan: "plan", section: "a", block: "b", order: 1, title: "Số hoá", lead: ["u1"], coordinating: [] },
    deadline: {
      ...{ words: null, kind: "unspecified", due: null, start: null, precision: null },
      ...{ exclusive: false, parts: [], trigger: null },
    },
    state: "notStarted",
  },
  { scope: "plans:p1" },
);

describe("what is decided of one op", () => {
  it("is written at the op's seq, received now, in the name of its author", () => {
    const decision = decideOne([visit("x")], { op: { w: noon - 5 } });
    expect(decision).toMatchObject({
      outcome: "applied",
      effective: noon - 5,
      exits: [],
      cases: [],
      own: true,
    });
    expect(decision).not.toHaveProperty("code");
    const stamp = { at: noon - 5, by: "p1", device: "d1" };
    const row = written(decision, "x");
    expect(row).toEqual({
      ...{ id: "x", kind: "supportVisit", scope: "visits:v1", seq, body: visit("x").f },
      ...{ created: stamp, changed: stamp, received: noon },
      clocks: Object.fromEntries(Object.keys(visit("x").f).map((f) => [f, { ...stamp, seq, n: 5 }])),
    });
  });

  it("is all or nothing: one bad change takes the others back", () => {
    const decision = decideOne([visit("x"), visit("y", { people: -1 }), visit("z")]);
    expect(decision).toMatchObject({ outcome: "rejected", code: "invalid", rows: [], exits: [], cases: [] });
    expect(decision.own).toBe(false);
  });

  it("sees in each change what the changes before it made", () => {
    const move = { c: "move", k: "incident", id: "i", b: 0, from: "new", to: "working" } as const;
    const decision = decideOne([incident("i"), set("incident", "i", 0, { fix: "Đổi cáp" }), move]);
    expect(written(decision, "i").body).toMatchObject({
      fix: "Đổi cáp",
      state: "working",
      title: "Mất mạng",
    });
    expect(decision).toMatchObject({ outcome: "applied", rows: { length: 1 } });
  });

  it("counts a record that was made anew without a word of the server's as never seen", () => {
    const first = serverRow("supportVisit", "x", visit("x").f, { by: clockOf("d2", { seq: 1 }) });
    expect(decideOne([visit("x", { people: 2 })], { rows: [first] }).outcome).toBe("conflict");
    expect(decideOne([{ ...visit("x", { people: 2 }), b: 1 }], { rows: [first] }).outcome).toBe("applied");
  });

  it("throws on when it is our own code that failed", () => {
    const broken = {
      n: 1,
      w: noon,
      o: 0,
      a: "check.note",
      get ch(): never {
        throw new TypeError("broken");
      },
    };
    expect(() =>
      decide({
        op: broken as unknown as Op,
        device: emptyDevice,
        now: noon,
        baseOf: () => 0,
        rights: [],
      } as never),
    ).toThrow("broken");
  });

  it("begins a case with the report of a secret incident, and none with another or with an edit", () => {
    const secret = { ...incident("i", { group: 11 }), sc: "case:i" };
    const begun = decideOne([secret], { op: { a: "incident.report" } });
    expect(begun).toMatchObject({ outcome: "applied", cases: ["i"], own: true });
    expect(written(begun, "i").scope).toBe("case:i");
    expect(decideOne([incident("i")], { op: { a: "incident.report" } }).cases).toEqual([]);
    const row = { ...open, scope: "case:i", body: { ...open.body, group: 11 } };
    const edit = decideOne([set("incident", "i", 10, { title: "Lộ mật khẩu" })], {
      ...{ rows: [row], cases: ["i"], op: { a: "incident.edit" } },
    });
    expect(edit).toMatchObject({ outcome: "applied", cases: [] });
  });

  it("says where a record lay before it moved to another scope, and then nothing is the device's own", () => {
    const decision = decideOne([set("supportVisit", "x", 10, { village: "v2" })], { rows: [stored] });
    expect(decision.exits).toEqual([{ id: "x", scope: "visits:v1", seq }]);
    expect(written(decision, "x").scope).toBe("visits:v2");
    expect(decision.own).toBe(false);
  });
});

describe("what is refused", () => {
  const refused: [string, Parameters<typeof decideOne>, object][] = [
    [
      "a number that a restore had refused before",
      [[visit("x")], { op: { z: 1 } }],
      { code: "refused-before" },
    ],
    ["a number whose op is lost", [[], { op: { z: 1, a: "lost" } }], { code: "lost" }],
    [
      "a record that is of another kind",
      [[set("incident", "x", 10, { title: "a" })], { rows: [stored] }],
      { code: "kind-mismatch", facts: { kind: "supportVisit" } },
    ],
    [
      "an entry that is already there",
      [[entry("i", "e")], { rows: [open, serverRow("incidentEntry", "e", { text: "a", sort: "note" })] }],
      { code: "already-there" },
    ],
    [
      "an entry under a record of another kind",
      [[entry("x", "e")], { rows: [stored] }],
      { code: "kind-mismatch", facts: { kind: "supportVisit" } },
    ],
    [
      "personal content among the plain fields",
      [[visit("x", { note: "bà Tư" })]],
      { code: "misplaced-field", facts: { field: "note" } },
    ],
    [
      "personal content of an entry of a map among the plain fields",
      [[visit("x", { "note.a": "bà Tư" })]],
      { code: "misplaced-field", facts: { field: "note.a" } },
    ],
    [
      "personal content among the members of a set",
      [
        [{ c: "members", k: "supportVisit", id: "x", b: 1, add: { contactName: ["bà Tư"] } }],
        { rows: [stored] },
      ],
      { code: "misplaced-field", facts: { field: "contactName" } },
    ],
    [
      "a plain field among the personal ones",
      [[visit("x", {}, { sort: "vneid" })]],
      { code: "misplaced-field", facts: { field: "sort" } },
    ],
    [
      "a record that its schema does not allow, with its field",
      [[visit("x", { people: -1 })]],
      { code: "invalid", facts: { kind: "supportVisit", field: "people" } },
    ],
    [
      "personal content that the schema does not allow",
      [[visit("x", {}, { note: 7 })]],
      { code: "invalid", facts: { kind: "supportVisit", field: "note" } },
    ],
    [
      "an entry of a map that its schema does not allow, named from the top",
      [[visit("x", { "groups.elderly": -1 })]],
      { code: "invalid", facts: { kind: "supportVisit", field: "groups.elderly" } },
    ],
    [
      "a reference to what nobody knows",
      [[visit("x", { village: "v9" })]],
      { code: "unknown-reference", facts: { kind: "village", id: "v9" } },
    ],
    [
      "a day that has not come",
      [[visit("x", { day: "2026-11-24" })]],
      { code: "day-in-future", facts: { day: "2026-11-24", today: "2026-11-23" } },
    ],
    [
      "a state that is set instead of moved",
      [[set("incident", "i", 10, { state: "closed" })], { rows: [open] }],
      { code: "state-needs-move", facts: { field: "state" } },
    ],
    [
      "a deed without the role for it",
      [[visit("x")], { rights: [rights(["province"])] }],
      { code: "denied", facts: { kind: "supportVisit" } },
    ],
  ];
  it.each(refused)("%s", (_, [ch, asked], told) => {
    expect(decideOne(ch, asked)).toStrictEqual({
      ...{ outcome: "rejected", effective: noon, rows: [], exits: [], cases: [], own: false },
      ...told,
    });
  });

  it("only until it can be understood: an action or a kind of a later app, a record that has not come", () => {
    const parked = { outcome: "parked", effective: noon, rows: [], exits: [], cases: [], own: false };
    expect(decideOne([visit("x")], { op: { a: "moon.land" } })).toStrictEqual({
      ...{ ...parked, code: "unknown-action", facts: { action: "moon.land" } },
    });
    expect(decideOne([{ ...visit("x"), k: "moon" }])).toEqual({
      ...{ ...parked, code: "unknown-kind", facts: { kind: "moon" } },
    });
    expect(decideOne([set("supportVisit", "x", 10, { people: 2 })])).toEqual({
      ...{ ...parked, code: "missing-record", facts: { id: "x" }, waitsFor: "x" },
    });
    expect(decideOne([entry("i", "e")])).toEqual({
      ...{ ...parked, code: "missing-parent", facts: { id: "i" }, waitsFor: "i" },
    });
  });
});

describe("the rights that a deed needs", () => {
  const outcome = (asked: Asked, ...ch: Parameters<typeof decideOne>[0]) => {
    const { outcome, code } = decideOne(ch, asked);
    return code ?? outcome;
  };

  it("are asked for the kind and the verb: to edit, move, delete and restore are each another right", () => {
    const mine = { ...open, scope: "incidents:v1", created: { ...open.created, by: "p1" } };
    const of = (role: Parameters<typeof rights>[0], ...ch: Parameters<typeof decideOne>[0]) =>
      outcome({ rights: [rights(role, { villages: ["v1"] })], rows: [mine] }, ...ch);
    const move = { c: "move", k: "incident", id: "i", b: 10, from: "new", to: "working" } as const;
    const remove = { c: "delete", k: "incident", id: "i", b: 10 } as const;
    const restore = { ...remove, c: "restore" } as const;
    expect(of(["village"], set("incident", "i", 10, { title: "a" }))).toBe("applied");
    expect(of(["village"], move)).toBe("denied");
    expect(of(["village"], remove)).toBe("denied");
    expect(of(["village"], restore)).toBe("denied");
    expect(of(["coordinator"], set("incident", "i", 10, { title: "a" }))).toBe("denied");
    expect(of(["coordinator"], incident("j"))).toBe("applied");
    expect(of(["coordinator"], entry("i", "e"))).toBe("applied");
    expect(of(["province"], entry("i", "e"))).toBe("only-read");
    for (const ch of [move, remove, restore]) expect(of(["responder"], ch)).toBe("applied");
  });

  it("ask of a create upon a record that is there already what an edit asks", () => {
    const rows = [{ ...open, created: { ...open.created, by: "p1" } }];
    expect(outcome({ rights: [rights(["coordinator"])], rows }, incident("i"))).toBe("denied");
    expect(outcome({ rights: [rights(["centre"])], rows }, incident("i"))).toBe("applied");
  });

  it("end at the scopes that the author reads", () => {
    const rows = [{ ...open, scope: "incidents:v2", body: { ...open.body, village: "v2" } }];
    const team = (villages: string[]) => [rights(["village"], { villages })];
    const note = entry("i", "e");
    expect(outcome({ rights: team(["v1"]), rows }, note)).toBe("denied");
    expect(outcome({ rights: team(["v2"]), rows }, note)).toBe("applied");
  });

  describe("end there for one's own record too, which is then kept to be read", () => {
    const by = { at: noon - 5000, by: "p1", device: "d1", seq: 10, n: 1 };
    const body = { ...open.body, village: "v1" };
    const own = serverRow("incident", "i", body, { by, scope: "incidents:v1" });
    /** The responder put it in another village, at seq 20. */
    const moved = {
      ...own,
      seq: 20,
      scope: "incidents:v2",
      body: { ...body, village: "v2" },
      clocks: { ...own.clocks, village: clockOf("d2", { seq: 20, n: 9 }) },
    };
    const team = (villages: string[], part: Partial<DatedRights> = {}) =>
      rights(["village"], { villages, ...part });
    const title = (base: number) => set("incident", "i", base, { title: "a" });
    const note = (sc: string) => ({ ...entry("i", "e"), sc });
    const kept = { rights: [team(["v2"])], rows: [own] };

    it.each([
      ["an edit of what was received", title(10)],
      ["an edit that says it had seen nothing", title(0)],
      ["an edit that says it had seen more", title(Number.MAX_SAFE_INTEGER)],
      ["an entry", note("incidents:v1")],
      ["an entry that says it lies where one reads", note("incidents:v2")],
    ])("%s after a move to another village", (_, change) => {
      expect(outcome(kept, change)).toBe("only-read");
    });

    it("whatever the new role, and not for a closed account, which may do nothing", () => {
      expect(outcome({ ...kept, rights: [rights(["province"])] }, title(10))).toBe("only-read");
      expect(outcome({ ...kept, rights: [rights(["responder"])] }, title(10))).toBe("applied");
      expect(outcome({ ...kept, rights: [team(["v1"], { active: false })] }, title(10))).toBe("denied");
    });

    it("but not for what was written before the move, for the days of grace", () => {
      const history = (ago: number) => [team(["v1"]), team(["v2"], { from: noon - ago })];
      const before = { w: noon - 3_600_000 };
      const early = { ...emptyDevice, lastN: 4, contiguousN: 4, reportedN: 4, contactAt: noon - 7_200_000 };
      const asked = { ...kept, op: before, device: early };
      expect(outcome({ ...asked, rights: history(60_000) }, title(10))).toBe("applied");
      expect(outcome({ ...asked, rights: history(7_000_000) }, title(10))).toBe("only-read");
    });

    it("but not for what was written while the device had not heard that the record went elsewhere", () => {
      const asked = { rights: [team(["v1"])], rows: [moved] };
      expect(outcome(asked, title(10))).toBe("applied");
      expect(outcome(asked, note("incidents:v1"))).toBe("applied");
      expect(outcome(asked, title(20))).toBe("only-read");
      expect(outcome(asked, note("incidents:v2"))).toBe("only-read");
    });

    it("but not for what goes with the report itself, or was on its way before the device heard", () => {
      expect(outcome({ ...kept, ownChain: new Set(["i"]) }, title(0))).toBe("applied");
      expect(outcome({ ...kept, op: { n: 4 } }, title(0))).toBe("applied");
      expect(outcome({ ...kept, op: { n: 4 } }, note("incidents:v1"))).toBe("applied");
      // From another device of the same person it was received before it could be seen there.
      expect(outcome({ ...kept, op: { n: 4, d: "d7" } }, title(0))).toBe("only-read");
    });
  });

  it("end there also for an edit that names another record as what it hangs under", () => {
    const rows = [serverRow("incident", "j", open.body, { scope: "case:j" }), open];
    const edit = { ...set("incident", "j", 10, { title: "a" }), under: "i" };
    expect(outcome({ rows }, edit)).toBe("denied");
  });

  it("end there also for the edits of an op of which a message had brought the report", () => {
    const told = serverRow("incident", "i", open.body, { scope: "case:i", by: clockOf("d1", { n: 5 }) });
    const rows = [{ ...told, created: { ...told.created, by: "p2" } }];
    const edit = set("incident", "i", 10, { title: "a" });
    expect(outcome({ rows, completes: true }, edit)).toBe("denied");
  });

  it("ask of an entry whether its author reads what it hangs under, also in a case", () => {
    const rows = [{ ...open, scope: "case:i", body: { ...open.body, group: 11 } }];
    expect(outcome({ rows }, entry("i", "e"))).toBe("denied");
    expect(outcome({ rows, cases: ["i"] }, entry("i", "e"))).toBe("applied");
  });

  it("ask the kind whose record it is and which fields the deed sets", () => {
    const unit = [rights(["unit"], { units: ["u1"] })];
    const progress = set("task", "t", 10, { progress: 40, updatedDay: "2026-11-23" });
    expect(outcome({ rights: unit, rows: [task] }, progress)).toBe("applied");
    expect(outcome({ rights: unit, rows: [task] }, set("task", "t", 10, { progress: 40, title: "a" }))).toBe(
      "denied",
    );
    expect(outcome({ rights: [rights(["unit"], { units: ["u2"] })], rows: [task] }, progress)).toBe("denied");
    const begin = { c: "move", k: "task", id: "t", b: 10, from: "notStarted", to: "running" } as const;
    expect(outcome({ rights: unit, rows: [task] }, begin)).toBe("applied");
    const again = { c: "create", k: "task", id: "t", sc: "plans:p1", b: 10, f: { title: "a" } } as const;
    expect(outcome({ rights: unit, rows: [task] }, again)).toBe("denied");
  });

  it("are not asked of the server itself; schemas, references and rules are", () => {
    const asked = { rights: [], trusted: true, villages: [] };
    expect(decideOne([visit("x")], asked)).toMatchObject({ outcome: "applied", own: true });
    expect(outcome(asked, visit("x", { people: -1 }))).toBe("invalid");
    expect(outcome(asked, visit("x", { village: "v9" }))).toBe("unknown-reference");
    expect(outcome(asked, visit("x", { day: "2026-11-24" }))).toBe("day-in-future");
  });

  it("are those of the time of the deed for thirty days, on a device that was not lost", () => {
    const history = [rights(["centre"]), rights(["province"], { from: noon - 10 * minute })];
    const device = emptyDevice;
    const late = { rights: history, device, op: { w: noon - 20 * minute } };
    expect(outcome(late, visit("x"))).toBe("applied");
    expect(outcome({ ...late, device: { ...device, lost: true } }, visit("x"))).toBe("denied");
    expect(outcome({ ...late, op: { w: noon - minute } }, visit("x"))).toBe("denied");
    expect(outcome({ ...late, now: noon + 31 * day }, visit("x"))).toBe("denied");
    const gone = [rights(["centre"]), rights([], { from: noon - 10 * minute })];
    expect(decideOne([visit("x")], { ...late, rights: gone })).toMatchObject({
      outcome: "applied",
      own: false,
    });
  });
});

describe("a reference", () => {
  it("may be to a record that the same op makes, of the right kind", () => {
    const org = { trusted: true, op: { a: "org.edit" } } as const;
    const village: Parameters<typeof decideOne>[0][number] = {
      ...{ c: "create", k: "village", id: "v7", sc: "org", f: { name: "Xóm 7" } },
    };
    expect(decideOne([village, visit("x", { village: "v7" })], org).outcome).toBe("applied");
    const unit = { ...village, k: "unit" } as typeof village;
    expect(decideOne([unit, visit("x", { village: "v7" })], org).code).toBe("unknown-reference");
  });
});

describe("what a device may keep as its own without being sent it", () => {
  const edit = (b: number) => set("supportVisit", "x", b, { people: 2 });
  const own = (ch: Parameters<typeof decideOne>[0], asked: Asked = {}) =>
    decideOne(ch, { rows: [stored], ...asked }).own;

  it("is what it wrote upon the very state that it had seen", () => {
    expect(own([edit(10)])).toBe(true);
    expect(own([edit(11)])).toBe(false);
    expect(own([edit(9)], { rows: [{ ...stored, clocks: {} }] })).toBe(false);
    expect(own([visit("new")])).toBe(true);
    expect(own([{ ...visit("new"), b: 3 }])).toBe(false);
    expect(own([{ ...visit("x"), b: 10 }])).toBe(true);
  });

  it("is what it wrote itself just before, in this exchange or in this op", () => {
    expect(own([edit(0)], { ownChain: new Set(["x"]), rows: [{ ...stored, clocks: {} }] })).toBe(true);
    expect(own([edit(10), set("supportVisit", "x", 10, { minutes: 3 })])).toBe(true);
    expect(own([edit(10), set("supportVisit", "x", 0, { minutes: 3 })])).toBe(true);
    expect(own([set("supportVisit", "x", 0, { minutes: 3 }), edit(10)])).toBe(false);
  });

  it("is not what the server dated otherwise, or wrote upon a history that a restore cut", () => {
    expect(own([edit(10)], { op: { w: noon + 5 } })).toBe(false);
    expect(own([edit(10)], { op: { w: noon - 5, o: 5 } })).toBe(true);
    expect(own([edit(10)], { baseOf: (base) => Math.min(base, 10) })).toBe(false);
  });

  it("is not what lies outside its author's scopes, though another part of the op does not", () => {
    // Judged by the rights of before, within the days of grace.
    const team = (from: number, ...villages: string[]) => rights(["village"], { villages, from });
    const moved = [team(0, "v1", "v2"), team(noon + 1, "v1")];
    const at = { rights: moved, op: { w: noon }, now: noon + 2 };
    expect(own([visit("new"), visit("far", { village: "v2" })], at)).toBe(false);
    expect(own([visit("new"), visit("near")], at)).toBe(true);
  });

  it("is not what changed nothing, what an erasure took from, or what the device computes otherwise", () => {
    expect(
      own([{ c: "move", k: "incident", id: "i", b: 10, from: "working", to: "new" }], { rows: [open] }),
    ).toBe(false);
    const mine = { ...stored, deleted: true as const };
    expect(own([{ c: "restore", k: "supportVisit", id: "x", b: 10 }], { rows: [mine] })).toBe(false);
    expect(own([{ c: "delete", k: "supportVisit", id: "x", b: 10 }])).toBe(true);
    const add = { plans: ["a"] };
    expect(own([{ c: "members", k: "supportVisit", id: "x", b: 10, add }])).toBe(false);
  });

  it("is what lies in a case that its author is part of", () => {
    const secret = { ...open, scope: "case:i", body: { ...open.body, group: 11 } };
    const ch = [set("incident", "i", 10, { title: "a" })];
    expect(own(ch, { rows: [secret], cases: ["i"] })).toBe(true);
  });

  it("is not what left two versions to choose from, though the device wrote upon it just before", () => {
    const decision = decideOne([edit(9)], { rows: [stored], ownChain: new Set(["x"]) });
    expect(decision).toMatchObject({ outcome: "conflict", own: false });
  });

  it("is not the older of two of its own values that came in the wrong order", () => {
    const row = { ...stored, clocks: { ...stored.clocks, people: clockOf("d1", { n: 9, by: "p1" }) } };
    const decision = decideOne([set("supportVisit", "x", 10, { people: 2, minutes: 5 })], { rows: [row] });
    expect(decision).toMatchObject({ outcome: "applied", own: false });
    expect(written(decision, "x").body).toMatchObject({ people: 1, minutes: 5 });
  });
});
