import { describe, expect, it } from "vitest";
import { kindOf } from "#domain/kinds.ts";
import { defaultScenarios } from "#domain/scenarios/default-scenarios.ts";
import { drillState } from "#domain/scenarios/drill-state.ts";

const levels = [
  ["Xã Nghĩa Thọ", "xã", /phường|đặc khu/i],
  ["Phường Trường Vinh", "phường", /(?<!\p{L})xã(?!\p{L})|đặc khu/iu],
  ["Đặc khu Côn Đảo", "đặc khu", /(?<!\p{L})xã(?!\p{L})|phường/iu],
] as const;

describe.each(levels)("the scenarios that %s begins with", (name, word, others) => {
  const scenarios = defaultScenarios(name);

  it("say its own word and no other's, with nothing left to fill in", () => {
    const text = JSON.stringify(scenarios);
    expect(text).toContain(`Công an ${word}`);
    expect(text).toContain(`lãnh đạo ${word}`);
    expect(text.replace(/xã hội/gi, "").match(others)).toBeNull();
    expect(text).not.toMatch(/[{]{2}|[}]{2}/);
  });

  it("are the same eight", () => {
    expect(scenarios.map(({ key, order }) => [key, order])).toEqual(
      defaultScenarios("").map(({ key, order }) => [key, order]),
    );
  });
});

describe("the scenarios a commune begins with", () => {
  const scenarios = defaultScenarios("Xã Mẫu");

  it("are whole: trigger, steps, who, forms, a message and the way back, each valid for the book", () => {
    expect(scenarios).toHaveLength(8);
    for (const { key, ...body } of scenarios) {
      const parsed = kindOf("scenario")?.schema.safeParse(body);
      expect(parsed?.success, key).toBe(true);
      expect(body.steps.length, key).toBeGreaterThanOrEqual(4);
      for (const part of [body.trigger, body.who, body.forms, body.message, body.recovery])
        expect(part?.length ?? 0, key).toBeGreaterThan(20);
    }
  });

  it("answer every group of incidents but the end device, which is mended and not got round", () => {
    const groups = scenarios.flatMap((one) => one.groups);
    expect(new Set(groups)).toEqual(new Set([1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
    expect(new Set(scenarios.map((one) => one.key)).size).toBe(8);
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
