import type { ReactNode } from "react";
import { noteLimit, overLimit } from "#domain/notes/limits.ts";
import { formatNumber } from "../i18n/format.ts";
import { useText } from "../i18n/i18n.ts";
import { LatePart } from "../late-part.tsx";
import { Field } from "../ui/field.tsx";
import { TextArea } from "../ui/inputs.tsx";
import { mayBeOld, OldLettersOffer } from "./letters/lazy-parts.ts";
import { NoteWarnings } from "./note-warnings.tsx";

/** A note with its warnings and its limit; what is too long stays in the field until it is shortened. */
export function NoteField({
  id,
  label,
  help,
  optional,
  error,
  value,
  onChange,
  onBlur,
  rows,
}: {
  id?: string | undefined;
  label: ReactNode;
  help?: ReactNode;
  optional?: ReactNode;
  error?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  rows?: number | undefined;
}) {
  const t = useText("today");
  const over = overLimit(value);
  const tooLong =
    over > 0
      ? t("noteTooLong", { length: formatNumber(value.length), limit: formatNumber(noteLimit) })
      : undefined;
  return (
    <Field id={id} label={label} help={help} optional={optional} error={error ?? tooLong}>
      <TextArea value={value} onChange={onChange} onBlur={onBlur} rows={rows ?? 2} />
      <NoteWarnings text={value} />
      {mayBeOld(value) ? (
        <LatePart>
          <OldLettersOffer text={value} onConvert={onChange} />
        </LatePart>
      ) : null}
    </Field>
  );
}
