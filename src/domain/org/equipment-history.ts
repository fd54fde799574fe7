import type { CalendarDay } from "#kernel/calendar.ts";
import type { AnswerValue, CheckRun, CheckTemplate } from "../checks/check-kinds.ts";
import { answerOf } from "../checks/run-progress.ts";

/** What a check said of a thing. */
export interface CheckedAnswer {
  readonly run: string;
  readonly day: CalendarDay;
  readonly value: AnswerValue;
  readonly note: string;
  readonly by: string;
  readonly item: string;
}

/** Answers that say the same, one after another, with nothing to add: *Tốt 14 lần*. */
export interface CheckedSpell {
  readonly value: AnswerValue;
  /** Newest first. */
  readonly answers: readonly CheckedAnswer[];
}

export interface JudgedRun {
  readonly id: string;
  readonly run: CheckRun;
  readonly template: Pick<CheckTemplate, "items">;
}

/** Every answer that named the thing, newest first. */
export function answersAbout(equipment: string, runs: readonly JudgedRun[]): CheckedAnswer[] {
  return runs
    .flatMap(({ id, run, template }) =>
      template.items.flatMap((item): CheckedAnswer[] => {
        const answer = item.equipment === equipment ? answerOf(run, item.id) : undefined;
        if (!answer) return [];
        const note = run.notes?.[item.id] ?? "";
        return [{ run: id, day: run.day, value: answer.v, note, by: answer.by, item: item.id }];
      }),
    )
    .sort((a, b) => (a.day === b.day ? (a.run < b.run ? 1 : -1) : a.day < b.day ? 1 : -1));
}

/** Faults and noted answers stand alone; the rest is counted. */
export function spellsOf(newestFirst: readonly CheckedAnswer[]): CheckedSpell[] {
  const spells: { value: AnswerValue; answers: CheckedAnswer[] }[] = [];
  const standsAlone = ({ value, note }: CheckedAnswer) => value === "bad" || note !== "";
  for (const answer of newestFirst) {
    const last = spells.at(-1);
    const before = last?.answers[0];
    const isSame = last?.value === answer.value && before && !standsAlone(before) && !standsAlone(answer);
    if (isSame) last.answers.push(answer);
    else spells.push({ value: answer.value, answers: [answer] });
  }
  return spells;
}
