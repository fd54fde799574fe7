import { useState } from "react";
import { isCalendarDay } from "#kernel/calendar.ts";
import { isClockTime } from "#kernel/clock-time.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { DayField } from "../../book/moment/day-field.tsx";
import { TimeField } from "../../book/moment/time-field.tsx";
import { NoteField } from "../../book/note-field.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { editShift } from "./commands.ts";
import type { RosterShift } from "./use-roster.ts";

/** Day, hours and note of a shift, put right. */
export function ShiftEdit({ shift, onDone }: { shift: RosterShift; onDone: () => void }) {
  const t = useText("roster");
  const hand = useHand();
  const { now, day: today } = useNow();
  // What the person saw when the form was opened.
  const [opened] = useState({ seq: shift.row.seq, ...shift.body });
  const before = { day: opened.day, from: opened.from, to: opened.to, note: opened.note ?? "" };
  const form = useFormDraft(`shift/${shift.id}/edit`, () => before);
  const [pressed, setPressed] = useState(false);
  const { day, from, to, note } = form.value;
  const wrong = { day: !isCalendarDay(day), from: !isClockTime(from), to: !isClockTime(to) };
  const save = async () => {
    setPressed(true);
    if (wrong.day || wrong.from || wrong.to) return;
    const fields = Object.fromEntries(
      Object.entries({ day, from, to, note: note.trim() }).flatMap(([name, value]) =>
        value === before[name as keyof typeof before] ? [] : [[name, value === "" ? null : value]],
      ),
    );
    if (await form.save(() => editShift(hand, shift.id, fields, opened.seq))) onDone();
  };
  return (
    <FormBody id="shift-edit" label={t("parts.edit")} onSubmit={() => void save()}>
      <RefusalBanner refusal={form.refusal} />
      <DayField
        id="shift-day"
        label={t("field.day")}
        error={pressed && wrong.day ? t("errors.day") : undefined}
        value={day}
        today={today}
        onChange={(next) => form.change({ day: next })}
      />
      <TimeField
        id="shift-from"
        label={t("field.from")}
        error={pressed && wrong.from ? t("errors.hours") : undefined}
        value={from}
        now={now}
        onChange={(next) => form.change({ from: next })}
      />
      <TimeField
        id="shift-to"
        label={t("field.to")}
        help={t("toHelp")}
        error={pressed && wrong.to ? t("errors.hours") : undefined}
        value={to}
        now={now}
        onChange={(next) => form.change({ to: next })}
      />
      <NoteField
        id="shift-note"
        label={t("field.note")}
        optional={t("common:optional")}
        value={note}
        onChange={(next) => form.change({ note: next })}
      />
      <Button variant="main" size="56" full type="submit">
        {t("saveEdit")}
      </Button>
    </FormBody>
  );
}
