import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellsOf, isAdded, resultOf, summaryOf } from "#domain/checks/run-progress.ts";
import { answersArb, runOf, templateOf } from "./arbitraries.ts";

const template = templateOf(6);
const at = Date.parse("2025-11-24T00:10:00Z");

describe("how far a check has come", () => {
  it("counts every item once, and unchecked is not good", () => {
    fc.assert(
      fc.property(answersArb(template), (answers) => {
        const summary = summaryOf(template, runOf({ answers }));
        expect(summary.ok + summary.bad + summary.off + summary.none).toBe(summary.total);
        expect(summary.answered).toBe(Object.keys(answers).length);
        expect(cellsOf(template, runOf({ answers })).filter((cell) => cell === "none").length).toBe(
          summary.none,
        );
      }),
    );
  });

  it("is open until it is completed, whatever the answers", () => {
    const answers = { "item-0": { v: "ok" as const, at, by: "lan" } };
    expect(resultOf(template, runOf({ answers }))).toBe("open");
    expect(resultOf(template, runOf({ answers, completed: { at, by: "lan" } }))).toBe("good");
  });

  it("marks an answer that came after completion, and lets a late fault change the result", () => {
    const late = { "item-1": { v: "bad" as const, at: at + 60_000, by: "hoa" } };
    const run = runOf({ answers: late, completed: { at, by: "lan" } });
    expect(isAdded(run, "item-1")).toBe(true);
    expect(isAdded(run, "item-2")).toBe(false);
    expect(summaryOf(template, run).added).toBe(1);
    expect(resultOf(template, run)).toBe("faulty");
  });

  it("keeps out answers to items that the template does not have", () => {
    const run = runOf({ answers: { gone: { v: "bad", at, by: "lan" } }, completed: { at, by: "lan" } });
    expect(summaryOf(template, run)).toMatchObject({ answered: 0, bad: 0, none: 6 });
  });
});
