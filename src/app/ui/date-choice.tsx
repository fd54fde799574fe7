import { useState } from "react";
import { ChoiceGroup } from "./choices.tsx";
import { Field, type FieldTexts } from "./field.tsx";
import { TextInput } from "./inputs.tsx";

/** Today, yesterday or another day picked in the device's own calendar; days are `yyyy-MM-dd`. */
export function DateChoice({
  name,
  id,
  value,
  today,
  yesterday,
  min,
  max,
  onChange,
  texts,
  ...words
}: FieldTexts & {
  name: string;
  id?: string | undefined;
  value: string | null;
  today: string;
  yesterday: string;
  min?: string | undefined;
  max?: string | undefined;
  onChange: (value: string | null) => void;
  texts: { today: string; yesterday: string; other: string; pick: string };
}) {
  const [other, setOther] = useState(false);
  const named = value === today ? "today" : value === yesterday ? "yesterday" : null;
  const shown = other ? "other" : (named ?? (value === null ? null : "other"));
  return (
    <ChoiceGroup
      {...words}
      name={name}
      id={id}
      value={shown}
      options={[
        { value: "today", text: texts.today },
        { value: "yesterday", text: texts.yesterday },
        { value: "other", text: texts.other, wide: true },
      ]}
      onChange={(picked) => {
        setOther(picked === "other");
        onChange(picked === "today" ? today : picked === "yesterday" ? yesterday : null);
      }}
    >
      {shown === "other" ? (
        <Field label={texts.pick}>
          <TextInput
            type="date"
            value={value ?? ""}
            min={min}
            max={max}
            onChange={(day) => onChange(day === "" ? null : day)}
          />
        </Field>
      ) : null}
    </ChoiceGroup>
  );
}
