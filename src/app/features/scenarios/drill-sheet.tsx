import { useState } from "react";
import { noteLimit, overLimit } from "#domain/notes/limits.ts";
import { dayOf, isCalendarDay } from "#kernel/calendar.ts";
import { isWholeWithin, type TypedNumber } from "#kernel/typed-number.ts";
import { useHand } from "../../book/deed.ts";
import { dayIn, deedDay, TurnedDay } from "../../book/deed-day.tsx";
import { useFormDraft } from "../../book/form-draft.ts";
import { DayField } from "../../book/moment/day-field.tsx";
import { NoteField } from "../../book/note-field.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { formatNumber } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { NumberStepper } from "../../ui/number-stepper.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { logDrill } from "./commands.ts";

const peopleLimit = 10_000;

/** *Ghi lần diễn tập*: the day, how many took part, and what was learnt. */
export function DrillSheet({ scenario, onClose }: { scenario: string; onClose: () => void }) {
  const t = useText("scenarios");
  const { day: today } = useNow();
  const hand = useHand();
  const empty = { day: deedDay, people: null as TypedNumber, text: "" };
  const form = useFormDraft(`drill/${scenario}`, () => empty);
  const [pressed, setPressed] = useState(false);
  const { people, text } = form.value;
  const day = dayIn(form.value.day, today);
  const isCounted = isWholeWithin(people, 0, peopleLimit);
  const wrong = {
    day: !isCalendarDay(day) || day > today,
    people: people !== null && !isCounted,
    text: text.trim() === "" || overLimit(text, noteLimit) > 0,
  };
  const save = async () => {
    setPressed(true);
    if (wrong.day || wrong.people || wrong.text) return;
    const drill = { day: dayIn(form.value.day, dayOf(hand.now())), people: isCounted ? people : null, text };
    if (await form.save((kept) => logDrill(hand, scenario, drill, kept))) onClose();
  };
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={false}
      title={t("drill.add")}
      closeLabel={t("common:close")}
      footer={
        <Button variant="main" size="56" full type="submit" form="drill">
          {t("drill.save")}
        </Button>
      }
    >
      <RefusalBanner refusal={form.refusal} />
      <TurnedDay
        openedAt={form.openedAt}
        today={today}
        chosen={form.value.day === deedDay ? null : form.value.day}
      />
      {form.isReady ? (
        <FormBody id="drill" label={t("drill.add")} onSubmit={() => void save()}>
          <DayField
            id="drill-day"
            label={t("drill.day")}
            error={pressed && wrong.day ? t("errors.future") : undefined}
            value={day}
            today={today}
            max={today}
            chips={["today", "yesterday"]}
            onChange={(next) => form.change({ day: next })}
          />
          <Field
            id="drill-people"
            label={t("drill.people")}
            optional={t("common:optional")}
            error={
              pressed && wrong.people ? t("errors.people", { most: formatNumber(peopleLimit) }) : undefined
            }
          >
            <NumberStepper
              value={people}
              max={peopleLimit}
              minusLabel={t("drill.fewer")}
              plusLabel={t("drill.more")}
              onChange={(next) => form.change({ people: next })}
            />
          </Field>
          <NoteField
            id="drill-text"
            label={t("drill.text")}
            help={t("drill.textHelp")}
            error={pressed && text.trim() === "" ? t("errors.learnt") : undefined}
            value={text}
            rows={4}
            onChange={(next) => form.change({ text: next })}
          />
        </FormBody>
      ) : null}
    </Sheet>
  );
}
