import type { ReactNode } from "react";

/** A filter that is on or off, with how many it would show. */
export function Chip({
  pressed,
  text,
  count,
  onToggle,
}: {
  pressed: boolean;
  text: ReactNode;
  count?: ReactNode;
  onToggle: (pressed: boolean) => void;
}) {
  return (
    <button className="chip" type="button" aria-pressed={pressed} onClick={() => onToggle(!pressed)}>
      <span>{text}</span>
      {count === undefined || count === null ? null : <b>{count}</b>}
    </button>
  );
}

/** A row of filters, the only thing that may scroll sideways. */
export function FilterChips({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: toggles outside a form are a group, not a set of fields
    <div className="chips" role="group" aria-label={label}>
      {children}
    </div>
  );
}
