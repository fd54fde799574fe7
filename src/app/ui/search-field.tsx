import { type Ref, useRef } from "react";
import { Icon } from "./icons.tsx";

/** The search of a list; its name says what can be found. */
export function SearchField({
  label,
  value,
  onChange,
  clearLabel,
  onSubmit,
  ref,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  clearLabel: string;
  onSubmit?: (() => void) | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
}) {
  const box = useRef<HTMLFormElement>(null);
  return (
    <form
      className="block-search"
      ref={box}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit?.();
      }}
    >
      <div className="search">
        <Icon name="search" />
        <input
          className="input"
          type="search"
          enterKeyHint="search"
          autoComplete="off"
          aria-label={label}
          placeholder={label}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          ref={ref}
        />
        {value === "" ? null : (
          <button
            className="icon-btn"
            type="button"
            aria-label={clearLabel}
            onClick={() => {
              onChange("");
              box.current?.querySelector("input")?.focus();
            }}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
    </form>
  );
}
