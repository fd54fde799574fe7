import { describe, expect, it } from "vitest";
import { taskSchema } from "#domain/tasks/task-kinds.ts";
import { isCalendarDay } from "#kernel/calendar.ts";
import { sampleUnits } from "#server/demo/commune.ts";
import { type SeedTask, seedPlan } from "#server/demo/plan-nghia-tho.ts";

const { tasks } = seedPlan;
const task = (key: string): SeedTask => {
  const found = tasks.find((one) => one.key === key);
  if (!found) throw new Error(`no task ${key}`);
  return found;
};
const sections = [
  ...["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1", "3.2", "3.3a", "3.3b"],
  ...["3.4a", "3.4b", "3.4c", "3.5a", "3.5b", "3.5c", "4.1", "4.2", "4.3", "4.4"],
  ...["4.5a", "4.5b", "4.5c", "4.5d", "4.5đ", "4.5e", "4.5f"],
];

describe("the sample plan", () => {
  it("has the plan's 30 tasks in its order and 20 owner blocks", () => {
    expect(tasks.map((one) => one.section)).toEqual(sections);
    expect(tasks).toHaveLength(30);
    expect(new Set(tasks.map((one) => one.block)).size).toBe(20);
    for (const one of tasks) expect(one.section.startsWith(one.block)).toBe(true);
  });

  it("keeps keys apart and in ASCII", () => {
    expect(new Set(tasks.map((one) => one.key)).size).toBe(30);
    for (const one of tasks) expect(one.key).toMatch(/^\d\.\d[a-z]{0,2}$/);
    expect(task("4.5dd").section).toBe("4.5đ");
  });

  it("names known units, or the plan's own words for a vague group", () => {
    const units = new Set(sampleUnits.map((unit) => unit.key));
    for (const one of tasks) {
      expect(one.lead.length).toBeGreaterThan(0);
      for (const [keys, words] of [
        [one.lead, one.leadWords],
        [one.coordinating, one.coordinatingWords],
      ] as const)
        for (const key of keys)
          if (key.startsWith("text:")) expect(words).toContain(key.slice("text:".length));
          else expect(units).toContain(key);
    }
    expect(sampleUnits.some((unit) => unit.key === seedPlan.standingUnit)).toBe(true);
  });

  it("finds every unit of the owner words among the names and aliases", () => {
    const known = sampleUnits.flatMap((unit) => [unit.name, ...unit.aliases].map((name) => ({ name, unit })));
    let read = 0;
    for (const one of tasks)
      for (const [keys, words] of [
        [one.lead, one.leadWords],
        [one.coordinating, one.coordinatingWords],
      ] as const)
        for (const key of keys.filter((each) => !each.startsWith("text:"))) {
          expect(known.some(({ name, unit }) => unit.key === key && words.includes(name))).toBe(true);
          read += 1;
        }
    expect(read).toBeGreaterThan(30);
  });

  it("recurs in 28 tasks without a date, once with one, and says nothing once", () => {
    const recurs = tasks.filter((one) => one.deadline.parts.includes("recurring"));
    expect(recurs.filter((one) => one.deadline.due === null)).toHaveLength(28);
    expect(recurs.filter((one) => one.deadline.due !== null).map((one) => one.key)).toEqual(["2.5"]);
    expect(tasks.filter((one) => one.deadline.words === null).map((one) => one.key)).toEqual(["1.2"]);
  });

  it("reads each deadline line by the rules of its form", () => {
    const forms = new Map<string | null, SeedTask[]>();
    for (const one of tasks) forms.set(one.deadline.words, [...(forms.get(one.deadline.words) ?? []), one]);
    const kindsOf = (words: string | null) => [...new Set(forms.get(words)?.map((one) => one.deadline.kind))];
    expect(forms.size).toBe(4);
    expect(kindsOf("Triển khai thực hiện ngay và thường xuyên")).toEqual(["recurring"]);
    expect(kindsOf(null)).toEqual(["unspecified"]);
    const year = "Triển khai thực hiện ngay và thường xuyên. Đến năm 2026 hoàn thành 100%";
    expect(forms.get(year)?.map((one) => one.deadline)).toEqual([
      expect.objectContaining({ kind: "fixed", due: "2026-12-31", precision: "year", exclusive: false }),
    ]);
    const mixed = "Triển khai thực hiện ngay, thường xuyên, định kỳ hoặc khi có yêu cầu";
    expect(kindsOf(mixed)).toEqual(["mixed"]);
    expect(forms.get(mixed)?.map((one) => one.block)).toEqual(Array(7).fill("4.5"));
    expect(task("4.5f").deadline.parts).toEqual(["immediate", "recurring", "periodic", "onRequest"]);
  });

  it("has real dates, and a precision only where there is a date", () => {
    for (const { deadline } of tasks) {
      for (const day of [deadline.due, deadline.start])
        if (day !== null) expect(isCalendarDay(day)).toBe(true);
      expect(deadline.precision === null).toBe(deadline.due === null && deadline.start === null);
    }
    expect(isCalendarDay(`${seedPlan.issuedMonth}-01`)).toBe(true);
  });

  it("fits the schema of a task", () => {
    for (const [order, one] of tasks.entries()) {
      const parsed = taskSchema.safeParse({ ...one, plan: "plan", order, state: "notStarted" });
      expect(parsed.success, one.key).toBe(true);
      expect(one.title.length).toBeLessThanOrEqual(80);
      for (const id of one.requirement) expect(id).toMatch(/^R([1-9]|[1-6]\d|7[0-3])$/);
      expect(one.requirement.length).toBeGreaterThan(0);
    }
  });
});
