import { describe, expect, it } from "vitest";
import { kindOf } from "#domain/kinds.ts";
import { defaultScenarios } from "#domain/scenarios/default-scenarios.ts";
import { drillState } from "#domain/scenarios/drill-state.ts";

describe("the scenarios a commune begins with", () => {
  it("are whole: trigger, steps, who, forms, a message and the way back, each valid for the book", () => {
    expect(defaultScenarios).toHaveLength(8);
    for (const { key, ...body } of defaultScenarios) {
      const parsed = kindOf("scenario")?.schema.safeParse(body);
      expect(parsed?.success, key).toBe(true);
      expect(body.steps.length, key).toBeGreaterThanOrEqual(4);
      for (const part of [body.trigger, body.who, body.forms, body.message, body.recovery])
        expect(part?.length ?? 0, key).toBeGreaterThan(20);
    }
  });

  it("answer every group of incidents but the end device, which is mended and not got round", () => {
    const groups = defaultScenarios.flatMap((one) => one.groups);
    expect(new Set(groups)).toEqual(new Set([1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
    expect(new Set(defaultScenarios.map((one) => one.key)).size).toBe(8);
  });
});

it("a drill counts for a year", () => {
  const on = (...days: string[]) =>
    drillState(
      days.map((day) => ({ day })),
      "2026-11-23",
    );
  expect(on()).toEqual({ state: "never", last: null });
  expect(on("2026-01-10", "2026-06-02", "2025-05-01")).toEqual({ state: "fresh", last: "2026-06-02" });
  expect(on("2025-11-23").state).toBe("fresh");
  expect(on("2025-11-21").state).toBe("old");
});
