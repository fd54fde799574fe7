import { describe, expect, it } from "vitest";
import type { DecidedOp } from "#authority/commune-store.ts";
import {
  asWhole,
  completes,
  endsWith,
  isPartial,
  standsAfterMessage,
  wroteBefore,
} from "#authority/partial.ts";
import type { Change, Op } from "#protocol/op.ts";
import { clockOf, serverRow } from "./one-decision.ts";
import { incident, set, visit } from "./small-server.ts";

const op = (ch: Change[], more: Partial<Op> = {}) => ({ d: "d1", n: 5, ch, ...more }) as Op;
const known = (of: Op) => ({ device: "d1", n: 5, outcome: "applied", op: of }) as DecidedOp;
const told = known(op([incident("i")], { pt: 1 }));

describe("an op of which a message had brought a part", () => {
  it("is completed by the op that makes the same record, whatever else that does", () => {
    expect(completes(op([incident("i")]), told)).toBe(true);
    expect(completes(op([visit("x"), incident("i"), set("incident", "i", 0, { fix: "a" })]), told)).toBe(
      true,
    );
  });

  it("is not completed by an op that makes another record, or only changes that one", () => {
    expect(completes(op([incident("j")]), told)).toBe(false);
    expect(completes(op([{ ...visit("i") }]), told)).toBe(false);
    expect(completes(op([set("incident", "i", 0, { title: "a" })]), told)).toBe(false);
    expect(completes(op([]), known(op([], { pt: 1 })))).toBe(false);
  });

  it("is not completed by a second message, by what only closes a gap, or where the op itself had come", () => {
    expect(completes(op([incident("i")], { pt: 1 }), told)).toBe(false);
    expect(completes(op([incident("i")], { z: 1 }), told)).toBe(false);
    expect(completes(op([incident("i")]), known(op([incident("i")])))).toBe(false);
  });

  it("ends with it when its device says that the rest is lost", () => {
    expect(endsWith(op([], { z: 1 }), told)).toBe(true);
    expect(endsWith(op([incident("i")]), told)).toBe(false);
    expect(endsWith(op([], { z: 1 }), known(op([incident("i")])))).toBe(false);
    expect(asWhole(told)).toEqual({ ...told, op: op([incident("i")]) });
    expect(asWhole(told).op).not.toHaveProperty("pt");
    expect([isPartial(told), isPartial(asWhole(told))]).toEqual([true, false]);
  });
});

describe("what a message wrote", () => {
  const mine = clockOf("d1", { n: 5 });
  const row = (...clocks: ReturnType<typeof clockOf>[]) => ({
    ...serverRow("incident", "i", {}),
    clocks: Object.fromEntries(clocks.map((clock, at) => [`f${at}`, clock])),
  });

  it("is known by the device and the number of its clocks, where the op is decided again at all", () => {
    const asked = { op: op([]), completes: true };
    expect(wroteBefore(asked, row(clockOf("d2"), mine))).toBe(true);
    expect(wroteBefore(asked, row(clockOf("d2", { n: 5 }), clockOf("d1", { n: 4 })))).toBe(false);
    expect(wroteBefore(asked, row())).toBe(false);
    expect(wroteBefore({ ...asked, completes: false }, row(mine))).toBe(false);
    expect(wroteBefore({ op: op([]) }, row(mine))).toBe(false);
  });

  it("stays as people changed it since; what no message can bring is merged", () => {
    const stands = (field: string, clock?: ReturnType<typeof clockOf>) =>
      standsAfterMessage(op([]), field, clock);
    for (const field of ["number", "group", "severity", "title", "since", "site", "village"]) {
      expect(stands(field, clockOf("d2"))).toBe(true);
      expect(stands(field, mine)).toBe(false);
      expect(stands(field)).toBe(false);
    }
    expect(stands("note", clockOf("d2"))).toBe(false);
  });
});
