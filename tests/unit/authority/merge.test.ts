import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldClock } from "#authority/commune-store.ts";
import { mergeRegister, type RegisterQuestion } from "#authority/merge.ts";
import { kindOf } from "#domain/kinds.ts";
import type { Json } from "#kernel/json.ts";

const definition = kindOf("task");
if (!definition) throw new Error("no task kind");

const clock = fc.record<FieldClock>({
  at: fc.integer({ min: -3e12, max: 3e12 }),
  by: fc.constantFrom("p1", "p2"),
  device: fc.constantFrom("d1", "d2", "d3"),
  seq: fc.integer({ min: 1, max: 50 }),
  n: fc.integer({ min: 1, max: 50 }),
});
const question = fc.record<RegisterQuestion>({
  definition: fc.constant(definition),
  field: fc.constantFrom("progress", "title", "updatedDay"),
  clock: fc.option(clock, { nil: undefined }),
  current: fc.constantFrom(1, 2, 3),
  wanted: fc.constantFrom(1, 2, 3),
  base: fc.integer({ min: 0, max: 50 }),
  device: fc.constantFrom("d1", "d2", "d3"),
  n: fc.integer({ min: 1, max: 50 }),
  effective: fc.integer({ min: -3e12, max: 3e12 }),
  now: fc.integer({ min: -3e12, max: 3e12 }),
});

/** Asked by a clock that is later than every time here. */
const merge = (asked: Omit<RegisterQuestion, "now">) => mergeRegister({ now: 100, ...asked });

describe("merging one register", () => {
  it("is total and deterministic", () => {
    fc.assert(fc.property(question, (q) => void expect(mergeRegister(q)).toEqual(mergeRegister({ ...q }))));
  });

  it("never lets a clock beat who had seen the value", () => {
    fc.assert(
      fc.property(question, (q) => {
        fc.pre(q.clock !== undefined && q.clock.seq <= q.base && q.clock.device !== q.device);
        expect(mergeRegister(q)).toEqual({ write: true });
      }),
    );
  });

  it("keeps the loser of two blind writes, whoever comes first, and both orders choose the same", () => {
    fc.assert(
      fc.property(clock, clock, (a, b) => {
        fc.pre(a.device !== b.device);
        const ask = (mine: FieldClock, theirs: FieldClock) =>
          mergeRegister({
            definition,
            field: "title",
            clock: theirs,
            current: "theirs",
            wanted: "mine",
            base: 0,
            device: mine.device,
            n: mine.n,
            effective: mine.at,
            now: 3e12,
          });
        const first = ask(a, b);
        const second = ask(b, a);
        expect(first.loser ?? null).not.toBeNull();
        expect(first.write).toBe(!second.write);
      }),
    );
  });

  it("lets no late own op overwrite a newer own value", () => {
    fc.assert(
      fc.property(question, (q) => {
        fc.pre(q.clock !== undefined && q.clock.device === q.device && q.clock.n > q.n);
        expect(mergeRegister(q)).toEqual({ write: false, superseded: true });
      }),
    );
  });

  it("lets none overwrite what others wrote upon a newer own value", () => {
    fc.assert(
      fc.property(question, (q) => {
        expect(mergeRegister({ ...q, isLate: true })).toEqual({ write: false, superseded: true });
      }),
    );
  });

  it("asks nobody who was first", () => {
    const theirs: FieldClock = { at: 5, by: "p2", device: "d2", seq: 9, n: 1 };
    const asked = {
      definition,
      field: "updatedDay",
      clock: theirs,
      current: "2026-01-01",
      wanted: "2026-01-02",
    };
    expect(merge({ ...asked, base: 0, device: "d1", n: 1, effective: 9 })).toEqual({ write: false });
  });

  const task = { definition, field: "title", current: "theirs", wanted: "mine", base: 0 };
  const blind: FieldClock = { at: 5, by: "p2", device: "d2", seq: 9, n: 1 };

  it("writes what nobody wrote before", () => {
    const empty = { ...task, clock: undefined, current: undefined, device: "d1", n: 1, effective: 0 };
    expect(merge(empty)).toEqual({ write: true });
  });

  it("gives a blind write to the later clock, and of two at one moment to the greater device", () => {
    const mine = { write: true, loser: "theirs" };
    const theirs = { write: false, loser: "mine" };
    const ask = (effective: number, device: string) =>
      merge({ ...task, clock: blind, device, n: 1, effective });
    expect(ask(6, "d1")).toEqual(mine);
    expect(ask(4, "d3")).toEqual(theirs);
    expect(ask(5, "d3")).toEqual(mine);
    expect(ask(5, "d1")).toEqual(theirs);
  });

  it("lets no time ahead of now decide, which a wrong clock gave: the write that comes then is in use", () => {
    const ahead = { ...blind, at: 1000 };
    const ask = (now: number, effective: number) =>
      mergeRegister({ ...task, clock: ahead, device: "d1", n: 1, effective, now });
    expect(ask(100, 4)).toEqual({ write: true, loser: "theirs" });
    expect(ask(999, 999)).toEqual({ write: true, loser: "theirs" });
    expect(ask(1000, 999)).toEqual({ write: false, loser: "mine" });
    expect(ask(2000, 999)).toEqual({ write: false, loser: "mine" });
  });

  it("writes what the same device wrote later by its own count, or later in the same op", () => {
    const own = { ...task, clock: { ...blind, n: 7 }, device: "d2", effective: 0 };
    expect(merge({ ...own, n: 8 })).toEqual({ write: true });
    expect(merge({ ...own, n: 7 })).toEqual({ write: true });
    expect(merge({ ...own, n: 6 })).toEqual({ write: false, superseded: true });
  });

  it("sees no conflict where both wrote the same, or both cleared it", () => {
    const ask = (current: Json | undefined, wanted: Json) =>
      merge({ ...task, clock: blind, device: "d1", n: 1, effective: 9, current, wanted });
    expect(ask({ a: [1] }, { a: [1] })).toEqual({ write: false });
    expect(ask(undefined, null)).toEqual({ write: false });
    expect(ask(undefined, "x")).toEqual({ write: true, loser: "theirs" });
  });

  it("takes what the kind calls the same for the same", () => {
    const run = kindOf("checkRun") as RegisterQuestion["definition"];
    const given = { clock: blind, base: 0, device: "d1", n: 1, effective: 9 };
    const answers = { definition: run, current: { v: "ok", by: "p2" } };
    const ask = (field: string, v: string) => merge({ ...given, ...answers, field, wanted: { v, by: "p1" } });
    expect(ask("answers.i1", "ok")).toEqual({ write: false });
    expect(ask("answers.i1", "bad")).toEqual({ write: true, loser: "theirs" });
    expect(ask("notes.i1", "ok")).toEqual({ write: true, loser: "theirs" });
  });

  it("keeps a guarded value whatever the clocks say, and shows the other", () => {
    const shift = kindOf("shift") as RegisterQuestion["definition"];
    const asked = { ...task, definition: shift, field: "person", clock: blind, device: "d3", n: 1 };
    expect(merge({ ...asked, effective: 9 })).toEqual({ write: false, loser: "mine" });
    expect(merge({ ...asked, effective: 9, base: 9 })).toEqual({ write: true });
  });
});
