import { isCalendarDay } from "#kernel/calendar.ts";
import { isWholeWithin, type TypedNumber } from "#kernel/typed-number.ts";
import { noteLimit, overLimit } from "../notes/limits.ts";
import type { Fields } from "../record.ts";
import type { Task } from "./task-kinds.ts";
import { stateAfterProgress } from "./urgency.ts";

/** An update as the form holds it: empty text for what is not said. */
export interface ProgressDraft {
  readonly day: string;
  /** Null when the percent is not stated; text where no whole number was typed. */
  readonly progress: TypedNumber;
  readonly result: string;
  readonly evidence: string;
  readonly obstacle: string;
  readonly proposal: string;
}

export type ProgressField =
  | "progress"
  | "whole"
  | "day"
  | "empty"
  | "result"
  | "evidence"
  | "obstacle"
  | "proposal";

/** What is still to mend; an update that says nothing at all is no update. */
export function progressProblems(draft: ProgressDraft, today: string): ProgressField[] {
  const problems: ProgressField[] = [];
  if (typeof draft.progress === "string") problems.push("whole");
  else if (draft.progress !== null && !isWholeWithin(draft.progress, 0, 100)) problems.push("progress");
  if (!isCalendarDay(draft.day) || draft.day > today) problems.push("day");
  const texts = ["result", "evidence", "obstacle", "proposal"] as const;
  if (draft.progress === null && texts.every((field) => draft[field].trim() === "")) problems.push("empty");
  for (const field of texts) if (overLimit(draft[field], noteLimit) > 0) problems.push(field);
  return problems;
}

/** The fields of the update itself; what was not said is left out. */
export function updateFields(draft: ProgressDraft): Fields {
  const texts = (["result", "evidence", "obstacle", "proposal"] as const)
    .map((field): [string, string] => [field, draft[field].trim()])
    .filter(([, text]) => text !== "");
  return {
    day: draft.day,
    ...percentOf(draft),
    ...Object.fromEntries(texts),
  };
}

/**
 * What the update changes on the task: the percent and the day of the latest update. An older day than the one known
 * never takes its place.
 */
export function taskFields(draft: ProgressDraft, task: Pick<Task, "updatedDay">): Fields {
  const isLatest = task.updatedDay === undefined || draft.day >= task.updatedDay;
  return {
    ...(isLatest ? percentOf(draft) : {}),
    ...(isLatest ? { updatedDay: draft.day } : {}),
  };
}

export function nextState(task: Pick<Task, "state">, draft: ProgressDraft): Task["state"] | null {
  return stateAfterProgress(task.state, percentOf(draft).progress);
}

function percentOf({ progress }: ProgressDraft): { progress?: number } {
  return typeof progress === "number" ? { progress } : {};
}
