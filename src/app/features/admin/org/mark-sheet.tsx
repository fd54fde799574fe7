import { useState } from "react";
import { addDays, type CalendarDay, daysBetween, isCalendarDay } from "#kernel/calendar.ts";
import { type FormDraft, useFormDraft } from "../../../book/form-draft.ts";
import { DayField } from "../../../book/moment/day-field.tsx";
import { RefusalBanner } from "../../../book/refusal-banner.tsx";
import { useText } from "../../../i18n/i18n.ts";
import { Button } from "../../../ui/button.tsx";
import { ChoiceGroup } from "../../../ui/choices.tsx";
import { Field } from "../../../ui/field.tsx";
import { FormBody } from "../../../ui/form-body.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { Sheet } from "../../../ui/sheet.tsx";
import type { Mark } from "./org-commands.ts";

const sorts = ["closure", "swap", "holiday", "extra"] as const;
type Sort = (typeof sorts)[number];
const mostDays = 31;

interface MarkDraft {
  readonly sort: Sort;
  readonly name: string;
  /** Null until it is said. */
  readonly from: string | null;
  readonly to: string | null;
}
const emptyMark: MarkDraft = { sort: "closure", name: "", from: null, to: null };

/** Days on which the commune differs: it closes, swaps a day, keeps a holiday, or works when others rest. */
export function MarkSheet({
  year,
  today,
  onSave,
  onClose,
}: {
  year: number;
  today: CalendarDay;
  onSave: (marks: readonly Mark[], save: FormDraft<MarkDraft>["save"]) => void;
  onClose: () => void;
}) {
  const t = useText("org");
  const form = useFormDraft(`calendar/${year}`, () => emptyMark);
  const { sort, name } = form.value;
  const start = today.startsWith(`${year}-`) ? today : `${year}-01-01`;
  const from = form.value.from ?? start;
  // Until the person says otherwise it is one day.
  const to = form.value.to ?? (sort === "swap" ? start : from);
  const [pressed, setPressed] = useState(false);
  const error = errorIn(sort, from, to);
  const save = () => {
    setPressed(true);
    if (error === null) onSave(marksOf(sort, from, to, name), form.save);
  };
  const isSwap = sort === "swap";
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={false}
      title={t("calendar.add")}
      closeLabel={t("calendar.close")}
      footer={
        <Button variant="main" size="56" full type="submit" form="ngay-lich">
          {t(`calendar.sort.${sort}.deed`)}
        </Button>
      }
    >
      <RefusalBanner refusal={form.refusal} />
      {form.isReady ? (
        <FormBody id="ngay-lich" label={t("calendar.add")} onSubmit={save}>
          <ChoiceGroup
            name="loai-ngay"
            label={t("calendar.what")}
            value={sort}
            columns={1}
            options={sorts.map((value) => ({
              value,
              text: t(`calendar.sort.${value}.name`),
              hint: t(`calendar.sort.${value}.hint`),
            }))}
            onChange={(next) => form.change({ sort: next })}
          />
          <DayField
            id="ngay-tu"
            label={t(isSwap ? "calendar.dayOff" : "calendar.from")}
            error={pressed && error !== null && error !== "to" ? t(`calendar.wrong.${error}`) : undefined}
            value={from}
            today={today}
            onChange={(day) => form.change({ from: day })}
          />
          <DayField
            id="ngay-den"
            label={t(isSwap ? "calendar.dayWorked" : "calendar.to")}
            error={
              pressed && error === "to" ? t(isSwap ? "calendar.wrong.pair" : "calendar.wrong.to") : undefined
            }
            value={to}
            today={today}
            onChange={(day) => form.change({ to: day })}
          />
          <Field
            id="ngay-ten"
            label={t("calendar.name")}
            optional={t("common:optional")}
            help={t("calendar.nameHelp")}
          >
            <TextInput value={name} maxLength={120} onChange={(next) => form.change({ name: next })} />
          </Field>
        </FormBody>
      ) : null}
    </Sheet>
  );
}

function errorIn(sort: Sort, from: string, to: string): "from" | "to" | "long" | null {
  if (!isCalendarDay(from)) return "from";
  if (!isCalendarDay(to) || (sort === "swap" ? to === from : to < from)) return "to";
  return sort !== "swap" && daysBetween(from, to) >= mostDays ? "long" : null;
}

function marksOf(sort: Sort, from: CalendarDay, to: CalendarDay, name: string): Mark[] {
  if (sort === "swap") {
    return [
      { day: from, work: false, why: "swap", name, pair: to },
      { day: to, work: true, why: "makeup", name: "", pair: from },
    ];
  }
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, at) => addDays(from, at));
  return days.map((day) => ({ day, work: sort === "extra", why: sort, name }));
}
