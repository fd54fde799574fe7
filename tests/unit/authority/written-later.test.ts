import { beforeEach, describe, expect, it } from "vitest";
import type { Change } from "#protocol/op.ts";
import { counter, incident, minute, noon, SmallServer, set } from "./small-server.ts";

let server: SmallServer;
beforeEach(async () => {
  server = await SmallServer.open();
  await server.does("lan", "support.visit", [counter("x")]);
  await server.does("lan", "incident.report", [incident("i")]);
});

/** The later of two edits comes first. */
const early = (n: number, ch: Change) => server.does("lan", "support.edit", [ch], { n });
const late = early;
const result = (value: string, b = 0) => set("supportVisit", "x", b, { result: value });
const seqOf = async (id: string) => (await server.row(id))?.seq ?? 0;
const moveTo = (from: string, to: string): Change => ({ c: "move", k: "incident", id: "i", b: 0, from, to });

describe("an op that comes after later ones of its own device", () => {
  it("has no say where somebody wrote upon the later one, though the server's clock has gone back since", async () => {
    await early(4, result("later"));
    server.now = noon - 120 * minute;
    await server.does("minh", "support.edit", [result("theirs", await seqOf("x"))]);
    server.now = noon;
    expect(await late(3, result("early"))).toMatchObject({ r: "superseded" });
    expect((await server.row("x"))?.body["result"]).toBe("theirs");
  });

  it("has none where the later one has lost to somebody's, and none of it is asked a second time", async () => {
    await server.does("minh", "support.edit", [result("theirs")]);
    server.now += minute;
    await early(4, result("later"));
    expect(await late(3, { ...result("early"), b: await seqOf("x") })).toMatchObject({ r: "superseded" });
    expect((await server.row("x"))?.body["result"]).toBe("later");
    expect(await server.tx((t) => t.rows(["cf/d-lan/3/0/result"]))).toEqual([]);
  });

  it("writes what the later ones left alone", async () => {
    await early(4, result("later"));
    const both = set("supportVisit", "x", 0, { result: "early", people: 7 });
    expect(await late(3, both)).toMatchObject({ r: "applied" });
    expect((await server.row("x"))?.body).toMatchObject({ result: "later", people: 7 });
  });

  it("stands against a later one that was refused or waits itself", async () => {
    await early(5, set("supportVisit", "x", 0, { result: 7 }));
    await early(6, set("supportVisit", "nowhere", 0, { result: "waits" }));
    expect(await late(3, result("early"))).toMatchObject({ r: "applied" });
    expect((await server.row("x"))?.body["result"]).toBe("early");
  });

  it("takes back no deletion and no restoring that came after it", async () => {
    await early(4, { c: "restore", k: "supportVisit", id: "x", b: 0 });
    expect(await late(3, { c: "delete", k: "supportVisit", id: "x", b: 0 })).toMatchObject({
      r: "superseded",
    });
    expect(await server.row("x")).not.toHaveProperty("deleted");
    await server.does("lan", "support.delete", [{ c: "delete", k: "supportVisit", id: "x", b: 0 }], { n: 7 });
    expect(await late(6, { c: "restore", k: "supportVisit", id: "x", b: 0 })).toMatchObject({
      r: "superseded",
    });
    expect(await server.row("x")).toMatchObject({ deleted: true });
  });

  it("moves nothing back that its author has moved on, and nobody is told that it was refused", async () => {
    await early(4, moveTo("acknowledged", "working"));
    expect((await server.row("i"))?.body["state"]).toBe("working");
    expect(await late(3, moveTo("new", "acknowledged"))).toMatchObject({ r: "superseded" });
    expect((await server.row("i"))?.body["state"]).toBe("working");
  });

  it("takes back no link that its author made or undid since", async () => {
    const links = (more: object): Change => ({ c: "members", k: "incident", id: "i", b: 0, ...more });
    await server.does("lan", "incident.report", [incident("j"), incident("k")], { n: 3 });
    await early(6, links({ add: { links: ["j"] } }));
    await early(7, links({ remove: { links: ["k"] } }));
    expect(await late(4, links({ remove: { links: ["j"] } }))).toMatchObject({ r: "superseded" });
    expect(await late(5, links({ add: { links: ["k"] } }))).toMatchObject({ r: "superseded" });
    expect((await server.row("i"))?.body["links"]).toEqual(["j"]);
  });

  it("leaves the personal content that a later one wrote, by today's app or by one of before", async () => {
    await server.does("lan", "support.visit", [counter("y")]);
    const note = (text: string) => set("supportVisit", "y", 0, {}, { note: text });
    await early(7, note("first"));
    await early(8, note("later"));
    const ours = await server.row("call/y");
    expect(ours?.personal).toEqual({ note: "later" });
    await server.does("minh", "support.edit", [
      set("callBack", "call/y", ours?.seq ?? 0, {}, { note: "theirs" }),
    ]);
    await late(5, note("early"));
    expect((await server.row("call/y"))?.personal).toEqual({ note: "theirs" });
    await late(6, set("callBack", "call/y", 0, {}, { note: "early" }));
    expect((await server.row("call/y"))?.personal).toEqual({ note: "theirs" });
  });

  it("has no say though it waited for another record, and a later one was written upon meanwhile", async () => {
    const waits = [set("supportVisit", "z", 0, { minutes: 5 }), result("early")];
    expect(await server.does("lan", "support.edit", waits, { n: 3 })).toMatchObject({ r: "parked" });
    await early(4, result("later"));
    await server.does("minh", "support.edit", [result("theirs", await seqOf("x"))]);
    await server.does("minh", "support.visit", [counter("z")]);
    expect((await server.row("z"))?.body["minutes"]).toBe(5);
    expect((await server.row("x"))?.body["result"]).toBe("theirs");
  });
});
