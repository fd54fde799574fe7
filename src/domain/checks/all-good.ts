import type { Fields } from "../record.ts";
import type { Answer, CheckTemplate } from "./check-kinds.ts";
import type { OpenFault } from "./open-faults.ts";
import { answerOf, type RunPart } from "./run-progress.ts";

/** *Tất cả tốt*: what the sheet asks, what it will mark, and the fields that confirming writes. */
export interface AllGoodPlan {
  /** Open faults still without an answer in this run; each must be answered first. */
  readonly questions: readonly OpenFault[];
  /** Items that will be written *tốt* in bulk. */
  readonly marks: readonly string[];
  readonly total: number;
}

export type Verdict = "ok" | "bad";

export function planAllGood(
  template: Pick<CheckTemplate, "items">,
  run: RunPart | null,
  faults: readonly OpenFault[],
): AllGoodPlan {
  const open = template.items.filter((item) => !answerOf(run, item.id)).map((item) => item.id);
  const questions = faults.filter((fault) => open.includes(fault.item));
  const asked = new Set(questions.map((fault) => fault.item));
  return { questions, marks: open.filter((item) => !asked.has(item)), total: template.items.length };
}

/** The first fault without a verdict, in the order of the sheet. */
export function unansweredQuestion(
  plan: AllGoodPlan,
  verdicts: Readonly<Record<string, Verdict>>,
): OpenFault | undefined {
  return plan.questions.find((fault) => verdicts[fault.item] === undefined);
}

/** Answers already given are left alone, whoever gave them; a run already completed keeps its first completion. */
export function allGoodFields(
  plan: AllGoodPlan,
  run: RunPart | null,
  verdicts: Readonly<Record<string, Verdict>>,
  stamp: { readonly at: number; readonly by: string },
): Fields {
  const fields: Record<string, Answer | { at: number; by: string } | string> = {};
  for (const fault of plan.questions) {
    const verdict = verdicts[fault.item];
    if (verdict === undefined) continue;
    fields[`answers.${fault.item}`] = { v: verdict, ...stamp };
    if (verdict === "bad" && fault.incident) fields[`incidents.${fault.item}`] = fault.incident;
  }
  for (const item of plan.marks) fields[`answers.${item}`] = { v: "ok", ...stamp, bulk: true };
  if (!run?.completed) fields["completed"] = { ...stamp };
  return fields as Fields;
}

/** Clears what one confirmation set, and nothing that anybody has changed since. */
export function undoFields(run: RunPart | null, set: Fields): Fields {
  const cleared: Record<string, null> = {};
  for (const [field, value] of Object.entries(set)) {
    const [key, item] = [field.split(".")[0], field.slice(field.indexOf(".") + 1)];
    if (key === "answers" && sameStamp(answerOf(run, item), value as unknown as Answer))
      cleared[field] = null;
    if (key === "incidents") cleared[field] = null;
    if (key === "completed" && sameStamp(run?.completed, value as unknown as Stamp)) cleared[field] = null;
  }
  return cleared;
}

/** What the latest bulk confirmation of a person set, read back from the run, so that it can be undone later. */
export function bulkOf(run: RunPart | null, by: string): Fields {
  const bulk = Object.entries(run?.answers ?? {}).filter(([, answer]) => answer.bulk && answer.by === by);
  const at = Math.max(...bulk.map(([, answer]) => answer.at));
  const same = Object.entries(run?.answers ?? {}).filter(
    ([, answer]) => answer.by === by && answer.at === at,
  );
  const fields: Record<string, unknown> = Object.fromEntries(
    same.map(([item, answer]) => [`answers.${item}`, answer]),
  );
  if (bulk.length > 0 && run?.completed?.at === at && run.completed.by === by)
    fields["completed"] = run.completed;
  return fields as Fields;
}

type Stamp = { at: number; by: string };

function sameStamp(a: Stamp | undefined, b: Stamp): boolean {
  return a !== undefined && a.at === b.at && a.by === b.by;
}
