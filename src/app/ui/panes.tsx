import type { ReactNode } from "react";

/** List and record side by side on a wide screen, the one named by `show` on a narrow one. */
export function Panes({
  show,
  listLabel,
  list,
  recordLabel,
  record,
}: {
  show: "list" | "record";
  listLabel: string;
  list: ReactNode;
  recordLabel: string;
  record: ReactNode;
}) {
  return (
    <div className="panes" data-show={show}>
      <section className="pane pane-list" aria-label={listLabel}>
        {list}
      </section>
      <section className="pane pane-record" aria-label={recordLabel}>
        {record}
      </section>
    </div>
  );
}
