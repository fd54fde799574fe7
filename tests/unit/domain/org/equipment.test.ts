import { describe, expect, it } from "vitest";
import type { CheckRun } from "#domain/checks/check-kinds.ts";
import { answersAbout, type JudgedRun, spellsOf } from "#domain/org/equipment-history.ts";
import { warrantyOf } from "#domain/org/equipment-warranty.ts";

const today = "2026-11-23";

it("a warranty runs to its last day, and warns sixty days ahead", () => {
  const on = (warrantyUntil?: string) => warrantyOf({ warrantyUntil }, today);
  expect(on()).toEqual({ state: "unknown", left: 0 });
  expect(on("2027-01-23")).toEqual({ state: "running", left: 61 });
  expect(on("2027-01-22")).toEqual({ state: "ending", left: 60 });
  expect(on(today)).toEqual({ state: "ending", left: 0 });
  expect(on("2026-11-22")).toEqual({ state: "over", left: -1 });
});

describe("what checks said of a thing", () => {
  const template = {
    items: [
      { id: "printer", group: "g", name: "Máy in", equipment: "e1" },
      { id: "other", group: "g", name: "Máy quét", equipment: "e2" },
      { id: "mains", group: "g", name: "Điện" },
    ],
  };
  const run = (day: string, v: "ok" | "bad" | "off" | null, note = ""): JudgedRun => ({
    id: `run/${day}`,
    template,
    run: {
      ...{ template: "t", templateVersion: 1, site: "s", slot: "morning", day },
      answers: {
        other: { v: "bad", at: 1, by: "hoa" },
        mains: { v: "bad", at: 1, by: "hoa" },
        ...(v === null ? {} : { printer: { v, at: 1, by: "hoa" } }),
      },
      ...(note === "" ? {} : { notes: { printer: note } }),
    } as CheckRun,
  });

  it("is told newest first, of this thing alone; unchecked says nothing", () => {
    const told = answersAbout("e1", [
      run("2026-11-02", "ok"),
      run("2026-11-04", "bad"),
      run("2026-11-03", null),
    ]);
    expect(told.map(({ day, value }) => [day, value])).toEqual([
      ["2026-11-04", "bad"],
      ["2026-11-02", "ok"],
    ]);
  });

  it("is counted where it repeats; a fault and a note stand alone", () => {
    const runs = [
      run("2026-11-02", "ok"),
      run("2026-11-03", "ok"),
      run("2026-11-04", "bad"),
      run("2026-11-05", "bad"),
      run("2026-11-06", "ok", "Đã thay mực"),
      run("2026-11-09", "ok"),
      run("2026-11-10", "ok"),
    ];
    const spells = spellsOf(answersAbout("e1", runs));
    expect(spells.map(({ value, answers }) => [value, answers.length])).toEqual([
      ["ok", 2],
      ["ok", 1],
      ["bad", 1],
      ["bad", 1],
      ["ok", 2],
    ]);
  });
});
