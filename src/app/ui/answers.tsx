import type { IconName } from "./icons.tsx";
import { Icon } from "./icons.tsx";

export type AnswerValue = "ok" | "bad" | "off";

const answers: readonly { value: AnswerValue; open: IconName; filled: IconName }[] = [
  { value: "ok", open: "ok", filled: "ok-filled" },
  { value: "bad", open: "bad", filled: "bad-filled" },
  { value: "off", open: "off", filled: "off-filled" },
];

/** One bar of three answers; the answer already chosen asks nothing and changes nothing when touched again. */
export function AnswerBar({
  name,
  label,
  value,
  onChange,
  labels,
}: {
  name: string;
  label: string;
  value: AnswerValue | null;
  onChange: (value: AnswerValue) => void;
  labels: Readonly<Record<AnswerValue, string>>;
}) {
  return (
    <fieldset className="answers">
      <legend>{label}</legend>
      {answers.map((answer) => (
        <label className="answer" data-answer={answer.value} key={answer.value}>
          <input
            className="choice-input"
            type="radio"
            name={name}
            value={answer.value}
            checked={value === answer.value}
            onChange={() => onChange(answer.value)}
          />
          <Icon name={answer.open} />
          <Icon name={answer.filled} filled />
          <span>{labels[answer.value]}</span>
        </label>
      ))}
    </fieldset>
  );
}

const printed = { ok: "✓", bad: "✗", off: "–", none: "" } as const;
const drawn = { ok: "ok-filled", bad: "bad-filled", off: "off", none: "unchecked" } as const;
const tones = { ok: "ok", bad: "bad", off: undefined, none: "dim" } as const;

/** An answer already given, with its word; on paper the icon becomes a sign. */
export function AnswerMark({ answer, text }: { answer: AnswerValue | "none"; text: string }) {
  return (
    <span className="mark" data-quiet>
      <Icon name={drawn[answer]} size={20} tone={tones[answer]} />
      <span className="print-only" aria-hidden="true">
        {printed[answer]}
      </span>
      <span>{text}</span>
    </span>
  );
}
