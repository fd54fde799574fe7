import { useState } from "react";
import { addDays, type CalendarDay } from "#kernel/calendar.ts";
import type { DayBounds } from "#kernel/written-day.ts";
import { useText } from "../../i18n/i18n.ts";
import { ChoiceGroup } from "../../ui/choices.tsx";
import type { FieldTexts } from "../../ui/field.tsx";
import { DayField } from "./late-fields.tsx";

/** Today, yesterday or another day, written or picked; the value as `DayField` has it, empty for none. */
export function DayChoice({
  name,
  id,
  value,
  today,
  min,
  max,
  onChange,
  words = {},
  ...texts
}: FieldTexts &
  DayBounds & {
    name: string;
    id?: string | undefined;
    value: string;
    today: CalendarDay;
    onChange: (value: string) => void;
    /** Where today and yesterday go by other names. */
    words?: { readonly today?: string; readonly yesterday?: string };
  }) {
  const t = useText("common");
  const [other, setOther] = useState(false);
  const yesterday = addDays(today, -1);
  const named = value === today ? "today" : value === yesterday ? "yesterday" : null;
  const shown = other ? "other" : (named ?? (value === "" ? null : "other"));
  return (
    <ChoiceGroup
      {...texts}
      name={name}
      id={id}
      value={shown}
      options={[
        { value: "today", text: words.today ?? t("date.today") },
        { value: "yesterday", text: words.yesterday ?? t("date.yesterday") },
        { value: "other", text: t("date.other"), wide: true },
      ]}
      onChange={(picked) => {
        setOther(picked === "other");
        onChange(picked === "today" ? today : picked === "yesterday" ? yesterday : "");
      }}
    >
      {shown === "other" ? (
        <DayField
          label={t("date.pick")}
          value={value}
          today={today}
          min={min}
          max={max}
          onChange={onChange}
        />
      ) : null}
    </ChoiceGroup>
  );
}
