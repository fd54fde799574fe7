import { describe, expect, it } from "vitest";
import { eraseRecord } from "#authority/server-ops.ts";
import { counter, noon, SmallServer, set } from "./small-server.ts";

describe("several changes of one record in one op", () => {
  it("leave the last word on a register", async () => {
    const server = await SmallServer.open();
    await server.does("lan", "support.visit", [counter("x"), set("supportVisit", "x", 0, { people: 4 })]);
    expect((await server.row("x"))?.body["people"]).toBe(4);
  });
  it("may name another record in the second of them", async () => {
    const server = await SmallServer.open();
    const ch = [counter("x"), set("supportVisit", "x", 0, { village: "v1" })];
    expect(await server.does("lan", "support.visit", ch)).toMatchObject({ r: "applied" });
  });
});

describe("personal content of an op that has to wait", () => {
  it("is not kept when its record was erased before", async () => {
    const server = await SmallServer.open();
    await server.tx((t) => eraseRecord(t, "late", "quantri", noon));
    await server.does("lan", "support.edit", [set("supportVisit", "late", 0, {}, { note: "bà Tư" })]);
    expect(JSON.stringify(await server.logged("lan", 1))).not.toContain("bà Tư");
  });
  it("is refused at once where it stands among the plain fields", async () => {
    const server = await SmallServer.open();
    const wrong = { ...set("supportVisit", "x", 0, { note: "bà Tư" }) };
    await server.does("lan", "support.edit", [wrong]);
    await server.does("minh", "support.visit", [counter("x")]);
    expect(await server.logged("lan", 1)).toMatchObject({ outcome: "rejected", code: "misplaced-field" });
  });
});
