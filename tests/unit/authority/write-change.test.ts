import { describe, expect, it } from "vitest";
import type { FieldClock } from "#authority/commune-store.ts";
import type { Change } from "#protocol/op.ts";
import { clockOf, conflictsOf, decideOne, rights, seq, serverRow, written } from "./one-decision.ts";
import { incident, noon, set, visit } from "./small-server.ts";

const theirs = clockOf("d2");
const stored = serverRow("supportVisit", "x", visit("x").f, { scope: "visits:v1", by: theirs });
const open = serverRow(
  "incident",
  "i",
  { ...incident("i").f, state: "new" },
  { scope: "incidents:commune", by: theirs },
);
const mine = { at: noon, by: "p1", device: "d1", seq, n: 5 };
const people = (value: number, b: number): Change => set("supportVisit", "x", b, { people: value });

describe("a write upon what somebody else wrote", () => {
  it("stands when its author had seen that, and takes the register's clock", () => {
    const decision = decideOne([people(2, 10)], { rows: [stored] });
    expect(decision.outcome).toBe("applied");
    const row = written(decision, "x");
    expect(row).toMatchObject({ body: { people: 2, result: "done" }, created: stored.created });
    expect(row.changed).toEqual({ at: noon, by: "p1", device: "d1" });
    expect(row.clocks).toEqual({ ...stored.clocks, people: mine });
  });

  it("wins when it is later, and the other value is shown beside it", () => {
    const decision = decideOne([people(2, 9)], { rows: [stored] });
    expect(decision).toMatchObject({ outcome: "conflict", own: false });
    expect(written(decision, "x").body).toMatchObject({ people: 2 });
    const [conflict] = conflictsOf(decision);
    const stamp = { at: noon, by: "p1", device: "d1" };
    expect(conflict).toEqual({
      ...{ id: "cf/d1/5/0/people", kind: "conflict", scope: "visits:v1", seq, received: noon },
      body: {
        ...{ kind: "supportVisit", record: "x", field: "people", scope: "visits:v1", state: "open" },
        using: { ...stamp, value: 2 },
        other: { at: theirs.at, by: theirs.by, device: "d2", value: 1 },
      },
      ...{ created: stamp, changed: stamp },
      clocks: { state: mine },
    });
  });

  it("loses when it is earlier, and is shown beside the value in use", () => {
    const decision = decideOne([people(2, 9)], { rows: [stored], op: { w: noon - 2000 } });
    expect(decision).toMatchObject({ outcome: "conflict", own: false, rows: [{ kind: "conflict" }] });
    expect(conflictsOf(decision)[0]?.body).toMatchObject({
      using: { by: theirs.by, value: 1 },
      other: { by: "p1", at: noon - 2000, value: 2 },
    });
  });

  it("shows null for a value that was never there", () => {
    const row = { ...stored, clocks: { ...stored.clocks, minutes: theirs } };
    const decision = decideOne([set("supportVisit", "x", 9, { minutes: 5 })], { rows: [row] });
    expect(conflictsOf(decision)[0]?.body).toMatchObject({ other: { value: null } });
  });

  it("counts what it saw before a restore only as far as that history holds", () => {
    expect(decideOne([people(2, 10)], { rows: [stored], baseOf: () => 9 }).outcome).toBe("conflict");
  });

  it("is one conflict to each register, named by its change", () => {
    const decision = decideOne(
      [visit("y"), set("supportVisit", "x", 9, { people: 2, result: "later", minutes: 5 })],
      { rows: [stored] },
    );
    expect(conflictsOf(decision).map(({ id }) => id)).toEqual(["cf/d1/5/1/people", "cf/d1/5/1/result"]);
  });

  it("never comes before a value of a guarded field: people are asked", () => {
    const shift = serverRow(
      "shift",
      "s",
      { sort: "duty", day: "2026-11-23", from: "07:00", to: "17:00", person: "p2" },
      { scope: "org", by: theirs },
    );
    const references = new Set(["person/p1", "person/p2"]);
    const decision = decideOne([set("shift", "s", 9, { person: "p1" })], {
      ...{ rows: [shift], references, rights: [rights(["leader"])], op: { a: "roster.swap" } },
    });
    expect(decision.rows.map(({ id }) => id)).toEqual(["cf/d1/5/0/person"]);
    expect(decision).toMatchObject({ outcome: "conflict", rows: [{ body: { using: { value: "p2" } } }] });
  });

  it("is superseded when it is an older one of the same device, and leaves no trace but in the log", () => {
    const row = { ...stored, clocks: { ...stored.clocks, people: clockOf("d1", { n: 6 }) } };
    const decision = decideOne([people(2, 10)], { rows: [row] });
    expect(decision).toMatchObject({ outcome: "superseded", own: false, rows: [] });
  });
});

describe("an op of which one value came too late", () => {
  const late = { ...stored, clocks: { ...stored.clocks, people: clockOf("d1", { n: 6 }) } };
  const gone = { ...late, id: "g", deleted: true as const };
  const ids = { k: "supportVisit", b: 10 };
  it.each<[string, Change]>([
    ["makes a record", visit("y")],
    ["sets another register", set("supportVisit", "x", 10, { minutes: 5 })],
    ["adds a member", { ...ids, c: "members", id: "x", add: { helpers: ["p1"] } }],
    ["moves a state", { c: "move", k: "incident", id: "i", b: 10, from: "new", to: "working" }],
    ["deletes", { ...ids, c: "delete", id: "x" }],
    ["restores", { ...ids, c: "restore", id: "g" }],
  ])("is applied all the same where it also %s", (_, change) => {
    const asked = { rows: [late, gone, open] };
    expect(decideOne([people(2, 10), change], asked)).toMatchObject({ outcome: "applied", own: false });
    expect(decideOne([people(2, 10)], asked).outcome).toBe("superseded");
  });
});

describe("a value that its kind keeps as it was first", () => {
  it("is not the device's own, whatever it wrote before in the exchange", () => {
    const ch = [set("incident", "i", 9, { number: "SC-late", fix: "a" })];
    const decision = decideOne(ch, { rows: [open], ownChain: new Set(["i"]) });
    expect(decision).toMatchObject({ outcome: "applied", own: false });
    expect(written(decision, "i").body).toMatchObject({ number: "SC-i", fix: "a" });
  });
});

describe("personal content", () => {
  const withNote = { ...stored, personal: { note: "cũ" }, clocks: { ...stored.clocks, note: theirs } };

  it("lies apart from the body, with a clock like every register", () => {
    const decision = decideOne([visit("y", {}, { note: "bà Tư" })]);
    expect(written(decision, "y")).toMatchObject({ personal: { note: "bà Tư" }, clocks: { note: mine } });
    expect(written(decision, "y").body).not.toHaveProperty("note");
    const edit = decideOne([set("supportVisit", "x", 10, {}, { note: "mới" })], { rows: [withNote] });
    expect(written(edit, "x")).toMatchObject({ personal: { note: "mới" }, body: stored.body });
    const first = decideOne([set("supportVisit", "x", 10, {}, { note: "mới" })], { rows: [stored] });
    expect(written(first, "x")).toMatchObject({ personal: { note: "mới" }, body: stored.body });
  });

  it("is merged with what lies there, and a conflict keeps both values erasable", () => {
    const decision = decideOne([set("supportVisit", "x", 9, {}, { note: "mới" })], { rows: [withNote] });
    const [conflict] = conflictsOf(decision);
    expect(conflict).toMatchObject({
      personal: { usingValue: "mới", otherValue: "cũ" },
      body: { personalValues: true, field: "note" },
    });
    expect(JSON.stringify(conflict?.body)).not.toMatch(/mới|cũ/);
    const same = decideOne([set("supportVisit", "x", 9, {}, { note: "cũ" })], { rows: [withNote] });
    expect(same.outcome).toBe("applied");
  });

  it("never comes back to a record that was erased, also not by who had not heard of it", () => {
    const marked = new Set(["x", "y"]);
    const fresh = decideOne([visit("y", {}, { note: "bà Tư" })], { erased: marked });
    expect(fresh).toMatchObject({ outcome: "applied", own: false });
    expect(written(fresh, "y")).toMatchObject({ erased: true, body: visit("y").f });
    expect(written(fresh, "y").personal).toBeUndefined();
    expect(written(decideOne([visit("z")], { erased: marked }), "z")).not.toHaveProperty("erased");
    for (const [row, erased] of [
      [stored, marked],
      [{ ...stored, erased: true as const }, new Set<string>()],
    ] as const) {
      const edit = decideOne([set("supportVisit", "x", 10, { people: 3 }, { note: "bà Tư" })], {
        ...{ rows: [row], erased },
      });
      expect(edit).toMatchObject({ outcome: "applied", own: false });
      expect(written(edit, "x").body).toMatchObject({ people: 3 });
      expect(written(edit, "x").personal).toBeUndefined();
    }
    const others = decideOne([set("supportVisit", "x", 10, { people: 3 })], {
      rows: [stored],
      erased: marked,
    });
    expect(others.own).toBe(true);
  });
});

describe("a new record", () => {
  it("begins in the first state of its kind, under the parent that the change names", () => {
    const made = decideOne([incident("i")], { op: { a: "incident.report" } });
    expect(written(made, "i")).toMatchObject({ body: { state: "new" }, clocks: { state: mine } });
    const note = { sort: "note", text: "a", parent: "elsewhere" };
    const under = decideOne(
      [{ c: "append", k: "incidentEntry", id: "e", under: "i", sc: "incidents:commune", f: note }],
      { rows: [open], rights: [rights(["centre"])] },
    );
    expect(written(under, "e")).toMatchObject({ body: { parent: "i" }, scope: "incidents:commune" });
    expect(under.own).toBe(true);
  });

  it("lies where its body says, whatever scope the change names", () => {
    const made = decideOne([{ ...visit("y"), sc: "visits:v2" }]);
    expect(written(made, "y").scope).toBe("visits:v1");
  });

  it("that was created twice is merged register by register", () => {
    const decision = decideOne([{ ...visit("x", { people: 2, minutes: 5 }) }], { rows: [stored] });
    expect(written(decision, "x").body).toMatchObject({ people: 2, minutes: 5, result: "done" });
    expect(conflictsOf(decision).map(({ body }) => body["field"])).toEqual(["people"]);
  });
});

describe("members of a set", () => {
  const equipped = serverRow(
    "incident",
    "i",
    { ...incident("i").f, state: "new", links: ["a", "b"] },
    { scope: "incidents:commune", by: theirs },
  );
  const members = (b: number, more: { add?: string[]; remove?: string[] }): Change => ({
    ...{ c: "members", k: "incident", id: "i", b },
    ...(more.add ? { add: { links: more.add } } : {}),
    ...(more.remove ? { remove: { links: more.remove } } : {}),
  });
  const links = (change: Change, clocks: Record<string, FieldClock> = {}) => {
    const row = { ...equipped, clocks: { ...equipped.clocks, ...clocks } };
    const decision = decideOne([change], { rows: [row], op: { a: "incident.link" } });
    expect(decision).toMatchObject({ outcome: "applied", own: false });
    return written(decision, "i").body["links"];
  };

  it("are added and removed one by one, each once", () => {
    expect(links(members(10, { add: ["c", "a"], remove: ["b"] }))).toEqual(["a", "c"]);
    expect(links(members(10, { remove: ["z"] }))).toEqual(["a", "b"]);
    expect(links(members(10, { add: ["b"], remove: ["b"] }))).toEqual(["a", "b"]);
  });

  it("may be the first of their set", () => {
    const row = { ...equipped, body: { ...equipped.body, links: "not a list" } };
    const decision = decideOne([members(10, { add: ["c"] })], { rows: [row], op: { a: "incident.link" } });
    expect(written(decision, "i")).toMatchObject({ body: { links: ["c"] }, clocks: { "links#c": mine } });
  });

  it("that somebody added unseen stay, and those go that were seen or the device added itself", () => {
    const added = (clock: Partial<FieldClock>, device = "d2") => ({ "links#b": clockOf(device, clock) });
    expect(links(members(10, { remove: ["b"] }), added({ seq: 11 }))).toEqual(["a", "b"]);
    expect(links(members(10, { remove: ["b"] }), added({ seq: 10 }))).toEqual(["a"]);
    expect(links(members(10, { remove: ["b"] }), added({ seq: 11 }, "d1"))).toEqual(["a"]);
  });

  it("may be of several sets in one change", () => {
    const change = { ...members(10, { add: ["c"] }), remove: { others: ["x"] } } as Change;
    expect(links(change)).toEqual(["a", "b", "c"]);
    const row = { ...equipped, body: { ...equipped.body, others: ["x", "y"] } };
    const decision = decideOne([change], { rows: [row], op: { a: "incident.link" } });
    expect(written(decision, "i").body).toMatchObject({ links: ["a", "b", "c"], others: ["y"] });
  });
});

describe("a move", () => {
  const move = (from: string, to: string): Change => ({ c: "move", k: "incident", id: "i", b: 0, from, to });
  const at = (state: string | null) => {
    const body = { ...open.body, ...(state ? { state } : {}) };
    if (!state) delete (body as Record<string, unknown>)["state"];
    return { rows: [{ ...open, body }], op: { a: "incident.move" } };
  };

  it("is made from the state that its author saw, and no clock has a say in it", () => {
    const decision = decideOne([move("new", "working")], { ...at("new"), op: { a: "incident.move", w: 0 } });
    expect(written(decision, "i").body).toMatchObject({ state: "working" });
    expect(written(decision, "i").clocks["state"]).toMatchObject({ device: "d1", n: 5 });
  });

  it("is the device's own when it knew the record and nothing came between", () => {
    const seen = { ...move("new", "working"), b: 10 } as Change;
    expect(decideOne([seen], at("new"))).toMatchObject({ outcome: "applied", own: true });
    expect(decideOne([{ ...seen, from: "acknowledged" } as Change], at("new"))).toMatchObject({
      ...{ outcome: "applied", own: false },
    });
  });

  it("has nothing to do where the record is there already", () => {
    expect(decideOne([move("new", "working")], at("working"))).toMatchObject({
      outcome: "applied",
      rows: [],
    });
    expect(decideOne([move("new", "closed")], at("closed"))).toMatchObject({ outcome: "applied", rows: [] });
  });

  it("is made from another state that allows it, but for a guarded one", () => {
    expect(written(decideOne([move("new", "resolved")], at("working")), "i").body["state"]).toBe("resolved");
    const facts = { from: "new", to: "closed", now: "resolved", by: theirs.by, at: theirs.at };
    expect(decideOne([move("new", "closed")], at("resolved"))).toMatchObject({
      ...{ outcome: "rejected", code: "stale-transition", facts },
    });
    expect(written(decideOne([move("resolved", "closed")], at("resolved")), "i").body["state"]).toBe(
      "closed",
    );
  });

  it("is refused with what happened meanwhile where the state does not allow it", () => {
    const stale = decideOne([move("new", "acknowledged")], at("working"));
    const facts = { from: "new", to: "acknowledged", now: "working", by: theirs.by, at: theirs.at };
    expect(stale).toMatchObject({ outcome: "rejected", code: "stale-transition", facts });
    const nobody = { ...at("working").rows[0], clocks: {} } as typeof open;
    expect(decideOne([move("new", "acknowledged")], { rows: [nobody] }).facts).toEqual({
      ...{ from: "new", to: "acknowledged", now: "working" },
    });
  });

  it("is refused where its own machine knows no such way, and where the kind has no states", () => {
    expect(decideOne([move("closed", "new")], at("closed"))).toMatchObject({
      ...{ outcome: "rejected", code: "move-not-allowed", facts: { from: "closed", to: "new" } },
    });
    expect(decideOne([move("moon", "new")], at("moon"))).toMatchObject({ code: "move-not-allowed" });
    const visited = { ...move("new", "closed"), k: "supportVisit", id: "x" } as Change;
    expect(decideOne([visited], { rows: [stored] })).toMatchObject({
      ...{ outcome: "rejected", code: "no-states", facts: { kind: "supportVisit" } },
    });
  });

  it("counts a record that tells no state as in the first one", () => {
    expect(written(decideOne([move("new", "working")], at(null)), "i").body["state"]).toBe("working");
  });
});

describe("deleting and restoring", () => {
  const remove = (b: number): Change => ({ c: "delete", k: "supportVisit", id: "x", b });
  const restore: Change = { c: "restore", k: "supportVisit", id: "x", b: 10 };
  const gone = (clock: FieldClock) => ({
    ...stored,
    deleted: true as const,
    clocks: { ...stored.clocks, $deleted: clock },
  });

  it("leaves the record where it is, as deleted, and who did it among its clocks", () => {
    const decision = decideOne([remove(10)], { rows: [stored] });
    expect(decision).toMatchObject({ outcome: "applied", own: true });
    const row = written(decision, "x");
    expect(row).toMatchObject({ deleted: true, body: stored.body });
    expect(row.clocks).toEqual({ ...stored.clocks, $deleted: mine });
  });

  it("asks where somebody wrote what the one who deletes had not seen, but not of one's own writes", () => {
    const decision = decideOne([remove(9)], { rows: [stored] });
    expect(decision.outcome).toBe("conflict");
    expect(written(decision, "x").deleted).toBe(true);
    expect(conflictsOf(decision)[0]?.body).toMatchObject({
      ...{ field: "", record: "x", scope: "visits:v1" },
      using: { by: "p1", at: noon, value: null },
      other: { by: theirs.by, at: theirs.at, value: null },
    });
    expect(conflictsOf(decision)[0]?.body).not.toHaveProperty("personalValues");
    const own = { ...stored, clocks: { people: clockOf("d1", { seq: 40 }) } };
    expect(decideOne([remove(9)], { rows: [own] }).outcome).toBe("applied");
  });

  it("changes nothing the second time", () => {
    const decision = decideOne([remove(9)], { rows: [gone(theirs)] });
    expect(decision).toMatchObject({ outcome: "applied", own: false, rows: [] });
    expect(decideOne([restore], { rows: [stored] })).toMatchObject({ outcome: "applied", rows: [] });
  });

  it("brings the record back whole, and says who did", () => {
    const row = written(decideOne([restore], { rows: [gone(theirs)] }), "x");
    expect(row).not.toHaveProperty("deleted");
    expect(row.body).toEqual(stored.body);
    expect(row.clocks).toEqual({ ...stored.clocks, $deleted: mine });
  });

  it("keeps an edit that meets a deletion it had not seen, and asks", () => {
    const row = gone(clockOf("d3", { seq: 20, at: noon - 50 }));
    const decision = decideOne([people(2, 10)], { rows: [row] });
    expect(decision.outcome).toBe("conflict");
    expect(written(decision, "x")).toMatchObject({ deleted: true, body: { people: 2 } });
    expect(conflictsOf(decision)[0]).toMatchObject({
      id: "cf/d1/5/0/",
      body: {
        field: "",
        using: { by: "p-d3", at: noon - 50, device: "d3", value: null },
        other: { by: "p1", at: noon, device: "d1", value: null },
      },
    });
  });

  it("does not ask of an edit whose author had seen the deletion, had made it, or where it was restored", () => {
    expect(decideOne([people(2, 20)], { rows: [gone(clockOf("d3", { seq: 20 }))] }).outcome).toBe("applied");
    expect(decideOne([people(2, 10)], { rows: [gone(clockOf("d1", { seq: 20 }))] }).outcome).toBe("applied");
    const unknown = { ...stored, deleted: true as const };
    expect(decideOne([people(2, 10)], { rows: [unknown] }).outcome).toBe("applied");
    const { deleted: _was, ...back } = gone(clockOf("d3", { seq: 20 }));
    expect(decideOne([people(2, 10)], { rows: [back] }).outcome).toBe("applied");
  });
});

describe("an op that completes what a message had brought of it", () => {
  const told = { ...clockOf("d1", { seq: 10, n: 5, by: "p1" }) };
  const part = serverRow(
    "incident",
    "i",
    { number: "SC-i", group: 1, severity: 3, title: "Mat mang", since: noon - 60_000, state: "new" },
    { scope: "incidents:commune", by: told },
  );
  const full = incident("i", { state: "new", note: "ở quầy 3" });
  const asked = { completes: true, rights: [rights(["coordinator"])], op: { a: "incident.report" } };

  it("writes in full what the message wrote in part, by the right to report alone", () => {
    const decision = decideOne([full], { ...asked, rows: [part] });
    expect(decision.outcome).toBe("applied");
    expect(written(decision, "i").body).toEqual({ ...full.f, state: "new" });
    expect(decideOne([full], { ...asked, completes: false, rows: [part] }).code).toBe("state-needs-move");
  });

  it("leaves alone what people changed since, and the state, and says nothing about a deletion", () => {
    const since = clockOf("d2", { seq: 20 });
    const row = {
      ...part,
      deleted: true as const,
      body: { ...part.body, title: "Đứt cáp", state: "working" },
      clocks: { ...part.clocks, title: since, state: since, $deleted: since },
    };
    const decision = decideOne([full], { ...asked, rows: [row] });
    expect(decision).toMatchObject({ outcome: "applied", own: false });
    expect(written(decision, "i").body).toMatchObject({
      ...{ title: "Đứt cáp", state: "working", note: "ở quầy 3", since: noon },
    });
    expect(written(decision, "i").clocks).toMatchObject({ title: since, state: since, note: mine });
  });

  it("is an edit like any other where the message wrote nothing of the record", () => {
    const others = { ...part, clocks: Object.fromEntries(Object.keys(part.clocks).map((f) => [f, theirs])) };
    expect(decideOne([full], { ...asked, rows: [others] })).toMatchObject({ outcome: "rejected" });
    const sameNumber = Object.fromEntries(
      Object.keys(part.clocks).map((f) => [f, { ...theirs, device: "d2", n: 5 }]),
    );
    expect(decideOne([full], { ...asked, rows: [{ ...part, clocks: sameNumber }] }).outcome).toBe("rejected");
  });

  it("is the device's own where it had seen what came of the message, unless people changed that", () => {
    const seen = { ...full, b: 20 };
    const whole = { ...asked, rights: [rights(["centre"])] };
    const unchanged = { ...part, seq: 20 };
    expect(decideOne([seen], { ...whole, rows: [unchanged] })).toMatchObject({
      outcome: "applied",
      own: true,
    });
    const edited = { ...unchanged, clocks: { ...part.clocks, title: clockOf("d2", { seq: 20 }) } };
    expect(decideOne([seen], { ...whole, rows: [edited] })).toMatchObject({ outcome: "applied", own: false });
  });

  it("is merged as ever in what it does besides making the record", () => {
    const row = { ...part, seq: 20, clocks: { ...part.clocks, title: clockOf("d2", { seq: 20 }) } };
    const edit = set("incident", "i", 10, { title: "Đứt cáp" });
    const decision = decideOne([edit], { ...asked, rights: [rights(["centre"])], rows: [row] });
    expect(decision.outcome).toBe("conflict");
  });
});
