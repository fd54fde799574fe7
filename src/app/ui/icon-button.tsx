import { Link } from "react-router";
import { Icon, type IconName } from "./icons.tsx";

/** A bare icon of 48 px with an accessible name, for back, close and the menu only. */
export function IconButton({
  icon,
  label,
  to,
  onClick,
  line,
}: {
  icon: IconName;
  label: string;
  to?: string | undefined;
  onClick?: (() => void) | undefined;
  line?: boolean | undefined;
}) {
  // The arrow leads back, not on: the page it leads to is found where it was left.
  const state = icon === "back" ? { back: true } : undefined;
  if (to !== undefined) {
    return (
      <Link
        className="icon-btn"
        data-line={line || undefined}
        aria-label={label}
        to={to}
        state={state}
        onClick={onClick}
      >
        <Icon name={icon} />
      </Link>
    );
  }
  return (
    <button
      className="icon-btn"
      data-line={line || undefined}
      aria-label={label}
      type="button"
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
