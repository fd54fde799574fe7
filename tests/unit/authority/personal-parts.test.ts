import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DecidedOp } from "#authority/commune-store.ts";
import { withoutPersonal, withPersonal } from "#authority/personal-parts.ts";
import type { Change, Op } from "#protocol/op.ts";
import { incident, set, visit } from "./small-server.ts";

const op = (...ch: Change[]) => ({ d: "d1", n: 1, ch }) as Op;
/** As the op comes out of the log while it is parked. */
function relogged(of: Op): Op {
  const { op: kept, personal } = withoutPersonal(of);
  return withPersonal({ op: kept, ...(personal ? { personal } : {}) } as DecidedOp);
}

describe("personal content and the permanent log", () => {
  it("keeps an op as it is that has none", () => {
    const plain = op(visit("x"), { c: "delete", k: "supportVisit", id: "x", b: 1 });
    expect(withoutPersonal(plain)).toEqual({ op: plain });
    expect(withoutPersonal(plain).op).toBe(plain);
    expect(withPersonal({ op: plain } as DecidedOp)).toBe(plain);
  });

  it("keeps the names of personal fields in the log and their content apart, by change", () => {
    const { op: kept, personal } = withoutPersonal(
      op(visit("x"), visit("y", {}, { note: "gọi bà Tư", contactName: "bà Tư" })),
    );
    expect(JSON.stringify(kept)).not.toContain("bà Tư");
    expect(kept).toEqual(op(visit("x"), { ...visit("y"), pk: ["note", "contactName"] } as Change));
    expect(personal).toEqual({ 1: { note: "gọi bà Tư", contactName: "bà Tư" } });
  });

  it("takes out of the log also what lies among the plain fields, and what is marked though no kind names it", () => {
    const misplaced = withoutPersonal(op(visit("x", { note: "gọi bà Tư", "contactName.first": "Tư" })));
    expect(misplaced.personal).toEqual({ 0: { note: "gọi bà Tư", "contactName.first": "Tư" } });
    expect(misplaced.op.ch[0]).toEqual({ ...visit("x"), pk: ["note", "contactName.first"] });
    const unknown = withoutPersonal(op(set("of-a-later-app", "x", 1, { a: 1 }, { title: "bà Tư" })));
    expect(unknown.op.ch[0]).toEqual({ ...set("of-a-later-app", "x", 1, { a: 1 }), pk: ["title"] });
    const marked = withoutPersonal(op({ ...incident("i"), p: { cause: "bà Tư" } }));
    expect(marked.op.ch[0]).toEqual({ ...incident("i"), pk: ["cause"] });
    expect(marked.personal).toEqual({ 0: { cause: "bà Tư" } });
  });

  it("takes out of the log what lies among the members of a set", () => {
    const change = { c: "members", k: "supportVisit", id: "x", b: 1 } as const;
    const given = { add: { note: ["gọi bà Tư"], others: ["p1"] }, remove: { "contactName.first": ["Tư"] } };
    const { op: kept, personal } = withoutPersonal(op({ ...change, ...given }));
    expect(kept.ch).toEqual([
      { ...change, add: { others: ["p1"] }, remove: {}, pk: ["note", "contactName.first"] },
    ]);
    expect(personal).toBeUndefined();
    const plain = op({ ...change, add: { others: ["p1"] } });
    expect(withoutPersonal(plain).op).toBe(plain);
  });

  it("gives a parked op its content back to each of its changes", () => {
    const fields = fc.dictionary(fc.constantFrom("note", "contactName", "contactPhone"), fc.string());
    fc.assert(
      fc.property(fc.array(fields, { maxLength: 4 }), (parts) => {
        const made = op(...parts.map((p, at) => visit(`x${at}`, {}, p)));
        const again = relogged(made);
        expect(again).toMatchObject({ d: "d1", n: 1 });
        for (const change of again.ch) expect(Object.values(change)).not.toContain(undefined);
        expect(again.ch.map((change) => ("p" in change ? (change.p ?? {}) : {}))).toEqual(parts);
        expect(again.ch.map((change) => "f" in change && change.f)).toEqual(parts.map(() => visit("x").f));
      }),
    );
  });
});
