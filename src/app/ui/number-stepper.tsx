import { countedFrom, readWhole, type TypedNumber } from "#kernel/typed-number.ts";
import { useFieldWiring } from "./field.tsx";
import { Icon } from "./icons.tsx";

/**
 * A whole number with its own minus and plus; put it inside a field. What cannot be read as one stays as typed, for the
 * form to refuse.
 */
export function NumberStepper({
  value,
  onChange,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  step = 1,
  minusLabel,
  plusLabel,
  id,
}: {
  value: TypedNumber;
  onChange: (value: TypedNumber) => void;
  min?: number | undefined;
  max?: number | undefined;
  step?: number | undefined;
  minusLabel: string;
  plusLabel: string;
  id?: string | undefined;
}) {
  const field = useFieldWiring();
  const move = (by: number) => onChange(Math.min(max, Math.max(min, countedFrom(value) + by)));
  return (
    <div className="stepper">
      <button
        className="icon-btn"
        data-line
        type="button"
        aria-label={minusLabel}
        onClick={() => move(-step)}
      >
        <Icon name="minus" />
      </button>
      <input
        className="input"
        id={id ?? field?.id}
        aria-describedby={field?.describedBy}
        aria-invalid={field?.invalid || undefined}
        inputMode="numeric"
        autoComplete="off"
        value={value ?? ""}
        onChange={(event) => onChange(readWhole(event.target.value))}
      />
      <button className="icon-btn" data-line type="button" aria-label={plusLabel} onClick={() => move(step)}>
        <Icon name="plus" />
      </button>
    </div>
  );
}
