import { dayOf, minuteOf, startOfDay } from "#kernel/calendar.ts";
import type { CheckRun, CheckTemplate } from "./check-kinds.ts";

/** `07:30` → minutes since midnight. */
export function minutesOf(clockTime: string): number {
  const [hours = 0, minutes = 0] = clockTime.split(":").map(Number);
  return hours * 60 + minutes;
}

export interface Due {
  /** Minutes until the due time; negative once it has passed. */
  readonly left: number;
  readonly isLate: boolean;
}

export function dueOf(template: Pick<CheckTemplate, "dueTime">, now: number): Due {
  const left = minutesOf(template.dueTime) - minuteOf(now);
  return { left, isLate: left < 0 };
}

/** `early` never occurs: a check may be made as early as somebody likes. `onTime` also for a run still open. */
export type Lateness = "onTime" | "late" | "otherDay";

/**
 * How a run's completion stands to its day: `late` after the due time of the same day, `otherDay` when it was written
 * on a later day, in which case both times are shown. The afternoon's check has no due time.
 */
export function latenessOf(
  template: Pick<CheckTemplate, "dueTime">,
  run: Pick<CheckRun, "day" | "slot" | "completed">,
): Lateness {
  if (!run.completed) return "onTime";
  if (dayOf(run.completed.at) > run.day) return "otherDay";
  return minutesLate(template, run, run.completed.at) > 0 ? "late" : "onTime";
}

/**
 * Whole minutes from the due time to the run's completion, or to `now` while it is not completed; 0 before, for a second
 * check, and on another day, which is no longer told in minutes.
 */
export function minutesLate(
  template: Pick<CheckTemplate, "dueTime">,
  run: Pick<CheckRun, "day" | "slot" | "completed">,
  now: number,
): number {
  const at = run.completed?.at ?? now;
  if (run.slot === "afternoon" || dayOf(at) !== run.day) return 0;
  const due = startOfDay(run.day) + minutesOf(template.dueTime) * 60_000;
  return Math.max(0, Math.floor((at - due) / 60_000));
}

/** The second check is offered after lunch. */
const afternoonFrom = 12 * 60;

export function isAfternoon(now: number): boolean {
  return minuteOf(now) >= afternoonFrom;
}
