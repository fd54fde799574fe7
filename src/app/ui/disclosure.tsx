import type { ReactNode } from "react";
import { Icon } from "./icons.tsx";

/** A part that is opened when wanted. */
export function Disclosure({
  title,
  open,
  children,
}: {
  title: ReactNode;
  open?: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <details className="disclosure" open={open}>
      <summary>
        <span>{title}</span>
        <Icon name="down" />
      </summary>
      <div className="disclosure-body">{children}</div>
    </details>
  );
}
