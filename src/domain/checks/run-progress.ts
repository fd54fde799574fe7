import type { Answer, AnswerValue, CheckRun, CheckTemplate } from "./check-kinds.ts";

/** What a run says of its items. An item without an answer is *chưa kiểm tra*: it is counted apart and is never *tốt*. */
export type CellValue = AnswerValue | "none";

export interface RunSummary {
  readonly total: number;
  readonly answered: number;
  readonly ok: number;
  readonly bad: number;
  readonly off: number;
  readonly none: number;
  /** Answers given after somebody had completed the run. */
  readonly added: number;
}

export type RunPart = Pick<CheckRun, "answers" | "completed">;

export function answerOf(run: RunPart | null, item: string): Answer | undefined {
  return run?.answers && Object.hasOwn(run.answers, item) ? run.answers[item] : undefined;
}

/** One value per item in the order of the template. */
export function cellsOf(template: Pick<CheckTemplate, "items">, run: RunPart | null): CellValue[] {
  return template.items.map((item) => answerOf(run, item.id)?.v ?? "none");
}

/** Items of the template only; answers to items it no longer has are kept in the run and not counted. */
export function summaryOf(template: Pick<CheckTemplate, "items">, run: RunPart | null): RunSummary {
  const cells = cellsOf(template, run);
  const count = (value: CellValue) => cells.filter((cell) => cell === value).length;
  const none = count("none");
  return {
    total: cells.length,
    answered: cells.length - none,
    ok: count("ok"),
    bad: count("bad"),
    off: count("off"),
    none,
    added: template.items.filter((item) => isAdded(run, item.id)).length,
  };
}

/** True when the answer came after the run was completed: it counts, and is marked *bổ sung*. */
export function isAdded(run: RunPart | null, item: string): boolean {
  const answer = answerOf(run, item);
  return answer !== undefined && run?.completed !== undefined && answer.at > run.completed.at;
}

export type RunResult = "open" | "good" | "faulty";

/** `open` until somebody completes it; a fault added later still turns it *faulty*. */
export function resultOf(template: Pick<CheckTemplate, "items">, run: RunPart | null): RunResult {
  if (!run?.completed) return "open";
  return summaryOf(template, run).bad > 0 ? "faulty" : "good";
}

/** The items of one group, in order. */
export function itemsOf(template: CheckTemplate, group: string): CheckTemplate["items"] {
  return template.items.filter((item) => item.group === group);
}
