import { useState } from "react";
import { addDays, type CalendarDay, daysBetween, isCalendarDay } from "#kernel/calendar.ts";
import type { Refusal } from "#kernel/result.ts";
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

/** Days on which the commune differs: it closes, swaps a day, keeps a holiday, or works when others rest. */
export function MarkSheet({
  year,
  today,
  refusal,
  onSave,
  onClose,
}: {
  year: number;
  today: CalendarDay;
  refusal: Refusal | null;
  onSave: (marks: readonly Mark[]) => void;
  onClose: () => void;
}) {
  const t = useText("org");
  const [sort, setSort] = useState<Sort>("closure");
  const [name, setName] = useState("");
  const start = today.startsWith(`${year}-`) ? today : `${year}-01-01`;
  const [from, setFrom] = useState<string>(start);
  const [ownTo, setTo] = useState<string | null>(null);
  // Until the person says otherwise it is one day.
  const to = ownTo ?? (sort === "swap" ? start : from);
  const [pressed, setPressed] = useState(false);
  const error = errorIn(sort, from, to);
  const save = () => {
    setPressed(true);
    if (error === null) onSave(marksOf(sort, from, to, name));
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
      <RefusalBanner refusal={refusal} />
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
          onChange={setSort}
        />
        <DayField
          id="ngay-tu"
          label={t(isSwap ? "calendar.dayOff" : "calendar.from")}
          error={pressed && error !== null && error !== "to" ? t(`calendar.wrong.${error}`) : undefined}
          value={from}
          today={today}
          onChange={setFrom}
        />
        <DayField
          id="ngay-den"
          label={t(isSwap ? "calendar.dayWorked" : "calendar.to")}
          error={
            pressed && error === "to" ? t(isSwap ? "calendar.wrong.pair" : "calendar.wrong.to") : undefined
          }
          value={to}
          today={today}
          onChange={setTo}
        />
        <Field
          id="ngay-ten"
          label={t("calendar.name")}
          optional={t("common:optional")}
          help={t("calendar.nameHelp")}
        >
          <TextInput value={name} maxLength={120} onChange={setName} />
        </Field>
      </FormBody>
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
