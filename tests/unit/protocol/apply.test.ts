import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecordRow } from "#domain/record.ts";
import { applyChange, withFields, withScope, writesOf } from "#protocol/apply.ts";
import type { Change } from "#protocol/op.ts";
import { type Op, touchedIds } from "#protocol/op.ts";
import { rowToWire, wireToRow } from "#protocol/wire-row.ts";

const stamp = { at: 9, by: "p1", device: "d1" };
const made = { at: 1, by: "p2", device: "d2" };
const row: RecordRow = {
  ...{
    id: "i",
    kind: "incident",
    scope: "incidents:commune",
    seq: 4,
    created: made,
    changed: made,
    received: 3,
  },
  body: { title: "a", state: "working", links: ["x", "y"], later: 1 },
};
const on = (change: object, before: RecordRow | null = row) =>
  applyChange(before, { k: "incident", id: "i", b: 4, ...change } as Change, stamp);

describe("what a change makes of a record when nothing stands against it", () => {
  it("creates it where the change says, in the first state of its kind", () => {
    expect(on({ c: "create", sc: "incidents:commune", f: { title: "b" } }, null)).toStrictEqual({
      ...{ id: "i", kind: "incident", scope: "incidents:commune", seq: 0, received: 0 },
      ...{ body: { title: "b", state: "new" }, created: stamp, changed: stamp },
    });
    expect(on({ c: "create", k: "contact", sc: "org", f: {} }, null)?.body).toEqual({});
  });

  it("changes one that is there already, and leaves its state, its place and who made it", () => {
    const after = on({ c: "create", sc: "elsewhere", f: { title: "b" }, p: { note: "c" } });
    expect(after).toEqual({
      ...row,
      body: { ...row.body, title: "b" },
      personal: { note: "c" },
      changed: stamp,
    });
  });

  it("hangs an entry under its parent, whatever its fields say", () => {
    const entry = {
      c: "append",
      k: "incidentEntry",
      id: "e",
      under: "i",
      sc: "s",
      f: { parent: "z", text: "t" },
    };
    expect(on(entry, null)?.body).toEqual({ text: "t", parent: "i" });
  });

  it("sets fields, entries of maps and personal ones, and clears with null", () => {
    const after = on({ c: "set", f: { title: null, "questions.a": "yes" }, p: { note: "n" } });
    const { title: _cleared, ...rest } = row.body;
    expect(after).toEqual({
      ...{ ...row, body: { ...rest, questions: { a: "yes" } }, personal: { note: "n" }, changed: stamp },
    });
  });

  it("writes no personal content to a record that was erased", () => {
    const erased: RecordRow = { ...row, erased: true };
    expect(withFields(erased, { title: "b" }, { note: "n" })).toEqual({
      ...erased,
      body: { ...row.body, title: "b" },
    });
    expect(withFields({ ...row, personal: { a: 1 } }, {}, { b: 2 }).personal).toEqual({ a: 1, b: 2 });
    expect(withFields(row, { title: "b" }, undefined)).not.toHaveProperty("personal");
  });

  it("adds and removes members one by one; what is in both stays", () => {
    const members = (more: object) => on({ c: "members", ...more })?.body;
    expect(members({ add: { links: ["z", "x"] }, remove: { links: ["y"] } })).toMatchObject({
      links: ["x", "z"],
    });
    expect(members({ add: { links: ["y"] }, remove: { links: ["y"] } })).toMatchObject({ links: ["x", "y"] });
    expect(members({ add: { title: ["z"] } })).toMatchObject({ title: ["z"], links: ["x", "y"] });
    expect(members({ remove: { links: ["x"], others: ["q"] } })).toMatchObject({ links: ["y"], others: [] });
    expect(on({ c: "members", add: { links: ["z"] } })).toStrictEqual({
      ...{ ...row, body: { ...row.body, links: ["x", "y", "z"] }, changed: stamp },
    });
  });

  it("moves, deletes and restores", () => {
    expect(on({ c: "move", from: "working", to: "resolved" })).toEqual({
      ...{ ...row, body: { ...row.body, state: "resolved" }, changed: stamp },
    });
    expect(on({ c: "move", k: "of-a-later-app", to: "z" })?.body).toMatchObject({ state: "z" });
    const deleted = on({ c: "delete" });
    expect(deleted).toEqual({ ...row, deleted: true, changed: stamp });
    expect(on({ c: "restore" }, deleted)).toEqual({ ...row, changed: stamp });
  });

  it("leaves none where it finds none, but for what makes one", () => {
    for (const c of ["set", "members", "move", "delete", "restore"])
      expect(on({ c, f: {}, to: "z" }, null)).toBeNull();
  });
});

describe("where a record lies", () => {
  it("is said by its body, and the row is the same where that has not changed", () => {
    expect(withScope(row)).toBe(row);
    const elsewhere = { ...row, body: { ...row.body, village: "v1" } };
    expect(withScope(elsewhere)).toEqual({ ...elsewhere, scope: "incidents:v1" });
    const later = { ...row, kind: "of-a-later-app" };
    expect(withScope(later)).toBe(later);
  });

  it("is where its parent lies, and stays as it is while nobody has the parent", () => {
    const entry = { ...row, kind: "incidentEntry", body: { parent: "i" } };
    expect(withScope({ ...entry, scope: "visits:v1" }, row).scope).toBe("incidents:commune");
    const alone = { ...entry, scope: "visits:v1" };
    expect(withScope(alone)).toBe(alone);
  });
});

describe("the registers that a change writes", () => {
  it("are its fields and its personal ones, each marked as what it is", () => {
    for (const c of ["create", "set", "append"])
      expect(writesOf({ c, f: { a: 1 }, p: { b: 2 } } as unknown as Change)).toEqual([
        ["a", 1, false],
        ["b", 2, true],
      ]);
    expect(writesOf({ c: "set", f: { a: 1 } } as unknown as Change)).toEqual([["a", 1, false]]);
    for (const c of ["members", "move", "delete", "restore"])
      expect(writesOf({ c, f: { a: 1 } } as unknown as Change)).toEqual([]);
  });

  it("belong to the records that an op touches, each named once", () => {
    const ch = ["a", "b", "a"].map((id) => ({ c: "delete", k: "incident", id, b: 1 }));
    expect(touchedIds({ ch } as Op)).toEqual(["a", "b"]);
  });
});

describe("a record on the wire", () => {
  const stamps = fc.record({
    at: fc.nat(3),
    by: fc.constantFrom("p1", "p2"),
    device: fc.constantFrom("d1", "d2"),
  });
  const rows = fc
    .record(
      {
        ...{ id: fc.string(), kind: fc.string(), scope: fc.string(), seq: fc.nat(), received: fc.nat() },
        body: fc.dictionary(fc.constantFrom("a", "b"), fc.nat()),
        personal: fc.dictionary(fc.constantFrom("a", "b"), fc.nat(), { minKeys: 1 }),
        deleted: fc.constant(true as const),
        erased: fc.constant(true as const),
        created: stamps,
        changed: stamps,
      },
      { requiredKeys: ["id", "kind", "scope", "seq", "received", "body", "created", "changed"] },
    )
    .map((one) => ({ ...one, body: { ...one.body } }) as RecordRow);

  it("comes back as it was", () => {
    fc.assert(fc.property(rows, (one) => void expect(wireToRow(rowToWire(one))).toEqual(one)));
  });

  it("bears no more than it has to tell", () => {
    expect(Object.keys(rowToWire({ ...row, personal: {} })).join("")).toBe("ikcsfar");
    expect(rowToWire({ ...row, changed: stamp })).toMatchObject({ a: [1, "p2", "d2"], m: [9, "p1", "d1"] });
    for (const other of [{ at: 2 }, { by: "p3" }, { device: "d3" }])
      expect(rowToWire({ ...row, changed: { ...made, ...other } })).toHaveProperty("m");
  });
});
