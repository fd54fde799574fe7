import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { type ProgressDraft, progressProblems } from "#domain/tasks/progress.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { dayIn, deedDay, TurnedDay } from "../../book/deed-day.tsx";
import { useFormDraft } from "../../book/form-draft.ts";
import { FormProblems } from "../../book/form-problems.tsx";
import { DayChoice } from "../../book/moment/day-choice.tsx";
import { NoteField } from "../../book/note-field.tsx";
import { taskOf } from "../../book/task-row.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { NumberStepper } from "../../ui/number-stepper.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { saveProgress } from "./commands.ts";

const texts = ["result", "evidence", "obstacle", "proposal"] as const;

/** *Cập nhật tiến độ*: percent, result with its proof, obstacle, proposal; nothing of the earlier updates is touched. */
export function ProgressForm({ row }: { row: StoredRow }) {
  const t = useText("tasks");
  const common = useText("common");
  const hand = useHand();
  const navigate = useNavigate();
  const { day } = useNow();
  // What the person saw when the form was opened: the base of the change, whatever arrives meanwhile.
  const opened = useRef({ id: row.id, task: taskOf(row), base: row.seq });
  const initial = (): ProgressDraft => ({
    day: deedDay,
    progress: taskOf(row).progress ?? null,
    result: "",
    evidence: "",
    obstacle: "",
    proposal: "",
  });
  const form = useFormDraft(`task/${row.id}/progress`, initial);
  const [attempt, setAttempt] = useState(0);
  const draft = { ...form.value, day: dayIn(form.value.day, day) };
  const problems = attempt > 0 ? progressProblems(draft, day) : [];

  const percentProblem = problems.find((problem) => problem === "progress" || problem === "whole");

  const save = async () => {
    // The minute on the screen may be of yesterday.
    const now = dayOf(hand.now());
    const update = { ...draft, day: dayIn(form.value.day, now) };
    if (progressProblems(update, now).length > 0) return setAttempt(attempt + 1);
    if (await form.save((kept) => saveProgress(hand, opened.current, update, kept)))
      void navigate(`/nhiem-vu/${row.id}`, { replace: true });
  };

  return (
    <>
      <PageHead
        title={t("update")}
        sub={opened.current.task.title}
        back={{ label: common("back"), to: `/nhiem-vu/${row.id}` }}
      />
      {form.isReady ? (
        <FormBody id="progress-form" label={t("update")} onSubmit={() => void save()}>
          <FormProblems
            t={t}
            stem="progress"
            problems={problems}
            fieldOf={(problem) =>
              problem === "empty" ? "result" : problem === "whole" ? "progress" : problem
            }
            attempt={attempt}
            refusal={form.refusal}
          />
          <TurnedDay
            openedAt={form.openedAt}
            today={day}
            chosen={form.value.day === deedDay ? null : form.value.day}
          />
          <Field
            id="progress-progress"
            label={t("fields.progress")}
            help={t("fields.progressHelp")}
            error={percentProblem ? t(`errors.${percentProblem}`) : undefined}
          >
            <NumberStepper
              value={draft.progress}
              min={0}
              max={100}
              step={5}
              minusLabel={t("fields.lessProgress")}
              plusLabel={t("fields.moreProgress")}
              onChange={(progress) => form.change({ progress })}
            />
          </Field>
          {texts.map((field) => (
            <NoteField
              key={field}
              id={`progress-${field}`}
              label={t(`fields.${field}`)}
              help={field === "evidence" ? t("fields.evidenceHelp") : undefined}
              optional={common("optional")}
              error={field === "result" && problems.includes("empty") ? t("errors.empty") : undefined}
              value={draft[field]}
              onChange={(text) => form.change({ [field]: text })}
            />
          ))}
          <DayChoice
            id="progress-day"
            name="progress-day"
            label={t("fields.day")}
            error={problems.includes("day") ? t("errors.day") : undefined}
            value={draft.day}
            today={day}
            max={day}
            onChange={(picked) => form.change({ day: picked })}
          />
        </FormBody>
      ) : null}
    </>
  );
}
