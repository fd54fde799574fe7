import type { ReactNode } from "react";

/** The page of the book: its margin line runs between the hours and the entries. */
export function LedgerPage({ ruled, children }: { ruled?: boolean | undefined; children: ReactNode }) {
  return (
    <div className="ledger" data-ruled={ruled || undefined}>
      {children}
    </div>
  );
}

/** A heading in the entry column with its count, followed by what belongs to it. */
export function Section({
  title,
  count,
  children,
  id,
}: {
  title: ReactNode;
  count?: ReactNode;
  children?: ReactNode;
  id?: string | undefined;
}) {
  return (
    <>
      <h2 className="section-title" id={id}>
        <span>{title}</span>
        {count === undefined || count === null ? null : <span className="section-count">{count}</span>}
      </h2>
      {children}
    </>
  );
}
