import { type ReactNode, useState } from "react";
import { Field, type FieldTexts, useFieldWiring } from "../../ui/field.tsx";
import "./moment.css";

export interface WrittenFieldTexts extends FieldTexts {
  id?: string | undefined;
}

/** What a text is read as. */
export interface Reading {
  /** As the form keeps it: what was understood, else the text as it was typed. */
  readonly value: string;
  /** What was understood, in words; null where nothing was. */
  readonly said: string | null;
  /** Why nothing was understood, with what is kept. */
  readonly wrong?: string;
  /** Which bound it is beyond; said where the form has no words of its own for it. */
  readonly beyond?: string | undefined;
}

/**
 * A field that a person writes freely into and that says what it understood. What it cannot read stays as typed, in the field
 * and in the form's draft. A value that comes from elsewhere takes the place of the text.
 */
export function WrittenField({
  value,
  written,
  read,
  hint,
  error,
  onChange,
  beside,
  children,
  ...texts
}: WrittenFieldTexts & {
  value: string;
  /** A kept value as the field shows it. */
  written: (value: string) => string;
  read: (text: string) => Reading;
  /** How it may be written, while nothing is understood. */
  hint: string;
  onChange: (value: string) => void;
  beside?: ReactNode;
  children?: ReactNode;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const [isWriting, setWriting] = useState(false);
  const { said, wrong, beyond } = read(value);
  const text = typed !== null && read(typed).value === value ? typed : written(value);
  return (
    <Field {...texts} error={isWriting && !error ? undefined : (wrong ?? error ?? beyond)}>
      <span className="written">
        <Line
          text={text}
          said={said ?? hint}
          onText={(next) => {
            setTyped(next);
            onChange(read(next).value);
          }}
          onWriting={(writing) => {
            setWriting(writing);
            // What was understood is shown in its own form, once the person has gone on.
            if (!writing && said !== null) setTyped(null);
          }}
        >
          {beside}
        </Line>
      </span>
      {children}
    </Field>
  );
}

function Line({
  text,
  said,
  onText,
  onWriting,
  children,
}: {
  text: string;
  said: string;
  onText: (text: string) => void;
  onWriting: (writing: boolean) => void;
  children: ReactNode;
}) {
  const field = useFieldWiring();
  const saidId = `${field?.id}-read`;
  return (
    <>
      <input
        className="input"
        id={field?.id}
        // Digits with a separator; words are for whoever has keys, and stand beside as buttons.
        inputMode="decimal"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="done"
        aria-describedby={[field?.describedBy, saidId].filter(Boolean).join(" ")}
        aria-invalid={field?.invalid || undefined}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onFocus={() => onWriting(true)}
        onBlur={() => onWriting(false)}
      />
      {children}
      <span className="written-read" id={saidId}>
        {said}
      </span>
    </>
  );
}
