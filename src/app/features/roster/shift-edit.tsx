import { useState } from "react";
import { isCalendarDay } from "#kernel/calendar.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { NoteField } from "../../book/note-field.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { editShift } from "./commands.ts";
import type { RosterShift } from "./use-roster.ts";

const isTime = (text: string) => /^\d\d:\d\d$/.test(text);

/** Day, hours and note of a shift, put right. */
export function ShiftEdit({ shift, onDone }: { shift: RosterShift; onDone: () => void }) {
  const t = useText("roster");
  const hand = useHand();
  // What the person saw when the form was opened.
  const [opened] = useState({ seq: shift.row.seq, ...shift.body });
  const before = { day: opened.day, from: opened.from, to: opened.to, note: opened.note ?? "" };
  const form = useFormDraft(`shift/${shift.id}/edit`, () => before);
  const [pressed, setPressed] = useState(false);
  const { day, from, to, note } = form.value;
  const wrong = { day: !isCalendarDay(day), from: !isTime(from), to: !isTime(to) };
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
      <Field id="shift-day" label={t("field.day")} error={pressed && wrong.day ? t("errors.day") : undefined}>
        <TextInput type="date" value={day} onChange={(next) => form.change({ day: next })} />
      </Field>
      <Field
        id="shift-from"
        label={t("field.from")}
        error={pressed && wrong.from ? t("errors.hours") : undefined}
      >
        <TextInput type="time" value={from} onChange={(next) => form.change({ from: next })} />
      </Field>
      <Field
        id="shift-to"
        label={t("field.to")}
        help={t("toHelp")}
        error={pressed && wrong.to ? t("errors.hours") : undefined}
      >
        <TextInput type="time" value={to} onChange={(next) => form.change({ to: next })} />
      </Field>
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
