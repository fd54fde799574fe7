import type { ReactNode } from "react";

/** Nothing is here: one bold sentence of fact, one of what to do. */
export function EmptyState({
  fact,
  todo,
  action,
}: {
  fact: ReactNode;
  todo?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="plain-state">
      <p className="plain-state-fact">{fact}</p>
      {todo ? <p className="plain-state-todo">{todo}</p> : null}
      {action ? <div className="plain-state-action">{action}</div> : null}
    </div>
  );
}

/** Something went wrong: what happened, what was kept, what to do. */
export function ErrorState({
  what,
  kept,
  todo,
  action,
}: {
  what: ReactNode;
  kept: ReactNode;
  todo: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="plain-state" role="alert">
      <h1 className="plain-state-fact">{what}</h1>
      <p>{kept}</p>
      <p className="plain-state-todo">{todo}</p>
      {action ? <div className="plain-state-action">{action}</div> : null}
    </div>
  );
}
