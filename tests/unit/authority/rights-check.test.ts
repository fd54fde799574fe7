import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currentRights, graceMs, judgingRights, rightsAt } from "#authority/rights-check.ts";
import type { Rights } from "#domain/rights.ts";
import { noRights } from "#domain/rights.ts";
import { rights } from "./one-decision.ts";
import { day } from "./small-server.ts";

const may = rights(["centre"], { from: 100 });
const mayNot = (from: number) => rights(["province"], { from });
const isCentre = ({ roles }: Rights) => roles.includes("centre");
const judge = (history: Parameters<typeof judgingRights>[0], effective: number, now: number, lost = false) =>
  judgingRights(history, { effective, now, lost }, isCentre);

describe("the rights that an op is judged by", () => {
  it("are none before the first entry, and those of an entry from its very moment on", () => {
    const history = [may, mayNot(200)];
    expect(rightsAt(history, 99)).toBe(noRights);
    expect(rightsAt(history, 100)).toBe(may);
    expect(rightsAt(history, 199)).toBe(may);
    expect(rightsAt(history, 200)).toBe(history[1]);
    expect(currentRights([])).toBe(noRights);
    expect(currentRights(history)).toBe(history[1]);
  });

  it("are today's when those allow it, however old the op is", () => {
    expect(judge([mayNot(0), may], 5, 9e9)).toBe(may);
    expect(judge([may], 5, 9e9, true)).toBe(may);
  });

  it("are those of its time for thirty days after they were lost, to the very moment", () => {
    expect(graceMs).toBe(30 * day);
    const history = [may, mayNot(200)];
    expect(judge(history, 150, 200 + graceMs)).toBe(may);
    expect(judge(history, 150, 200 + graceMs + 1)).toBeNull();
    expect(judge(history, 200, 300)).toBeNull();
    expect(judge(history, 99, 300)).toBeNull();
  });

  it("are never those of earlier for a device that was reported lost", () => {
    expect(judge([may, mayNot(200)], 150, 201, true)).toBeNull();
  });

  it("run out thirty days after the first loss that followed the op, though they came back and were lost again", () => {
    const again = { ...may, from: 300 };
    const history = [may, mayNot(200), again, mayNot(400)];
    expect(judge(history, 150, 400 + graceMs)).toBeNull();
    expect(judge(history, 350, 400 + graceMs)).toBe(again);
    expect(judge([may, { ...may, from: 180 }, mayNot(200)], 150, 200 + graceMs)).toBe(may);
    expect(judge([mayNot(50), may, mayNot(200)], 150, 200 + graceMs)).toBe(may);
  });

  it("never allow what neither today's rights nor those of its time do", () => {
    const entries = fc.array(fc.record({ from: fc.nat(500), centre: fc.boolean() }), { maxLength: 5 });
    fc.assert(
      fc.property(entries, fc.nat(600), fc.boolean(), (drawn, effective, lost) => {
        const history = drawn
          .sort((a, b) => a.from - b.from)
          .map(({ from, centre }) => (centre ? { ...may, from } : mayNot(from)));
        const judged = judge(history, effective, 600, lost);
        const was = isCentre(rightsAt(history, effective));
        expect(judged !== null).toBe(isCentre(currentRights(history)) || (was && !lost));
      }),
    );
  });
});
