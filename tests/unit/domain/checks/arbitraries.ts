import fc from "fast-check";
import type { Answer, CheckRun, CheckTemplate } from "#domain/checks/check-kinds.ts";

/** A template of `count` items in two groups, and runs that answer some of them. */
export function templateOf(count: number): CheckTemplate {
  return {
    name: "Kiểm tra đầu giờ",
    version: 1,
    dueTime: "07:30",
    opensTime: "06:00",
    groups: [
      { id: "a", name: "Nhóm a" },
      { id: "b", name: "Nhóm b" },
    ],
    items: Array.from({ length: count }, (_, at) => ({
      id: `item-${at}`,
      group: at % 2 === 0 ? "a" : "b",
      name: `Mục ${at}`,
    })),
  };
}

export function runOf(part: Partial<CheckRun> = {}): CheckRun {
  return {
    template: "template",
    templateVersion: 1,
    site: "site",
    day: "2025-11-24",
    slot: "morning",
    ...part,
  };
}

export const answerArb: fc.Arbitrary<Answer> = fc.record({
  v: fc.constantFrom("ok" as const, "bad" as const, "off" as const),
  at: fc.integer({ min: 1_763_900_000_000, max: 1_764_000_000_000 }),
  by: fc.constantFrom("lan", "hoa"),
});

export function answersArb(template: CheckTemplate): fc.Arbitrary<Record<string, Answer>> {
  return fc.dictionary(fc.constantFrom(...template.items.map((item) => item.id)), answerArb);
}
