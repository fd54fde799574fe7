import type { ReactNode } from "react";
import { Icon } from "./icons.tsx";

/** A fault that is still open and must be answered before the whole is confirmed; nothing is chosen beforehand. */
export function FaultQuestion({
  name,
  id,
  question,
  value,
  onChange,
  labels,
  error,
}: {
  name: string;
  id?: string | undefined;
  question: ReactNode;
  value: "bad" | "ok" | null;
  onChange: (value: "bad" | "ok") => void;
  labels: { bad: string; ok: string };
  error?: ReactNode;
}) {
  const errorId = `${id ?? name}-error`;
  return (
    <fieldset className="question" id={id} aria-describedby={error ? errorId : undefined}>
      <legend>
        <Icon name="bad-filled" />
        <span>{question}</span>
      </legend>
      {error ? (
        <p className="field-error" id={errorId}>
          <Icon name="warning" size={20} />
          <span>{error}</span>
        </p>
      ) : null}
      <div className="pair">
        {(["bad", "ok"] as const).map((answer) => (
          <label className="choice" data-answer={answer} key={answer}>
            <input
              className="choice-input"
              type="radio"
              name={name}
              value={answer}
              checked={value === answer}
              onChange={() => onChange(answer)}
            />
            <Icon name={answer} />
            <Icon name={answer === "ok" ? "ok-filled" : "bad-filled"} filled />
            <span className="choice-words">{labels[answer]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
