import type { ReactNode } from "react";
import { Icon, type IconName, type Tone } from "./icons.tsx";

/** A small icon with its word inside a line; a quiet one colours the icon alone. */
export function Mark({
  icon,
  tone,
  quiet,
  children,
}: {
  icon: IconName;
  tone?: Tone | undefined;
  quiet?: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <span className={tone && !quiet ? `mark tone-${tone}` : "mark"} data-quiet={quiet || undefined}>
      <Icon name={icon} size={20} tone={quiet ? tone : undefined} />
      <span>{children}</span>
    </span>
  );
}
