import { addressees } from "#domain/calls/call-states.ts";
import { earliestVisitDay } from "#domain/support/visit-limits.ts";
import { isCalendarDay } from "#kernel/calendar.ts";
import { DayChoice } from "../../book/moment/day-choice.tsx";
import { NoteField } from "../../book/note-field.tsx";
import { TelephoneDoubts } from "../../book/telephone-doubts.tsx";
import { formatLongDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { ChoiceGroup } from "../../ui/choices.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { NumberStepper } from "../../ui/number-stepper.tsx";
import { Switch } from "../../ui/switch.tsx";
import { addresseeIn, type VisitFieldsProps } from "./visit-draft.ts";
import { useVisitWords } from "./visit-words.ts";

/** What is rarely said: several people, another day, a note, a call back. */
export function MoreFields({ draft, change, today, problems, ended }: VisitFieldsProps) {
  const t = useText("support");
  const words = useVisitWords(today);
  const peopleProblem = problems.find((one) => one === "people" || one === "peopleMany");
  const dayProblem = problems.find((one) => one === "day" || one === "dayOld");
  return (
    <>
      <Field
        id="visit-people"
        label={t("peopleLabel")}
        error={peopleProblem ? t(`errors.${peopleProblem}`, words) : undefined}
      >
        <NumberStepper
          value={draft.people}
          min={1}
          max={1000}
          minusLabel={t("fewerPeople")}
          plusLabel={t("morePeople")}
          onChange={(people) => change({ people })}
        />
      </Field>
      <DayChoice
        id="visit-day"
        name="visit-day"
        label={t("dayLabel")}
        error={
          dayProblem === "day" && isCalendarDay(draft.day)
            ? t("errors.dayAhead", { day: formatLongDay(draft.day) })
            : dayProblem
              ? t(`errors.${dayProblem}`, words)
              : undefined
        }
        value={draft.day}
        today={today}
        min={earliestVisitDay(today)}
        max={today}
        onChange={(day) => change({ day })}
      />
      {ended ? null : <Apart draft={draft} change={change} today={today} problems={problems} />}
    </>
  );
}

/** What only the village's own team and the centre read, with what becomes of it. */
function Apart({ draft, change, today, problems }: VisitFieldsProps) {
  const t = useText("support");
  const common = useText("common");
  const words = useVisitWords(today);
  const contactProblem = problems.find((one) => one === "contact" || one === "phone");
  return (
    <>
      <NoteField
        id="visit-note"
        label={t("noteLabel")}
        optional={common("optional")}
        help={t("noteHelp", words)}
        value={draft.note}
        onChange={(note) => change({ note })}
      />
      <Switch
        label={t("callLabel")}
        help={t("callHelp", words)}
        checked={draft.wantsCall}
        onChange={(wantsCall) => change({ wantsCall })}
      />
      {draft.wantsCall ? (
        <>
          <ChoiceGroup
            name="visit-to"
            label={t("toLabel")}
            value={addresseeIn(draft)}
            options={addressees
              .filter((to) => to !== "team" || draft.village !== "")
              .map((to) => ({ value: to, text: t(`to.${to}`, words) }))}
            onChange={(to) => change({ to })}
          />
          <Field label={t("contactName")} optional={common("optional")}>
            <TextInput value={draft.contactName} onChange={(contactName) => change({ contactName })} />
          </Field>
          <Field
            id="visit-contact"
            label={t("contactPhone")}
            optional={common("optional")}
            error={contactProblem ? t(`errors.${contactProblem}`) : undefined}
          >
            <TextInput
              type="tel"
              inputMode="tel"
              value={draft.contactPhone}
              onChange={(contactPhone) => change({ contactPhone })}
            />
            <TelephoneDoubts text={draft.contactPhone} />
          </Field>
        </>
      ) : null}
    </>
  );
}
