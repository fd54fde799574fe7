import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextState, progressProblems, taskFields, updateFields } from "#domain/tasks/progress.ts";
import { periodOf } from "#domain/tasks/report-period.ts";
import type { Deadline, Task } from "#domain/tasks/task-kinds.ts";
import {
  compareUrgency,
  isStale,
  lastDay,
  needsAttention,
  urgencies,
  urgencyOf,
} from "#domain/tasks/urgency.ts";
import { addDays, daysBetween } from "#kernel/calendar.ts";

const today = "2025-11-24";
const deadline = (part: Partial<Deadline>): Deadline => ({
  words: null,
  kind: "unspecified",
  due: null,
  start: null,
  precision: null,
  exclusive: false,
  parts: [],
  trigger: null,
  ...part,
});
const task = (part: Partial<Task>): Task => ({
  plan: "plan",
  section: "1.1",
  block: "1.1",
  order: 1,
  title: "Nhiệm vụ",
  lead: [],
  coordinating: [],
  deadline: deadline({}),
  state: "running",
  ...part,
});
const fixed = (due: string, part: Partial<Deadline> = {}) =>
  task({ deadline: deadline({ kind: "fixed", due, ...part }) });
const recurring = (updatedDay?: string) =>
  task({
    deadline: deadline({ kind: "recurring", parts: ["recurring"] }),
    ...(updatedDay ? { updatedDay } : {}),
  });

const dayArb = fc.integer({ min: 0, max: 2000 }).map((days) => addDays("2024-01-01", days));

describe("the report period", () => {
  it("runs from the 15th to the 14th, over the turn of months and years", () => {
    expect(periodOf("2025-11-24")).toEqual({ from: "2025-11-15", to: "2025-12-14" });
    expect(periodOf("2026-01-14")).toEqual({ from: "2025-12-15", to: "2026-01-14" });
    expect(periodOf("2024-03-01", "month")).toEqual({ from: "2024-03-01", to: "2024-03-31" });
    expect(periodOf("2025-11-24", "week")).toEqual({ from: "2025-11-24", to: "2025-11-30" });
  });

  it("holds its day, and the next one begins where it ends", () => {
    fc.assert(
      fc.property(
        dayArb,
        fc.constantFrom("month15" as const, "month" as const, "week" as const),
        (day, kind) => {
          const { from, to } = periodOf(day, kind);
          expect(from <= day && day <= to).toBe(true);
          expect(periodOf(addDays(to, 1), kind).from).toBe(addDays(to, 1));
        },
      ),
    );
  });
});

describe("urgency", () => {
  it("is due the day before the printed date where the plan says before", () => {
    expect(lastDay(deadline({ due: "2025-12-20", exclusive: true }))).toBe("2025-12-19");
    expect(urgencyOf(fixed("2025-11-24", { exclusive: true }), today)).toBe("overdue");
    expect(urgencyOf(fixed("2025-11-24"), today)).toBe("dueSoon");
    expect(urgencyOf(fixed("2025-12-31"), today)).toBe("due");
  });

  it("never calls a recurring task overdue; it goes stale when its period has no update", () => {
    expect(urgencyOf(recurring("2025-11-14"), today)).toBe("stale");
    expect(urgencyOf(recurring("2025-11-15"), today)).toBe("recurring");
    expect(urgencyOf(recurring(), today)).toBe("stale");
    expect(isStale(recurring("2025-11-20"), today, "week")).toBe(true);
    expect(isStale({ ...recurring(), state: "done" }, today)).toBe(false);
    fc.assert(
      fc.property(dayArb, fc.option(dayArb, { nil: undefined }), (day, updated) => {
        expect(["stale", "recurring"]).toContain(urgencyOf(recurring(updated), day));
      }),
    );
  });

  it("lets a dated task that recurs be overdue and go stale", () => {
    const both = fixed("2026-12-31", { parts: ["recurring", "fixed"] });
    expect(urgencyOf(both, today)).toBe("stale");
    expect(urgencyOf({ ...both, updatedDay: today }, today)).toBe("due");
    expect(urgencyOf(both, "2027-01-01")).toBe("overdue");
  });

  it("keeps what waits for an event or a request out of the way", () => {
    expect(urgencyOf(task({ deadline: deadline({ kind: "onRequest" }) }), today)).toBe("waiting");
    expect(urgencyOf(task({ deadline: deadline({ kind: "conditional" }) }), today)).toBe("waiting");
    expect(urgencyOf(task({ deadline: deadline({ kind: "conditional", start: today }) }), today)).toBe(
      "triggered",
    );
    expect(urgencyOf(task({ deadline: deadline({ kind: "immediate" }) }), today)).toBe("immediate");
    expect(urgencyOf(task({}), today)).toBe("unspecified");
  });

  it("orders as the domain says, and within one urgency by day", () => {
    const all = [task({}), recurring(), fixed("2025-11-30"), fixed("2025-11-01"), fixed("2025-11-26")];
    const ranked = all.map((one) => ({ task: one, urgency: urgencyOf(one, today) })).sort(compareUrgency);
    expect(ranked.map(({ urgency }) => urgency)).toEqual([
      "overdue",
      "dueSoon",
      "dueSoon",
      "stale",
      "unspecified",
    ]);
    expect(ranked[1]?.task.deadline.due).toBe("2025-11-26");
    expect(urgencies.filter(needsAttention)).toEqual([
      "overdue",
      "dueSoon",
      "immediate",
      "triggered",
      "stale",
    ]);
  });

  it("orders totally", () => {
    const taskArb = fc.tuple(fc.option(dayArb, { nil: null }), fc.nat(5)).map(([due, order]) => {
      const one = due === null ? { ...recurring(), order } : { ...fixed(due), order };
      return { task: one, urgency: urgencyOf(one, today) };
    });
    fc.assert(
      fc.property(taskArb, taskArb, (a, b) => {
        expect(Math.sign(compareUrgency(a, b))).toBe(-Math.sign(compareUrgency(b, a)) + 0);
      }),
    );
  });
});

describe("a progress update", () => {
  const empty = { day: today, progress: null, result: "", evidence: "", obstacle: "", proposal: "" };

  it("must say something, for a day that has come", () => {
    expect(progressProblems(empty, today)).toEqual(["empty"]);
    expect(progressProblems({ ...empty, progress: 101 }, today)).toEqual(["progress"]);
    expect(progressProblems({ ...empty, progress: "62,5" }, today)).toEqual(["whole"]);
    expect(progressProblems({ ...empty, progress: "-5" }, today)).toEqual(["whole"]);
    expect(updateFields({ ...empty, progress: "62,5" })).toEqual({ day: empty.day });
    expect(progressProblems({ ...empty, result: "Xong", day: addDays(today, 1) }, today)).toEqual(["day"]);
    expect(progressProblems({ ...empty, result: "x".repeat(4001) }, today)).toEqual(["result"]);
    expect(progressProblems({ ...empty, progress: 0 }, today)).toEqual([]);
  });

  it("writes only what was said, and an older day never takes the newer one's place", () => {
    const draft = { ...empty, progress: 60, result: " Đã số hóa " };
    expect(updateFields(draft)).toEqual({ day: today, progress: 60, result: "Đã số hóa" });
    expect(taskFields(draft, {})).toEqual({ progress: 60, updatedDay: today });
    expect(taskFields({ ...draft, progress: null }, {})).toEqual({ updatedDay: today });
    expect(taskFields(draft, { updatedDay: addDays(today, 1) })).toEqual({});
    expect(daysBetween(today, addDays(today, 1))).toBe(1);
  });

  it("starts a task with the first percent and nothing else", () => {
    expect(nextState({ state: "notStarted" }, { ...empty, progress: 5 })).toBe("running");
    expect(nextState({ state: "notStarted" }, { ...empty, progress: 0 })).toBeNull();
    expect(nextState({ state: "paused" }, { ...empty, progress: 50 })).toBeNull();
  });
});
