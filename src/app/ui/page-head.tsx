import type { ReactNode } from "react";
import { IconButton } from "./icon-button.tsx";

export interface Back {
  label: string;
  to?: string | undefined;
  onBack?: (() => void) | undefined;
}

/** The name of the page; with a way back it takes the smaller size of forms and records. */
export function PageHead({
  title,
  sub,
  back,
  action,
  titleId,
}: {
  title: ReactNode;
  sub?: ReactNode;
  back?: Back | undefined;
  action?: ReactNode;
  titleId?: string | undefined;
}) {
  return (
    <header className="head" data-back={back ? true : undefined}>
      {back ? <IconButton icon="back" label={back.label} to={back.to} onClick={back.onBack} /> : null}
      <div className="head-words">
        <h1 className="head-title" id={titleId} tabIndex={-1}>
          {title}
        </h1>
        {sub ? <p className="head-sub">{sub}</p> : null}
      </div>
      {action}
    </header>
  );
}
