import { type ReactNode, useState } from "react";
import { ChoiceGroup } from "../ui/choices.tsx";

const more = "…";

/** The commonest answers as big buttons; the last button opens the rest in place. */
export function FirstFew({
  id,
  name,
  label,
  error,
  help,
  codes,
  shown,
  text,
  otherText,
  value,
  onChange,
}: {
  id: string;
  name: string;
  label: string;
  error?: ReactNode;
  help?: ReactNode;
  codes: readonly string[];
  shown: number;
  text: (code: string) => string;
  otherText: string;
  value: string;
  onChange: (code: string) => void;
}) {
  const [opened, setOpened] = useState(false);
  const all = opened || codes.slice(shown).includes(value);
  return (
    <ChoiceGroup
      id={id}
      name={name}
      label={label}
      error={error}
      help={help}
      value={value}
      options={[
        ...(all ? codes : codes.slice(0, shown)).map((code) => ({ value: code, text: text(code) })),
        ...(all ? [] : [{ value: more, text: otherText }]),
      ]}
      onChange={(code) => {
        setOpened(code === more);
        if (code !== more) onChange(code);
      }}
    />
  );
}
