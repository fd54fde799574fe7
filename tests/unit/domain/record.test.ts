import { describe, expect, it } from "vitest";
import { writeFields } from "#domain/record.ts";

describe("writing registers", () => {
  it("keeps what it does not name, clears by null, and writes single entries of a map", () => {
    const body = { note: "cũ", answers: { a: "ok", b: "bad" }, later: { kept: true } };
    const after = writeFields(body, { note: null, people: 2, "answers.b": null, "answers.c.d": "off" });
    expect(after).toEqual({ answers: { a: "ok", "c.d": "off" }, later: { kept: true }, people: 2 });
    expect(body).toEqual({ note: "cũ", answers: { a: "ok", b: "bad" }, later: { kept: true } });
  });

  it("takes fields in their order, and puts a map where there was none", () => {
    expect(writeFields({ answers: "none" }, { "answers.a": "ok" })).toEqual({ answers: { a: "ok" } });
    expect(writeFields({}, { answers: { a: "ok" }, "answers.b": "bad" })).toEqual({
      answers: { a: "ok", b: "bad" },
    });
  });

  it("takes any name from the wire as a field and nothing more", () => {
    const after = writeFields({}, JSON.parse('{"__proto__":{"admin":true},"x.__proto__":{"admin":true}}'));
    expect(Object.keys(after)).toEqual(["__proto__", "x"]);
    expect(after["admin"]).toBeUndefined();
    expect((after["x"] as Record<string, unknown>)["admin"]).toBeUndefined();
  });
});
