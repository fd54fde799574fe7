import type { ReactNode } from "react";

/** The main deed of a screen, under the thumb. */
export function Dock({ children }: { children: ReactNode }) {
  return <div className="dock">{children}</div>;
}

/** The two quickest deeds of a role; with large text it scrolls with the page. */
export function QuickDock({ children }: { children: ReactNode }) {
  return <div className="dock dock-quick">{children}</div>;
}
