import type { ReactNode } from "react";
import { Link } from "react-router";

/** A list of entries. */
export function Rows({ label, children }: { label?: string | undefined; children: ReactNode }) {
  return <ul aria-label={label}>{children}</ul>;
}

interface RowParts {
  time: ReactNode;
  timeStrong?: ReactNode;
  title: ReactNode;
  lines?: readonly ReactNode[] | undefined;
  state?: ReactNode;
  /** How far it got, at the right end of the last line. */
  stamp?: ReactNode;
}

function Time({ time, timeStrong }: Pick<RowParts, "time" | "timeStrong">) {
  return (
    <span className="row-time">
      <span>{time}</span>
      {timeStrong ? <b>{timeStrong}</b> : null}
    </span>
  );
}

function Entry({ title, lines = [], state, stamp }: Pick<RowParts, "title" | "lines" | "state" | "stamp">) {
  const all = stamp && lines.length === 0 ? [""] : lines;
  return (
    <>
      <span className="row-title">{title}</span>
      {all.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one row never change places
        <span className="row-line" key={at}>
          {line}
          {stamp && at === all.length - 1 ? <span className="row-stamp">{stamp}</span> : null}
        </span>
      ))}
      {state ? <span className="row-state">{state}</span> : null}
    </>
  );
}

/** One entry of the book; the whole row is one target when it leads somewhere. */
export function Row({
  time,
  timeStrong,
  title,
  lines,
  state,
  stamp,
  to,
  current,
  due,
  action,
}: RowParts & {
  to?: string | undefined;
  current?: boolean | undefined;
  /** It waits for this person: the only tint in a list. */
  due?: boolean | undefined;
  /** One more deed at the row's end, beside the way into it. */
  action?: ReactNode;
}) {
  const inside = (
    <>
      <Time time={time} timeStrong={timeStrong} />
      <span className="row-entry">
        <Entry title={title} lines={lines} state={state} stamp={stamp} />
      </span>
    </>
  );
  return (
    <li>
      {to === undefined ? (
        <div className="row" data-due={due || undefined}>
          {inside}
        </div>
      ) : (
        <Link className="row" to={to} aria-current={current || undefined} data-due={due || undefined}>
          {inside}
        </Link>
      )}
      {action}
    </li>
  );
}

/** An entry a person must look at: why, and the deed that mends it, on an amber ground. */
export function ReviewRow({
  time,
  timeStrong,
  title,
  lines,
  state,
  reason,
  action,
}: RowParts & { reason: ReactNode; action?: ReactNode }) {
  return (
    <li>
      <div className="row" data-review>
        <Time time={time} timeStrong={timeStrong} />
        <div className="row-entry">
          <Entry title={title} lines={lines} state={state} />
          <p className="row-reason">{reason}</p>
          {action}
        </div>
      </div>
    </li>
  );
}

/** Newly arrived entries wait behind this until asked for, so that no row moves under the thumb. */
export function WaitingNew({ text, onShow }: { text: string; onShow: () => void }) {
  return (
    <button className="waiting-new" type="button" onClick={onShow}>
      {text}
    </button>
  );
}
