import type { ReactNode } from "react";
import { Link } from "react-router";
import { Icon, type IconName } from "./icons.tsx";

export type StatusTone = "unsent" | "all-in" | "review" | "quiet";

/** The one line that says what is not yet sent and why; its full text is its name even when the line is cut. */
export function StatusLine({
  tone,
  icon,
  strong,
  text,
  label,
  to,
  onOpen,
}: {
  tone: StatusTone;
  icon: IconName;
  strong?: ReactNode;
  text?: ReactNode;
  label: string;
  to?: string | undefined;
  onOpen?: (() => void) | undefined;
}) {
  const inside = (
    <>
      <span className="status-mark">
        <Icon name={icon} />
      </span>
      <span className="status-text">
        {strong ? <b>{strong}</b> : null}
        {strong && text ? " · " : null}
        {text}
      </span>
      <span className="status-go">
        <Icon name="next" />
      </span>
    </>
  );
  if (to !== undefined) {
    return (
      <Link className="status" data-tone={tone} aria-label={label} to={to}>
        {inside}
      </Link>
    );
  }
  return (
    <button className="status" data-tone={tone} aria-label={label} type="button" onClick={onOpen}>
      {inside}
    </button>
  );
}
