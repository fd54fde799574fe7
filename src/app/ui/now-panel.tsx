import type { ReactNode } from "react";
import { Icon } from "./icons.tsx";

/** The job that is due now, with its hour, its one main deed and its lesser one. */
export function NowPanel({
  quiet,
  dueLabel,
  due,
  title,
  lines,
  warning,
  actions,
}: {
  /** Nothing is due: no tint. */
  quiet?: boolean | undefined;
  dueLabel: ReactNode;
  due: ReactNode;
  title: ReactNode;
  lines?: readonly ReactNode[] | undefined;
  warning?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <section className="now" data-quiet={quiet || undefined}>
      <div className="now-top">
        <p className="now-due">
          {dueLabel} <b>{due}</b>
        </p>
        <div className="now-words">
          <h2 className="now-title">{title}</h2>
          {lines?.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one panel never change places
            <p className="now-line" key={at}>
              {line}
            </p>
          ))}
          {warning ? (
            <p className="now-warning">
              <Icon name="bad-filled" size={20} />
              <span>{warning}</span>
            </p>
          ) : null}
        </div>
      </div>
      {actions ? <div className="now-deeds">{actions}</div> : null}
    </section>
  );
}
