import { beforeEach, describe, expect, it } from "vitest";
import type { ServerRow } from "#authority/commune-store.ts";
import { holderOf, mendStrays, takeAlong } from "#authority/take-along.ts";
import { serverRow } from "./one-decision.ts";
import {
  entry as makeEntry,
  incident as makeIncident,
  minute,
  noon,
  SmallServer,
  set,
  visit,
} from "./small-server.ts";

const here = { scope: "incidents:commune", seq: 5 };
const incident = serverRow("incident", "i", { title: "a" }, here);
const entry = serverRow("incidentEntry", "e", { parent: "i", text: "b" }, here);
const photo = serverRow("photo", "p", { parent: "i", sha: "c" }, here);
const about = (record: string) =>
  serverRow("conflict", `cf-${record}`, { record, scope: here.scope, state: "open" }, here);
const at = (row: ServerRow, scope: string): ServerRow => ({
  ...{ ...row, scope, seq: 9, received: noon },
  ...(row.kind === "conflict" ? { body: { ...row.body, scope } } : {}),
});
const moved = {
  rows: [at(incident, "incidents:v1")],
  exits: [{ id: "i", scope: here.scope, seq: 9 }],
  own: true,
};

let server: SmallServer;
beforeEach(async () => {
  server = await SmallServer.open();
});
const take = <T extends { rows: ServerRow[]; exits: typeof moved.exits; own?: boolean }>(
  moves: T,
  ...stored: ServerRow[]
) =>
  server.tx(async (t) => {
    for (const row of stored) await t.putRow(row);
    return takeAlong(t, moves, 9, noon);
  });

describe("what a record hangs under", () => {
  it("is its parent, or what the two versions are about, and for most nothing", () => {
    expect(holderOf(entry)).toBe("i");
    expect(holderOf(photo)).toBe("i");
    expect(holderOf(about("p"))).toBe("p");
    expect(holderOf({ kind: "incident", body: { parent: "x", record: "x" } })).toBeNull();
    expect(holderOf({ kind: "of-a-later-app", body: { parent: "x", record: "x" } })).toBeNull();
    expect(holderOf({ kind: "incidentEntry", body: { parent: 7 } })).toBeNull();
    expect(holderOf({ kind: "conflict", body: {} })).toBeNull();
  });
});

describe("when a record moves to another scope", () => {
  it("all that hangs under it comes along, however deep, each with its exit at the same seq", async () => {
    const along = await take(moved, incident, entry, photo, about("i"), about("p"));
    expect(along.rows).toHaveLength(5);
    for (const row of [incident, entry, photo, about("i"), about("p")])
      expect(along.rows).toContainEqual(at(row, "incidents:v1"));
    expect(along.exits.map(({ id }) => id).sort()).toEqual(["cf-i", "cf-p", "e", "i", "p"]);
    for (const exit of along.exits) expect(exit).toMatchObject({ scope: here.scope, seq: 9 });
    expect(along.own).toBe(false);
  });

  it("nothing else comes along, and what lies there already stays as it is", async () => {
    const there = { ...entry, scope: "incidents:v1" };
    const other = { ...photo, body: { ...photo.body, parent: "another" } };
    const along = await take(moved, incident, there, other);
    expect(along).toBe(moved);
  });

  it("what the same op wrote under it lies where it ended, without having left anything", async () => {
    const fresh = { ...entry, seq: 9 };
    const along = await take({ ...moved, rows: [fresh, ...moved.rows] }, incident);
    expect(along.rows).toEqual([at(entry, "incidents:v1"), at(incident, "incidents:v1")]);
    expect(along.exits).toEqual(moved.exits);
    expect(along.own).toBe(false);
  });

  it("what the same op wrote of an older entry counts, not what was stored of it", async () => {
    const changed = { ...entry, seq: 9, body: { ...entry.body, text: "new" } };
    const along = await take({ ...moved, rows: [...moved.rows, changed] }, incident, entry);
    expect(along.rows).toEqual([at(incident, "incidents:v1"), at(changed, "incidents:v1")]);
    expect(along.exits).toEqual([...moved.exits, { id: "e", scope: here.scope, seq: 9 }]);
  });

  it("an op that moves nothing is left as it is, also when it wrote a record and what hangs under it", async () => {
    const moves = { rows: [incident, entry], exits: [], own: true };
    expect(await take(moves)).toBe(moves);
    const lone = { rows: [entry], exits: [], own: true };
    expect(await take(lone, incident)).toBe(lone);
  });
});

describe("what was left behind", () => {
  it("is brought along with a seq of its own to each record that left something, however deep", async () => {
    const cf = about("p");
    await server.tx(async (t) => {
      for (const row of [{ ...incident, scope: "incidents:v1" }, photo, cf]) await t.putRow(row);
      await t.putRow({ ...incident, id: "j", scope: "incidents:v2" });
      await t.putRow({ ...entry, body: { parent: "j" } });
    });
    const seq = await server.seq();
    server.now += minute;
    expect(await server.tx((t) => mendStrays(t, server.now))).toBe(2);
    expect(await server.row("p")).toMatchObject({
      scope: "incidents:v1",
      seq: seq + 1,
      received: noon + minute,
    });
    expect(await server.row(cf.id)).toMatchObject({
      scope: "incidents:v1",
      seq: seq + 1,
      body: { scope: "incidents:v1" },
    });
    expect(await server.row("e")).toMatchObject({
      scope: "incidents:v2",
      seq: seq + 2,
      received: noon + minute,
    });
    expect(await server.seq()).toBe(seq + 2);
    const exits = await server.tx((t) => t.exitsAfter([here.scope], 0));
    expect(exits.map(({ id, seq: when }) => [id, when - seq]).sort()).toEqual([
      ["cf-p", 1],
      ["e", 2],
      ["p", 1],
    ]);
    expect(await server.tx((t) => mendStrays(t, server.now))).toBe(0);
    expect(await server.seq()).toBe(seq + 2);
  });

  it("is brought along without what lies right already", async () => {
    const right = { ...photo, scope: "incidents:v1" };
    await server.tx(async (t) => {
      for (const row of [{ ...incident, scope: "incidents:v1" }, right, entry]) await t.putRow(row);
    });
    expect(await server.tx((t) => mendStrays(t, noon))).toBe(1);
    expect(await server.row("p")).toEqual(right);
    expect(await server.tx((t) => t.exitsAfter([here.scope, "incidents:v1"], 0))).toMatchObject([
      { id: "e" },
    ]);
  });

  it("is not what has a place of its own, apart from what it hangs under", async () => {
    const progress = serverRow(
      "progressUpdate",
      "u",
      { parent: "t", day: "2026-11-23" },
      { scope: "plans:p1" },
    );
    await server.tx(async (t) => {
      await t.putRow(serverRow("task", "t", { title: "a" }, { scope: "plans:p1" }));
      await t.putRow(progress);
    });
    const seq = await server.seq();
    expect(await server.tx((t) => mendStrays(t, noon))).toBe(0);
    expect(await server.seq()).toBe(seq);
    expect(await server.row("u")).toEqual(progress);
  });
});

describe("a report that is moved by the very op that makes it", () => {
  it.each([[["e"]], [["e", "f"]]])("has its entries with it: %s", async (entries) => {
    const sc = "incidents:commune";
    const known = server.op("lan", "support.visit", [visit("x")]);
    const report = server.op("lan", "incident.report", [
      makeIncident("j"),
      ...entries.map((id) => makeEntry("j", id)),
      set("incident", "j", 0, { village: "v1" }),
    ]);
    const { receipts } = await server.send("lan", [known, report]);
    expect(receipts).toMatchObject([
      { n: 1, r: "applied" },
      { n: 2, r: "applied" },
    ]);
    for (const id of ["j", ...entries]) expect((await server.row(id))?.scope).toBe("incidents:v1");
    expect(await server.tx((t) => t.rowsAfter([sc], 0, 9))).toEqual([]);
  });
});
