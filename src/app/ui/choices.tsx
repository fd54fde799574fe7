import type { ReactNode } from "react";
import { FieldLabel, FieldNotes, type FieldTexts, useFieldIds } from "./field.tsx";
import { Icon } from "./icons.tsx";

export interface Option<T extends string> {
  value: T;
  text: ReactNode;
  hint?: ReactNode;
  wide?: boolean | undefined;
}

interface GroupParts<T extends string> extends FieldTexts {
  name: string;
  id?: string | undefined;
  options: readonly Option<T>[];
  columns?: 1 | 2 | undefined;
  children?: ReactNode;
}

function Group<T extends string>({
  id: givenId,
  label,
  help,
  error,
  optional,
  name,
  options,
  columns = 2,
  children,
  kind,
  isChosen,
  onPick,
}: GroupParts<T> & {
  kind: "radio" | "checkbox";
  isChosen: (value: T) => boolean;
  onPick: (value: T, chosen: boolean) => void;
}) {
  const { id, helpId, errorId, describedBy } = useFieldIds(givenId, { help, error });
  return (
    <fieldset className="field" id={id} aria-describedby={describedBy} data-error={error ? true : undefined}>
      <legend className="field-label">
        <FieldLabel label={label} optional={optional} />
      </legend>
      <FieldNotes help={help} helpId={helpId} error={error} errorId={errorId} />
      <div className="choices" data-columns={columns}>
        {options.map((option) => (
          <label className={option.wide ? "choice choice-wide" : "choice"} key={option.value}>
            <input
              className="choice-input"
              type={kind}
              name={name}
              value={option.value}
              checked={isChosen(option.value)}
              onChange={(event) => onPick(option.value, event.target.checked)}
            />
            <span className="choice-words">
              {option.text}
              {option.hint ? <span className="choice-hint">{option.hint}</span> : null}
            </span>
            <span className="choice-tick">
              <Icon name="ok-filled" />
            </span>
          </label>
        ))}
      </div>
      {children ? <div className="choices-more">{children}</div> : null}
    </fieldset>
  );
}

/** One answer out of up to six, as big buttons; `children` stand below for what an answer opens. */
export function ChoiceGroup<T extends string>({
  value,
  onChange,
  ...parts
}: GroupParts<T> & { value: T | null; onChange: (value: T) => void }) {
  return <Group {...parts} kind="radio" isChosen={(one) => one === value} onPick={(one) => onChange(one)} />;
}

/** Any number of answers, as big buttons; the order of the options is kept. */
export function MultiChoice<T extends string>({
  values,
  onChange,
  ...parts
}: GroupParts<T> & { values: readonly T[]; onChange: (values: T[]) => void }) {
  return (
    <Group
      {...parts}
      kind="checkbox"
      isChosen={(one) => values.includes(one)}
      onPick={(picked, chosen) =>
        onChange(
          parts.options
            .map((option) => option.value)
            .filter((one) => (one === picked ? chosen : values.includes(one))),
        )
      }
    />
  );
}
