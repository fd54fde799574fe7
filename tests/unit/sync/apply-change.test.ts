import { describe, expect, it } from "vitest";
import type { RecordRow } from "#domain/record.ts";
import { applyChange, withScope, writesOf } from "#protocol/apply.ts";
import type { Change } from "#protocol/op.ts";
import type { OutboxEntry } from "#sync/device-store.ts";
import { applyOp, keysOf, replay, toRow, toStored } from "#sync/overlay.ts";
import { noon } from "#tests/support/small-commune.ts";
import { serverVisit, stamp } from "./one-device.ts";

const mine = { at: noon + 5, by: "pa", device: "d1" };
const visitOf = { k: "supportVisit", id: "a" } as const;
const row = serverVisit("a", 3);
const make = (row: RecordRow | null, change: Change) => applyChange(row, change, mine);

describe("what one change makes of a record", () => {
  it("begins a record in the first state of its kind, and never puts one back there", () => {
    const create: Change = { c: "create", k: "incident", id: "i", sc: "visits:v1", f: { title: "x" } };
    const begun = make(null, create);
    expect(begun).toEqual({
      ...{ id: "i", kind: "incident", scope: "visits:v1", seq: 0, received: 0 },
      ...{ body: { state: "new", title: "x" }, created: mine, changed: mine },
    });
    const closed = { ...(begun as RecordRow), body: { state: "closed", title: "y" }, created: stamp };
    expect(make(closed, create)).toEqual({ ...closed, body: { state: "closed", title: "x" }, changed: mine });
    expect(make(null, { c: "create", ...visitOf, sc: "x", f: {} })?.body).toEqual({});
  });

  it("hangs an appended row under its parent, whatever its fields say", () => {
    const append: Change = {
      ...{ c: "append", k: "incidentEntry", id: "e", under: "i", sc: "visits:v1" },
      f: { text: "x", parent: "other" },
    };
    expect(make(null, append)).toMatchObject({ scope: "visits:v1", body: { text: "x", parent: "i" } });
    const create: Change = { c: "create", k: "incident", id: "i", sc: "x", f: {} };
    expect(make(null, create)?.body).not.toHaveProperty("parent");
  });

  it("sets fields and leaves the others, words about a person apart", () => {
    const set: Change = { c: "set", ...visitOf, b: 3, f: { people: 2, minutes: 5 }, p: { note: "x" } };
    expect(make({ ...row, personal: { contactName: "y" } }, set)).toEqual({
      ...{ ...row, changed: mine },
      ...{ body: { ...row.body, people: 2, minutes: 5 }, personal: { contactName: "y", note: "x" } },
    });
    expect(make(row, { c: "set", ...visitOf, b: 3, f: { people: 2 } })).not.toHaveProperty("personal");
  });

  it("never brings words back to a record that was erased", () => {
    const set: Change = { c: "set", ...visitOf, b: 3, f: { people: 2 }, p: { note: "x" } };
    const changed = make({ ...row, erased: true }, set);
    expect(changed).toMatchObject({ body: { people: 2 } });
    expect(changed).not.toHaveProperty("personal");
  });

  it("adds and removes members of a set; who is in both stays", () => {
    const unit = { ...row, kind: "unit", body: { tags: ["a", "b"], odd: "text" } };
    const of = { c: "members", k: "unit", id: "a", b: 3 } as const;
    expect(make(unit, { ...of, add: { tags: ["b", "c"] } })?.body["tags"]).toEqual(["a", "b", "c"]);
    expect(make(unit, { ...of, remove: { tags: ["a", "z"] } })?.body["tags"]).toEqual(["b"]);
    expect(make(unit, { ...of, add: { tags: ["a"] }, remove: { tags: ["a"] } })?.body["tags"]).toEqual([
      "b",
      "a",
    ]);
    expect(make(unit, { ...of, add: { odd: ["x"], fresh: ["y"] }, remove: { gone: ["z"] } })).toMatchObject({
      body: { tags: ["a", "b"], odd: ["x"], fresh: ["y"], gone: [] },
      changed: mine,
    });
  });

  it("moves the state in the field of its kind, and in `state` for a kind of a later app", () => {
    const moved = (kind: string) =>
      make({ ...row, kind }, { c: "move", k: kind, id: "a", b: 3, from: "new", to: "working" });
    expect(moved("incident")).toMatchObject({ body: { state: "working", people: 1 }, changed: mine });
    expect(moved("fromLater")).toMatchObject({ body: { state: "working" } });
  });

  it("deletes and restores without touching the body", () => {
    const gone = make(row, { c: "delete", ...visitOf, b: 3 });
    expect(gone).toEqual({ ...row, deleted: true, changed: mine });
    expect(make(gone, { c: "restore", ...visitOf, b: 3 })).toEqual({ ...row, changed: mine });
  });

  it("leaves no record where it finds none", () => {
    const changes: Change[] = [
      { c: "set", ...visitOf, b: 0, f: { people: 2 } },
      { c: "members", ...visitOf, b: 0, add: { tags: ["x"] } },
      { c: "move", ...visitOf, b: 0, from: "x", to: "y" },
      { c: "delete", ...visitOf, b: 0 },
      { c: "restore", ...visitOf, b: 0 },
    ];
    for (const change of changes) expect(make(null, change)).toBeNull();
  });

  it("tells which registers it writes, those about a person marked", () => {
    const f = { people: 2 };
    expect(writesOf({ c: "set", ...visitOf, b: 3, f, p: { note: "x" } })).toEqual([
      ["people", 2, false],
      ["note", "x", true],
    ]);
    expect(writesOf({ c: "create", ...visitOf, sc: "x", f })).toEqual([["people", 2, false]]);
    expect(writesOf({ c: "append", ...visitOf, under: "i", sc: "x", f })).toEqual([["people", 2, false]]);
    expect(writesOf({ c: "delete", ...visitOf, b: 3 })).toEqual([]);
  });
});

describe("where a record lies", () => {
  it("follows its body, or its parent, and stays where neither says", () => {
    expect(withScope({ ...row, body: { village: "v2" } }).scope).toBe("visits:v2");
    expect(withScope(row)).toBe(row);
    const entry = { ...row, kind: "incidentEntry", body: { parent: "i" } };
    expect(withScope(entry)).toBe(entry);
    expect(withScope(entry, { ...row, scope: "case:i" }).scope).toBe("case:i");
    const later = { ...row, kind: "fromLater" };
    expect(withScope(later)).toBe(later);
  });
});

describe("what is shown", () => {
  const pending = (n: number, ...ch: Change[]): OutboxEntry => ({
    ...{ n, ids: ["a"], savedAt: noon },
    op: { d: "d1", n, v: 1, a: "x", w: noon, o: 5, e: "e1", u: "pa", ch },
  });
  const people = (value: number, id = "a"): Change => ({
    c: "set",
    ...visitOf,
    id,
    b: 3,
    f: { people: value },
  });

  it("is what the server said with what is pending on top, in the order of numbers", () => {
    const entries = [pending(10, people(10)), pending(9, people(9), people(99, "b"))];
    expect(replay(row, entries, "a")).toEqual({ ...row, body: { ...row.body, people: 10 }, changed: mine });
    expect(entries.map(({ n }) => n)).toEqual([10, 9]);
    expect(replay(undefined, entries, "a")).toBeNull();
    expect(replay(row, [], "a")).toBe(row);
  });

  it("lies where a pending edit puts it", () => {
    const { op } = pending(1, { c: "set", ...visitOf, b: 3, f: { village: "v2" } });
    expect(applyOp(row, op, "a")?.scope).toBe("visits:v2");
  });

  it("is found by its kind's keys; not when deleted, nor when its kind is of a later app", () => {
    expect(keysOf(row)).toEqual(["supportVisit/2026-03-02"]);
    expect(keysOf({ ...row, deleted: true })).toEqual([]);
    expect(keysOf({ ...row, kind: "fromLater" })).toEqual([]);
    expect(toRow(toStored(row, 3))).toEqual(row);
  });
});
