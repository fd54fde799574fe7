import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { keptMs, raiseFloor } from "#authority/floor.ts";
import type { RecordRow } from "#domain/record.ts";
import { compareForFirstSync } from "#domain/scope.ts";
import type { Boot, Digest, ExchangeReply } from "#protocol/exchange.ts";
import type { Change } from "#protocol/op.ts";
import { wireToRow } from "#protocol/wire-row.ts";
import { counter, day, incident, minute, SmallServer, set, visit } from "./small-server.ts";

let server: SmallServer;
beforeEach(async () => {
  server = await SmallServer.open();
});

const says = (id: string, action = "support.visit", ch: Change[] = [counter(id)]) =>
  server.does("minh", action, ch);

/** Those of an officer of the centre. */
const classes = ["calls", "escalated", "incidents", "plans", "police", "site", "visits"];
const all = [...classes.map((name) => `${name}:*`), "org", "own:lan", "staff"];

/** A device as simple as can be: it keeps what replies bring, and asks again from where it is. */
class Follower {
  readonly rows = new Map<string, RecordRow>();
  readonly order: string[] = [];
  cursor = 0;
  booted: string[] = [];
  booting: Record<string, Boot> = {};
  replies = 0;

  readonly of: string;
  readonly limit: number;

  constructor(of: string, limit: number) {
    this.of = of;
    this.limit = limit;
  }

  async pull(): Promise<ExchangeReply> {
    const { cursor, booted, booting, limit } = this;
    const reply = await server.send(this.of, [], { cursor, booted, booting, limit });
    this.replies++;
    for (const [id, scope, seq] of reply.exits) {
      const held = this.rows.get(id);
      if (held?.scope === scope && held.seq < seq) this.rows.delete(id);
    }
    for (const row of reply.rows.map(wireToRow)) {
      this.order.push(row.id);
      if ((this.rows.get(row.id)?.seq ?? -1) < row.seq) this.rows.set(row.id, row);
    }
    this.booted = [...this.booted.filter((one) => reply.scopes.includes(one)), ...reply.arrived];
    this.booting = reply.booting;
    this.cursor = reply.cursor;
    return reply;
  }

  async pullAll(): Promise<this> {
    for (let turn = 0; turn < 500; turn++) if (!(await this.pull()).more) return this;
    throw new Error("never done");
  }

  live(): string[] {
    return [...this.rows.values()]
      .flatMap(({ id, seq, deleted }) => (deleted ? [] : [`${id}@${seq}`]))
      .sort();
  }
}

/** What a person should hold in the end. */
async function truth(of: string): Promise<string[]> {
  const { scopes } = await server.send(of, []);
  const rows = await server.tx((t) => t.rowsAfter(scopes, 0, 10_000));
  return rows.flatMap(({ id, seq, deleted }) => (deleted ? [] : [`${id}@${seq}`])).sort();
}

describe("a first sync", () => {
  it("brings every live record of every scope, whatever the pages, while others go on writing", async () => {
    const deed = fc.oneof(
      fc.tuple(fc.constant("new"), fc.nat(9)),
      fc.tuple(fc.constant("edit"), fc.nat(9)),
      fc.tuple(fc.constant("delete"), fc.nat(9)),
      fc.tuple(fc.constant("move"), fc.nat(9)),
      fc.tuple(fc.constant("later"), fc.nat(20)),
      fc.tuple(fc.constant("pull"), fc.nat(2)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { maxLength: 25 }),
        fc.integer({ min: 1, max: 4 }),
        async (deeds, limit) => {
          server = await SmallServer.open();
          await server.join("hai", ["centre", "village"], { villages: ["v1", "v2"] });
          const follower = new Follower("hai", limit);
          for (const [what, at] of deeds) {
            const [id, b] = [`x${at}`, await server.seq()];
            if (what === "later") server.now += at * day;
            else if (what === "pull") await follower.pull();
            else if (what === "new") await server.does("hai", "support.visit", [counter(id)]);
            else if (what === "delete")
              await server.does("hai", "support.delete", [{ c: "delete", k: "supportVisit", id, b }]);
            else {
              const f = what === "move" ? { village: at % 2 ? "v1" : "v2" } : { people: at };
              await server.does("hai", "support.edit", [set("supportVisit", id, b, f)]);
            }
          }
          await follower.pullAll();
          expect(follower.live()).toEqual(await truth("hai"));
          expect(new Set(follower.booted).size).toBe(follower.booted.length);
          expect(follower.booting).toEqual({});
          expect(follower.cursor).toBe(await server.seq());
        },
      ),
      { numRuns: 60 },
    );
  });

  it("brings the last fortnight of every scope before anything older of any, the newest first, each row once", async () => {
    await says("old1");
    await says("oldIncident", "incident.report", [incident("oldIncident")]);
    await says("old2");
    server.now += 14 * day + 1;
    await says("new1");
    await says("newIncident", "incident.report", [incident("newIncident")]);
    await says("new2");
    for (const limit of [1, 2, 3, 500]) {
      const { order } = await new Follower("lan", limit).pullAll();
      expect(order.slice(0, 3)).toEqual(["newIncident", "new2", "new1"]);
      expect(order.slice(-3)).toEqual(["oldIncident", "old2", "old1"]);
      expect(new Set(order).size).toBe(order.length);
      expect(order.slice(3, -3).sort()).toEqual(["lan", "minh", "s1", "thon", "v1", "v2"]);
    }
  });

  it("goes on behind a page that one seq overfilled, and asks for no more rows than the page has room for", async () => {
    await says("first");
    await server.does("minh", "support.visit", [counter("a"), counter("b"), counter("c")]);
    const { order } = await new Follower("lan", 2).pullAll();
    expect(order).toContain("first");
    server.now += 14 * day + 1;
    await says("i", "incident.report", [incident("i")]);
    await says("d");
    await says("e");
    const { rows } = await server.send("lan", [], { limit: 2 });
    expect(rows.map(({ i }) => i)).toEqual(["i", "e"]);
  });

  it("goes by what every screen needs first: the commune, then what is the person's, then the long lists", async () => {
    await says("a");
    await says("i", "incident.report", [incident("i")]);
    const { arrived, scopes } = await server.send("lan", []);
    expect(arrived).toEqual([...scopes].sort(compareForFirstSync));
    const reply = await server.send("lan", [], { limit: 1 });
    expect(new Set(reply.rows.map(({ c }) => c))).toEqual(new Set(["org"]));
  });

  it("begins at the fortnight's first change, to the moment", async () => {
    await says("old");
    const seq = await server.seq();
    server.now += 14 * day;
    const earlier = () => server.tx((t) => t.seqAt(server.now - 14 * day));
    const boot = async () => Object.values((await server.send("lan", [], { limit: 0 })).booting)[0];
    expect(await boot()).toEqual({ at: seq, before: seq + 1, recent: (await earlier()) + 1 });
    server.now += 1;
    expect(await boot()).toEqual({ at: seq, before: seq + 1, recent: seq + 1 });
  });

  it("sends nothing and goes nowhere where no row is wanted", async () => {
    const reply = await server.send("lan", [], { limit: 0 });
    expect(reply).toMatchObject({ rows: [], arrived: [], more: true, cursor: await server.seq() });
    const start = await server.seq();
    await says("a");
    const waits = await server.send("lan", [], { cursor: start, booted: ["visits:*"], limit: 0 });
    expect(waits).toMatchObject({ rows: [], cursor: start, more: true });
    expect(Object.keys(reply.booting).sort()).toEqual([...reply.scopes].sort());
  });

  it("leaves the cursor at where the oldest of the scopes that arrive began, so that what came meanwhile follows", async () => {
    await says("a");
    await says("b");
    const follower = new Follower("lan", 2);
    const began = (await follower.pull()).booting["visits:*"]?.at;
    server.now += minute;
    await says("a", "support.edit", [set("supportVisit", "a", await server.seq(), { people: 8 })]);
    expect(await server.seq()).toBeGreaterThan(began ?? 0);
    let reply = await follower.pull();
    while (!reply.arrived.includes("visits:*")) reply = await follower.pull();
    expect(reply).toMatchObject({ cursor: began, more: true });
    await follower.pullAll();
    expect(follower.rows.get("a")?.body["people"]).toBe(8);
  });

  it("leaves the cursor at the earliest beginning of those that arrive together", async () => {
    const seq = await server.seq();
    const booted = all.filter((one) => one !== "plans:*" && one !== "visits:*");
    const booting = (plans: number, centre: number) => ({
      "plans:*": { at: plans, before: 1, recent: 0 },
      "visits:*": { at: centre, before: 1, recent: 0 },
    });
    for (const ats of [booting(2, seq), booting(seq, 2)]) {
      const reply = await server.send("lan", [], { cursor: seq, booted, booting: ats });
      expect(reply).toMatchObject({ arrived: ["plans:*", "visits:*"], cursor: 2, more: true });
    }
  });

  it("ends at once where the person may not read the scope any more", async () => {
    await server.join("hai", ["responder"]);
    await server.does("thon", "support.visit", [visit("far")]);
    const seq = await server.seq();
    const booting = { "visits:v1": { at: seq, before: seq + 1, recent: 0 } };
    const reply = await server.send("hai", [], { cursor: seq, booting });
    expect(reply.rows.map(({ i }) => i)).not.toContain("far");
    expect(reply.arrived).not.toContain("visits:v1");
    expect(
      Object.keys((await server.send("hai", [], { cursor: seq, booting, limit: 0 })).booting),
    ).not.toContain("visits:v1");
  });

  it("is not begun anew while it goes on, nor for a scope that has arrived", async () => {
    await says("a");
    const seq = await server.seq();
    const booting = { "visits:*": { at: 3, before: 4, recent: 1 } };
    const rest = all.filter((one) => one !== "visits:*");
    const reply = await server.send("lan", [], { cursor: seq, booted: rest, booting });
    expect(reply).toMatchObject({ rows: [], booting: {}, arrived: ["visits:*"], cursor: 3, more: true });
    const both = await server.send("lan", [], { cursor: seq, booted: [...rest, "visits:*"], booting });
    expect(both).toMatchObject({ rows: [], booting: {}, arrived: [], cursor: seq, more: false });
  });
});

describe("what has changed since the cursor", () => {
  it("comes in order of seq, page by page, each row in its latest state", async () => {
    const start = await server.seq();
    for (const id of ["a", "b", "c"]) await says(id);
    await says("a", "support.edit", [set("supportVisit", "a", await server.seq(), { people: 8 })]);
    const first = await server.send("lan", [], { cursor: start, booted: all, limit: 2 });
    expect(first).toMatchObject({
      rows: [{ i: "b" }, { i: "c" }],
      cursor: start + 3,
      more: true,
      booting: {},
    });
    const rest = await server.send("lan", [], { cursor: start + 3, booted: all, limit: 2 });
    expect(rest).toMatchObject({ rows: [{ i: "a", f: { people: 8 } }], cursor: start + 4, more: false });
    const none = await server.send("lan", [], { cursor: start + 4, booted: all, limit: 2 });
    expect(none).toMatchObject({ rows: [], exits: [], cursor: start + 4, more: false });
  });

  it("is of the scopes that have arrived, and of those that the person may read", async () => {
    const start = await server.seq();
    await server.does("thon", "support.visit", [visit("far", { village: "v1" })]);
    await says("near");
    const page = await server.send("thon", [], { cursor: start, booted: ["visits:*", "visits:v1"] });
    expect(page.rows.flatMap(({ i, k }) => (k === "supportVisit" ? [i] : []))).toEqual(["far"]);
    expect(page.scopes).not.toContain("visits:*");
    expect(page.arrived).not.toContain("visits:v1");
  });

  it("says which records left a scope, no further than the page goes", async () => {
    await says("x", "support.visit", [visit("x"), visit("y")]);
    const start = await server.seq();
    const to = { village: "v2" };
    await says("z", "support.visit", [visit("z")]);
    await says("x", "support.edit", [set("supportVisit", "x", start, to)]);
    await says("w", "support.visit", [visit("w")]);
    await says("y", "support.edit", [set("supportVisit", "y", start, to)]);
    const booted = (await server.send("thon", [])).scopes;
    const first = await server.send("thon", [], { cursor: start, booted, limit: 2 });
    expect(first).toMatchObject({ rows: [{ i: "z" }, { i: "w" }], cursor: start + 3, more: true });
    expect(first.exits).toEqual([["x", "visits:v1", start + 2]]);
    const rest = await server.send("thon", [], { cursor: start + 3, booted, limit: 2 });
    expect(rest).toMatchObject({ rows: [], cursor: start + 4, more: false });
    expect(rest.exits).toEqual([["y", "visits:v1", start + 4]]);
  });

  it("takes its part of the page before a first sync does", async () => {
    const start = await server.seq();
    await says("a");
    await says("i", "incident.report", [incident("i")]);
    const booted = all.filter((one) => one !== "visits:*");
    const reply = await server.send("lan", [], { cursor: start, booted, limit: 1 });
    expect(reply.rows.map(({ i }) => i)).toEqual(["i"]);
    expect(Object.keys(reply.booting)).toEqual(["visits:*"]);
    expect(reply.more).toBe(true);
  });

  it("is nothing for a cursor of a future that a restore took", async () => {
    const seq = await server.seq();
    const reply = await server.send("lan", [], { cursor: seq + 50, booted: all });
    expect(reply).toMatchObject({ rows: [], cursor: seq, more: false });
  });

  it("is nothing of a record that moved on to where the device reads it anyway, or out of its sight", async () => {
    await server.join("hai", ["village"], { villages: ["v1", "v2"] });
    await says("x", "support.visit", [visit("x")]);
    const start = await server.seq();
    await says("x", "support.edit", [set("supportVisit", "x", start, { village: "v2" })]);
    const of = { cursor: start, limit: 1 };
    const thon = await server.send("thon", [], { ...of, booted: ["visits:v1"] });
    expect(thon.exits.map(([id]) => id)).toEqual(["x"]);
    expect(thon.rows.map(({ i }) => i)).not.toContain("x");
    const both = { ...of, booted: ["own:hai", "visits:v1", "visits:v2"] };
    expect((await server.send("hai", [], both)).rows.map(({ i }) => i)).toEqual(["x"]);
    const one = await server.send("hai", [], { ...of, booted: ["org", "visits:v1"] });
    expect(one.exits).toEqual([["x", "visits:v1", start + 1]]);
    expect(one.rows.map(({ i }) => i)).toContain("x");
  });

  it("brings along what moved to a scope whose first sync has not ended, unless it was deleted there", async () => {
    await server.join("hai", ["village"], { villages: ["v1", "v2"] });
    for (const id of ["x", "y"]) await server.does("hai", "support.visit", [visit(id, { village: "v2" })]);
    const start = await server.seq();
    const move = (id: string) => set("supportVisit", id, start, { village: "v1" });
    await server.does("hai", "support.edit", [move("x"), move("y")]);
    await server.does("hai", "support.delete", [{ c: "delete", k: "supportVisit", id: "y", b: start + 1 }]);
    const booted = ["org", "visits:v2"];
    const reply = await server.send("hai", [], { cursor: start, booted, limit: 0 });
    expect(reply.exits).toEqual([]);
    const wide = await server.send("hai", [], { cursor: start, booted, limit: 1 });
    expect(wide.exits.map(([id]) => id).sort()).toEqual(["x", "y"]);
    expect(wide.rows.map(({ i }) => i)).toContain("x");
    expect(wide.rows.map(({ i }) => i)).not.toContain("y");
  });
});

describe("a record that leaves a scope and lies beyond the page where the device reads it", () => {
  const homes = ["visits:v1", "visits:v2", "visits:v3"];
  beforeEach(async () => {
    await server.asServer([{ kind: "village", id: "v3", create: { name: "Xóm 3" } }]);
    await server.join("hai", ["village"], { villages: ["v1", "v2", "v3"] });
  });
  const says = (id: string) => server.does("minh", "support.visit", [visit(id, { village: "v3" })]);

  const moves = async (id: string, f: Record<string, string | number>) =>
    server.does("minh", "support.edit", [set("supportVisit", id, await server.seq(), f)]);

  it("comes along with the news, whatever it went through: a change, a second home, the first one again", async () => {
    for (const [name, then] of [
      ["changed", [{ people: 4 }]],
      ["moved on", [{ village: "v1" }]],
      ["back", [{ village: "v3" }]],
      ["twice", [{ village: "v1" }, { village: "v2" }, { people: 2 }]],
    ] as const) {
      const id = name;
      await server.does("hai", "support.visit", [visit(id, { village: "v3" })]);
      const cursor = await server.seq();
      await moves(id, { village: "v2" });
      await says(`between ${name}`);
      for (const f of then) await moves(id, f as Record<string, string>);
      await says(`after ${name}`);
      const page = { cursor, booted: homes, limit: 1 };
      const reply = await server.send("hai", [], page);
      if (reply.exits.some(([gone]) => gone === id)) expect(reply.rows.map(({ i }) => i)).toContain(id);
      const rest = new Follower("hai", 1);
      Object.assign(rest, page);
      rest.rows.set(id, { ...wireToRow(reply.rows[0] as never), id, scope: "visits:v3", seq: cursor });
      for (let more = true; more; ) {
        ({ more } = await rest.pull());
        expect([...rest.rows.keys()], name).toContain(id);
      }
    }
  });

  it("comes along when the device loses the scope that it left, at once and whole", async () => {
    await server.does("hai", "support.visit", [visit("x")]);
    const cursor = await server.seq();
    await says("a");
    await says("b");
    await moves("x", { village: "v2" });
    await server.change("hai", { villages: ["v2", "v3"] });
    const reply = await server.send("hai", [], { cursor, booted: homes, limit: 1 });
    expect(reply.scopes).not.toContain("visits:v1");
    expect(reply.cursor).toBeLessThan((await server.row("x"))?.seq ?? 0);
    expect(reply.rows.map(({ i }) => i)).toContain("x");
    const booting = { "visits:v1": { at: cursor, before: 1, recent: 1 } };
    const half = { cursor: cursor + 1, booted: homes.filter((one) => one !== "visits:v1"), booting };
    const again = await server.send("hai", [], { ...half, limit: 1 });
    expect(again.rows.map(({ i }) => i)).toContain("x");
  });

  it("is told to its author where their own device changed it last, however old it is, and else no more", async () => {
    await server.join("cuc", ["village"], { villages: ["v3"] });
    await server.does("cuc", "incident.report", [incident("mine", { village: "v3" })]);
    server.now += 200 * day;
    const b = await server.seq();
    const [away, late] = [{ village: "v2" }, { title: "Mất điện" }].map((f) =>
      server.op("cuc", "incident.edit", [set("incident", "mine", b, f)]),
    );
    const booted = ["org", "own:cuc", "staff", "incidents:v3"];
    const said = async (ops: unknown[], cursor: number) => {
      const { rows, receipts } = await server.send("cuc", ops, { cursor, booted });
      const mine = rows.filter(({ i }) => i === "mine").map(({ c, f }) => [c, f?.["title"]]);
      return [receipts.map(({ r }) => r), mine];
    };
    expect(await said([away], b)).toEqual([["applied"], [["incidents:v2", "Mất mạng"]]]);
    const cursor = await server.seq();
    expect(await said([late], cursor)).toEqual([["applied"], [["incidents:v2", "Mất điện"]]]);
    expect(await said([late], cursor)).toEqual([["applied"], [["incidents:v2", "Mất điện"]]]);
    const title = set("incident", "mine", await server.seq(), { title: "Có lại" });
    await server.does("minh", "incident.edit", [title]);
    expect(await said([], cursor + 1)).toEqual([[], []]);
  });

  it("comes along with its author to where they do not read it, however old it is", async () => {
    await server.join("cuc", ["village"], { villages: ["v1", "v3"] });
    const made = ["mine", "gone"].map((id) => visit(id, { village: "v3" }));
    await server.does("cuc", "support.visit", made);
    await server.does("minh", "support.visit", [visit("theirs", { village: "v3" })]);
    server.now += 200 * day;
    const cursor = await server.seq();
    for (const id of ["mine", "gone", "theirs"]) await moves(id, { village: "v2" });
    for (const id of ["a", "b"]) await says(id);
    for (const id of ["mine", "theirs"]) await moves(id, { people: 3 });
    await server.does("minh", "support.delete", [
      { c: "delete", k: "supportVisit", id: "gone", b: await server.seq() },
    ]);
    const booted = ["org", "own:cuc", "staff", "visits:v1", "visits:v3"];
    const told = new Map<string, string>();
    for (let at = cursor, more = true; more; ) {
      const reply = await server.send("cuc", [], { cursor: at, booted, limit: 1 });
      const rows = new Map(reply.rows.map((row) => [row.i, row]));
      for (const [id] of reply.exits) told.set(id, rows.get(id)?.c ?? "nothing");
      if (rows.get("gone")?.x) told.set("gone", "deleted");
      ({ cursor: at, more } = { cursor: reply.cursor, more: reply.cursor < (await server.seq()) });
    }
    expect(Object.fromEntries(told)).toEqual({ mine: "visits:v2", gone: "deleted", theirs: "nothing" });
  });

  it("is told to its author as deleted, however old it is, though scopes are lost meanwhile and pages are small", async () => {
    await server.join("cuc", ["village"], { villages: ["v1", "v2", "v3"] });
    await server.does("cuc", "support.visit", [visit("mine", { village: "v3" })]);
    server.now += 200 * day;
    const at = { cursor: await server.seq(), booted: ["org", "own:cuc", "staff", ...homes], booting: {} };
    const gone: string[] = [];
    const pull = async () => {
      const reply = await server.send("cuc", [], { ...at, limit: 1 });
      gone.push(...reply.rows.flatMap(({ i, x }) => (x && i === "mine" ? [i] : [])));
      const booted = [...at.booted.filter((one) => reply.scopes.includes(one)), ...reply.arrived];
      const left = booted.filter((one) => !reply.anew?.includes(one));
      Object.assign(at, { cursor: reply.cursor, booted: left, booting: reply.booting });
      return reply.more;
    };
    await server.change("minh", { account: "minh2" });
    await server.change("cuc", { villages: ["v1", "v2"] });
    await says("a");
    await server.does("minh", "support.delete", [
      { c: "delete", k: "supportVisit", id: "mine", b: await server.seq() },
    ]);
    await pull();
    await server.change("cuc", { villages: ["v1"] });
    await pull();
    while (await pull());
    expect(gone).not.toEqual([]);
    expect(at).toMatchObject({ cursor: await server.seq(), booting: {} });
  });

  it("does not come along to where it is not read, nor once it is deleted", async () => {
    const made = ["x", "y"].map((id) => visit(id, { village: "v3" }));
    await server.does("minh", "support.visit", made);
    const cursor = await server.seq();
    for (const id of ["x", "y"]) await moves(id, { village: "v1" });
    await says("z");
    await says("z2");
    await moves("x", { village: "v2", people: 3 });
    await server.does("minh", "support.delete", [
      { c: "delete", k: "supportVisit", id: "y", b: await server.seq() },
    ]);
    await server.change("hai", { villages: ["v1", "v3"] });
    const reply = await server.send("hai", [], { cursor, booted: ["visits:v1", "visits:v3"], limit: 1 });
    expect(reply.exits.map(([id]) => id)).toContain("x");
    expect(reply.rows.map(({ i }) => i)).not.toContain("x");
    expect(reply.rows.map(({ i }) => i)).not.toContain("y");
  });
});

describe("the comparison of what a device holds", () => {
  const compare = async (
    digest: Record<string, Digest>,
    more: { cursor?: number; booted?: string[] } = {},
  ) => {
    const cursor = await server.seq();
    const booted = ["org", "visits:*", "incidents:*"];
    return server.send("lan", [], { cursor, booted, digest, limit: 0, ...more });
  };
  const digestOf = async (scope: string) => (await server.tx((t) => t.digests([scope]))).get(scope) as Digest;

  it("begins the first sync of a scope anew in which records differ, and of no other", async () => {
    await says("a");
    const [count, sum] = await digestOf("visits:*");
    const wrong = await compare({ "visits:*": [count, sum + 1], "incidents:*": [0, 0] });
    expect(wrong.anew).toEqual(["visits:*"]);
    expect(wrong.booting["visits:*"]).toMatchObject({ at: await server.seq() });
    expect(wrong.booting).not.toHaveProperty("incidents:*");
    const right = await compare({ "visits:*": [count, sum], "incidents:*": [0, 0] });
    expect(right).not.toHaveProperty("anew");
    expect(right.booting).not.toHaveProperty("visits:*");
    expect(await compare({})).not.toHaveProperty("anew");
  });

  it("asks nothing of scopes that have not arrived, in which something happened since, or of half a page", async () => {
    await says("a");
    const start = await server.seq();
    const lie: Record<string, Digest> = { "visits:*": [9, 9] };
    expect(await compare(lie, { booted: ["org"] })).not.toHaveProperty("anew");
    await says("b");
    const since = { cursor: start };
    expect(await server.send("lan", [], { ...since, booted: ["visits:*"], digest: lie })).not.toHaveProperty(
      "anew",
    );
    await says("i", "incident.report", [incident("i")]);
    const more = { ...since, booted: ["incidents:*", "visits:*"], limit: 1 };
    const incidents: Record<string, Digest> = { "plans:*": [4, 4], "incidents:*": [9, 9] };
    expect(await server.send("lan", [], { ...more, digest: incidents })).not.toHaveProperty("anew");
    const quiet = {
      cursor: start,
      booted: ["plans:*", "visits:*"],
      digest: { "plans:*": [4, 4] as Digest },
    };
    expect((await server.send("lan", [], quiet)).anew).toEqual(["plans:*"]);
    expect(await server.send("lan", [], { ...quiet, limit: 1 })).not.toHaveProperty("anew");
  });

  it("counts a record that left a scope as something that happened there", async () => {
    await server.join("hai", ["centre", "village"], { villages: ["v1"] });
    await server.does("hai", "support.visit", [counter("x")]);
    const start = await server.seq();
    await server.does("hai", "support.edit", [set("supportVisit", "x", start, { village: "v1" })]);
    const digest: Record<string, Digest> = { "visits:*": [1, start] };
    expect(await server.send("lan", [], { cursor: start, booted: ["visits:*"], digest })).not.toHaveProperty(
      "anew",
    );
  });
});

describe("the floor", () => {
  const remove = async (id: string) => {
    const gone: Change = { c: "delete", k: "supportVisit", id, b: await server.seq() };
    await says(id, "support.delete", [gone]);
  };
  const raise = () => raiseFloor(server.store, "c", server.now);

  it("forgets what was deleted or left a scope half a year ago, but no village and no person", async () => {
    await server.join("hai", ["centre", "village"], { villages: ["v1"] });
    await server.does("hai", "support.visit", [counter("x")]);
    const b = await server.seq();
    await server.does("hai", "support.edit", [set("supportVisit", "x", b, { village: "v1" })]);
    for (const id of ["a", "kept"]) await says(id);
    await remove("a");
    await server.asServer([{ kind: "unit", id: "u1", create: { name: "Phòng" } }]);
    await server.asServer([
      { kind: "unit", id: "u1", delete: true },
      { kind: "village", id: "v2", delete: true },
      { kind: "person", id: "minh", delete: true },
    ]);
    const floor = await server.seq();
    expect(await raise()).toEqual({ rows: 0, exits: 0 });
    server.now += keptMs;
    expect(await raise()).toEqual({ rows: 0, exits: 0 });
    server.now += 1;
    expect(await raise()).toEqual({ rows: 1, exits: 1 });
    expect((await server.tx((t) => t.state())).floor).toBe(floor);
    expect(
      (await server.tx((t) => t.rows(["a", "kept", "u1", "v2", "minh"]))).map(({ id }) => id).sort(),
    ).toEqual([...["kept", "minh", "u1", "v2"]]);
    expect(keptMs).toBe(180 * day);
    expect(await raise()).toEqual({ rows: 0, exits: 0 });
  });

  it("never sinks, though the server's clock goes back", async () => {
    await says("a");
    const floor = await server.seq();
    server.now += keptMs + day;
    await raise();
    server.now -= 2 * keptMs;
    await raise();
    expect((await server.tx((t) => t.state())).floor).toBe(floor);
  });

  it("lets a device whose cursor lies below it begin all its first syncs anew, and one at it go on", async () => {
    await says("a");
    const floor = await server.seq();
    server.now += keptMs + day;
    await raise();
    await says("b");
    const seq = await server.seq();
    const booting = { "plans:*": { at: 2, before: 1, recent: 0 } };
    const booted = ["visits:*", "org", "visits:v1"];
    const below = await server.send("lan", [], { cursor: floor - 1, booted, booting, limit: 0 });
    expect([...(below.anew ?? [])].sort()).toEqual(["org", "plans:*", "visits:*"]);
    expect(below).toMatchObject({ rows: [], cursor: seq, more: true });
    for (const boot of Object.values(below.booting)) expect(boot).toMatchObject({ at: seq, before: seq + 1 });
    expect(Object.keys(below.booting).sort()).toEqual([...below.scopes].sort());
    const at = await server.send("lan", [], { cursor: floor, booted, booting });
    expect(at).not.toHaveProperty("anew");
    expect(at.rows.map(({ i }) => i)).toContain("b");
  });
});
