import type { ReactNode, Ref } from "react";
import { Link } from "react-router";
import { Icon, type IconName } from "./icons.tsx";

interface Look {
  variant?: "main" | "plain" | "danger" | undefined;
  size?: "48" | "56" | undefined;
  icon?: IconName | undefined;
  full?: boolean | undefined;
  note?: ReactNode;
  label?: string | undefined;
  children: ReactNode;
}

function Inside({ icon, note, children }: Pick<Look, "icon" | "note" | "children">) {
  return (
    <>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
      {note ? (
        <>
          {" "}
          <span className="btn-note">{note}</span>
        </>
      ) : null}
    </>
  );
}

/** A deed; `disabled` is only for deeds that truly need the server, with the reason beside it. */
export function Button({
  variant = "plain",
  size = "48",
  icon,
  full,
  note,
  label,
  children,
  type = "button",
  form,
  disabled,
  describedBy,
  repeats,
  expands,
  onClick,
  ref,
}: Look & {
  type?: "button" | "submit" | undefined;
  form?: string | undefined;
  disabled?: boolean | undefined;
  describedBy?: string | undefined;
  /** Meant to be pressed again and again: see `double-tap.ts`. */
  repeats?: boolean | undefined;
  /** The part that it opens and closes. */
  expands?: { readonly id: string; readonly isOpen: boolean } | undefined;
  onClick?: (() => void) | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}) {
  return (
    <button
      className="btn"
      data-variant={variant}
      data-size={size}
      data-full={full || undefined}
      data-stacked={note ? true : undefined}
      data-repeats={repeats || undefined}
      aria-label={label}
      aria-describedby={describedBy}
      aria-expanded={expands?.isOpen}
      aria-controls={expands?.isOpen ? expands.id : undefined}
      type={type}
      form={form}
      disabled={disabled}
      onClick={onClick ? () => onClick() : undefined}
      ref={ref}
    >
      <Inside icon={icon} note={note}>
        {children}
      </Inside>
    </button>
  );
}

/** A button that goes to another page. */
export function LinkButton({
  variant = "plain",
  size = "48",
  icon,
  full,
  note,
  label,
  children,
  to,
}: Look & { to: string }) {
  return (
    <Link
      className="btn"
      data-variant={variant}
      data-size={size}
      data-full={full || undefined}
      data-stacked={note ? true : undefined}
      aria-label={label}
      to={to}
    >
      <Inside icon={icon} note={note}>
        {children}
      </Inside>
    </Link>
  );
}

/** Two buttons that belong together, the first one wider when it leads; they stack when the text is large. */
export function ButtonPair({ lead, children }: { lead?: boolean | undefined; children: ReactNode }) {
  return (
    <div className="pair" data-lead={lead || undefined}>
      {children}
    </div>
  );
}

/** An underlined word of 48 px that goes somewhere or does something small. */
export function TextLink({
  to,
  onClick,
  icon,
  children,
}: {
  to?: string | undefined;
  onClick?: (() => void) | undefined;
  icon?: IconName | undefined;
  children: ReactNode;
}) {
  const inside = (
    <>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </>
  );
  if (to !== undefined) {
    return (
      <Link className="text-link" to={to}>
        {inside}
      </Link>
    );
  }
  return (
    <button className="text-link" type="button" onClick={onClick}>
      {inside}
    </button>
  );
}
