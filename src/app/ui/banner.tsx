import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons.tsx";

export type BannerTone = "quiet" | "unsent" | "all-in" | "review" | "bad" | "pen";

/** A block that states a condition or a consequence; tint only when a decision or a due job is in it. */
export function Banner({
  tone = "quiet",
  icon,
  mark,
  title,
  children,
  action,
}: {
  tone?: BannerTone | undefined;
  icon?: IconName | undefined;
  mark?: ReactNode;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="banner" data-tone={tone}>
      {icon ? <Icon name={icon} /> : mark}
      <div className="banner-words">
        {title ? <h2 className="banner-title">{title}</h2> : null}
        {children ? <div className="banner-text">{children}</div> : null}
        {action ? <div className="banner-action">{action}</div> : null}
      </div>
    </div>
  );
}
