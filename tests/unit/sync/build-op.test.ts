import { describe, expect, it } from "vitest";
import type { RecordRow } from "#domain/record.ts";
import { buildOp, type DraftChange, type View } from "#sync/build-op.ts";
import { toStored } from "#sync/overlay.ts";
import { noon } from "#tests/support/small-commune.ts";
import { plainMeta, serverVisit } from "./one-device.ts";

function viewOf(rows: readonly RecordRow[], shadows: readonly RecordRow[] = []): View {
  return {
    rows: new Map(rows.map((row) => [row.id, toStored(row, 1)])),
    shadows: new Map(shadows.map((row) => [row.id, row])),
  };
}

const build = (changes: readonly DraftChange[], view: View = viewOf([]), meta = plainMeta) =>
  buildOp(meta, { action: "support.edit", changes }, view, noon);

/** The changes as they go over the wire. */
function changesOf(changes: readonly DraftChange[], view?: View) {
  const op = build(changes, view);
  if (typeof op === "string") throw new Error(`not built: ${op}`);
  return op.ch;
}

const set = (id: string, fields: Record<string, string | number>, base?: number): DraftChange => ({
  ...{ c: "set", kind: "supportVisit", id, fields },
  ...(base === undefined ? {} : { base }),
});

describe("an op", () => {
  it("bears who, where, when and which, and is final", () => {
    expect(build([], viewOf([]), { ...plainMeta, nextN: 7, offset: -30 })).toEqual({
      ...{ d: "d1", n: 7, v: 1, a: "support.edit", w: noon, o: -30, e: "e1", u: "pa", ch: [] },
    });
  });

  it("says that its clock was suspect, and only then", () => {
    expect(build([], viewOf([]), { ...plainMeta, clockSuspect: true })).toMatchObject({ x: 1 });
    expect(build([])).not.toHaveProperty("x");
  });
});

describe("what a change claims to have seen", () => {
  const [row, shadow] = [serverVisit("a", 8), serverVisit("a", 5)];

  it("is the record as it stood when the form was opened", () => {
    expect(changesOf([set("a", { people: 2 }, 6)], viewOf([row]))).toMatchObject([{ b: 6 }]);
  });

  it("is never more than what the server has said here", () => {
    expect(changesOf([set("a", { people: 2 }, 99)], viewOf([row]))).toMatchObject([{ b: 8 }]);
    expect(changesOf([set("a", { people: 2 }, 99)], viewOf([row], [shadow]))).toMatchObject([{ b: 5 }]);
  });

  it("is the record as it is shown when the form does not say", () => {
    expect(changesOf([set("a", { people: 2 })], viewOf([row]))).toMatchObject([{ b: 8 }]);
    expect(changesOf([set("a", { people: 2 })], viewOf([row], [shadow]))).toMatchObject([{ b: 5 }]);
  });

  it("is nothing of a record that only this device knows", () => {
    const mine = serverVisit("a", 0);
    expect(changesOf([set("a", { people: 2 })], viewOf([mine]))).toMatchObject([{ b: 0 }]);
  });

  it("goes with every sort of change; with the making of a record only where there was one", () => {
    const of = { kind: "supportVisit", id: "a" } as const;
    const changes: DraftChange[] = [
      { c: "create", ...of, fields: { village: "v1", people: 2 } },
      { c: "members", ...of, add: { tags: ["x"] } },
      { c: "members", ...of, remove: { tags: ["x"] } },
      { c: "move", ...of, from: "open", to: "settled" },
      { c: "delete", ...of },
      { c: "restore", ...of },
    ];
    const base = { k: "supportVisit", id: "a", b: 8 };
    expect(changesOf(changes, viewOf([row]))).toStrictEqual([
      { ...base, c: "create", sc: "visits:v1", f: { village: "v1", people: 2 } },
      { ...base, c: "members", add: { tags: ["x"] } },
      { ...base, c: "members", remove: { tags: ["x"] } },
      { ...base, c: "move", from: "open", to: "settled" },
      { ...base, c: "delete" },
      { ...base, c: "restore" },
    ]);
    expect(changesOf([{ c: "create", ...of, fields: {} }])).toStrictEqual([
      { c: "create", k: "supportVisit", id: "a", sc: "visits:counter", f: {} },
    ]);
  });
});

describe("where a new record lies", () => {
  it("follows from its fields and what is known of it already", () => {
    const create = (fields: Record<string, string>): DraftChange => ({
      ...{ c: "create", kind: "supportVisit", id: "a", fields },
    });
    expect(changesOf([create({ village: "v2" })])).toMatchObject([{ sc: "visits:v2" }]);
    expect(changesOf([create({})])).toMatchObject([{ sc: "visits:counter" }]);
    expect(changesOf([create({})], viewOf([serverVisit("a", 3)]))).toMatchObject([{ sc: "visits:v1" }]);
    expect(changesOf([create({ village: "v2" })], viewOf([serverVisit("a", 3)]))).toMatchObject([
      { sc: "visits:v2" },
    ]);
  });

  it("is the whole commune for a kind of a later app", () => {
    const change: DraftChange = { c: "create", kind: "fromLater", id: "a", fields: {} };
    expect(changesOf([change])).toMatchObject([{ sc: "org" }]);
  });

  it("is where its parent lies, for a kind of a later app too", () => {
    const incident = { ...serverVisit("i", 3), kind: "incident", scope: "visits:v7" };
    const entry = (kind: string): DraftChange => ({
      c: "append",
      kind,
      id: "e",
      under: "i",
      fields: { text: "x" },
    });
    expect(changesOf([entry("incidentEntry")], viewOf([incident]))).toStrictEqual([
      { c: "append", k: "incidentEntry", id: "e", under: "i", sc: "visits:v7", f: { text: "x" } },
    ]);
    expect(changesOf([entry("fromLater")], viewOf([incident]))).toMatchObject([{ sc: "visits:v7" }]);
  });
});

describe("a change of what is not here", () => {
  it("is refused by the record's id", () => {
    expect(build([set("nowhere", { people: 2 })])).toBe("nowhere");
    const append: DraftChange = { c: "append", kind: "incidentEntry", id: "e", under: "nowhere", fields: {} };
    expect(build([append])).toBe("e");
    const of = { kind: "supportVisit", id: "nowhere" } as const;
    expect(build([{ c: "delete", ...of }])).toBe("nowhere");
    expect(build([{ c: "move", ...of, from: "a", to: "b" }])).toBe("nowhere");
    expect(build([{ c: "members", ...of }])).toBe("nowhere");
  });

  it("is allowed when the same deed makes it", () => {
    const fields = { number: "SC", group: 1, severity: 3, title: "x", since: noon, village: "v1" };
    const changes: DraftChange[] = [
      { c: "create", kind: "incident", id: "i", fields },
      { c: "append", kind: "incidentEntry", id: "e", under: "i", fields: { text: "x" } },
      { c: "set", kind: "incident", id: "i", fields: { title: "y" } },
    ];
    expect(changesOf(changes)).toMatchObject([
      { c: "create", sc: "incidents:v1" },
      { c: "append", sc: "incidents:v1" },
      { c: "set", b: 0 },
    ]);
  });
});

describe("words about a person", () => {
  it("travel apart from the rest", () => {
    const fields = { people: 2, note: "một người", contactName: "x" };
    expect(changesOf([{ c: "create", kind: "supportVisit", id: "a", fields }])).toMatchObject([
      { f: { people: 2 }, p: { note: "một người", contactName: "x" } },
    ]);
    expect(changesOf([set("a", fields)], viewOf([serverVisit("a", 3)]))).toStrictEqual([
      {
        ...{ c: "set", k: "supportVisit", id: "a", b: 3 },
        ...{ f: { people: 2 }, p: { note: "một người", contactName: "x" } },
      },
    ]);
  });

  it("are not there when there are none", () => {
    expect(changesOf([set("a", { people: 2 })], viewOf([serverVisit("a", 3)]))).toStrictEqual([
      { c: "set", k: "supportVisit", id: "a", b: 3, f: { people: 2 } },
    ]);
  });
});
