import { type ReactNode, useId } from "react";
import { Icon } from "./icons.tsx";

/** A setting that takes effect at once. */
export function Switch({
  label,
  help,
  checked,
  onChange,
}: {
  label: ReactNode;
  help?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div>
      <label className="switch">
        <span className="switch-words">{label}</span>
        <input
          className="choice-input"
          type="checkbox"
          role="switch"
          aria-checked={checked}
          aria-describedby={help ? id : undefined}
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className="switch-track">
          <span className="switch-knob" data-on={checked || undefined}>
            <Icon name="check" />
          </span>
        </span>
      </label>
      {help ? (
        <p className="field-help" id={id}>
          {help}
        </p>
      ) : null}
    </div>
  );
}
