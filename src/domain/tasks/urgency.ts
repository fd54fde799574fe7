import { addDays, type CalendarDay, daysBetween } from "#kernel/calendar.ts";
import { type PeriodKind, periodOf } from "./report-period.ts";
import type { Deadline, Task } from "./task-kinds.ts";

/**
 * How urgent a task is. In the order of `domain.md` b: overdue, due soon, immediate, triggered, stale, others with a
 * due date, recurring ones that are up to date, unspecified, then what nobody need touch now.
 */
export const urgencies = [
  "overdue",
  "dueSoon",
  "immediate",
  "triggered",
  "stale",
  "due",
  "recurring",
  "unspecified",
  "waiting",
  "paused",
  "done",
] as const;
export type Urgency = (typeof urgencies)[number];

const soonDays = 14;

type Judged = Pick<Task, "deadline" | "state" | "updatedDay">;

/** The last day on which the task is in time; "trước ngày" is due the day before its printed date. */
export function lastDay(deadline: Pick<Deadline, "due" | "exclusive">): CalendarDay | null {
  if (deadline.due === null) return null;
  return deadline.exclusive ? addDays(deadline.due, -1) : deadline.due;
}

/** A recurring task is never overdue; it goes stale when its report period has no update yet. */
export function isStale(task: Judged, today: CalendarDay, period: PeriodKind = "month15"): boolean {
  if (task.state === "done" || task.state === "paused" || !recurs(task.deadline)) return false;
  return task.updatedDay === undefined || task.updatedDay < periodOf(today, period).from;
}

/** A dated task may recur as well ("thường xuyên, đến năm 2026"): then it can be overdue and can go stale. */
function recurs({ kind, parts }: Deadline): boolean {
  return kind === "recurring" || parts.includes("recurring") || (kind === "mixed" && parts.length === 0);
}

export function urgencyOf(task: Judged, today: CalendarDay, period: PeriodKind = "month15"): Urgency {
  const { deadline, state } = task;
  if (state === "done" || state === "paused") return state;
  const last = lastDay(deadline);
  const hasDue = last !== null && deadline.kind !== "recurring";
  if (hasDue && last < today) return "overdue";
  if (hasDue && daysBetween(today, last) <= soonDays) return "dueSoon";
  if (deadline.kind === "immediate") return task.updatedDay === undefined ? "immediate" : "recurring";
  if (deadline.kind === "conditional" && deadline.start !== null && deadline.start <= today)
    return "triggered";
  if (isStale(task, today, period)) return "stale";
  if (hasDue) return "due";
  if (recurs(deadline)) return "recurring";
  return deadline.kind === "unspecified" ? "unspecified" : "waiting";
}

/** True for what a person should look at now. */
export function needsAttention(urgency: Urgency): boolean {
  return urgencies.indexOf(urgency) <= urgencies.indexOf("stale");
}

export interface Ranked {
  readonly urgency: Urgency;
  readonly task: Pick<Task, "deadline" | "updatedDay" | "order" | "title">;
}

/** Within one urgency: the earlier due day, the longer silence, then the plan's own order. */
export function compareUrgency(a: Ranked, b: Ranked): number {
  const rank = urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency);
  if (rank !== 0) return rank;
  const byDue = compareDays(lastDay(a.task.deadline), lastDay(b.task.deadline));
  if (byDue !== 0) return byDue;
  if (a.urgency === "stale") {
    const bySilence = (a.task.updatedDay ?? "").localeCompare(b.task.updatedDay ?? "");
    if (bySilence !== 0) return bySilence;
  }
  return (
    a.task.order - b.task.order || (a.task.title < b.task.title ? -1 : a.task.title > b.task.title ? 1 : 0)
  );
}

/** Leads or coordinates. */
export function concernsUnits(task: Pick<Task, "lead" | "coordinating">, units: readonly string[]): boolean {
  return units.some((unit) => task.lead.includes(unit) || task.coordinating.includes(unit));
}

/** The state a task goes to when progress is first written; null when it stays. */
export function stateAfterProgress(state: Task["state"], progress: number | undefined): Task["state"] | null {
  return state === "notStarted" && progress !== undefined && progress > 0 ? "running" : null;
}

function compareDays(a: CalendarDay | null, b: CalendarDay | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
