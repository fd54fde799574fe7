import type { ReactNode } from "react";

/** What a person wrote, set off by a rule, with its own line breaks. */
export function Quote({ children }: { children: ReactNode }) {
  return <p className="quote">{children}</p>;
}
