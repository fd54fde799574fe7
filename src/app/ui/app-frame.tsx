import type { MouseEvent, ReactNode } from "react";

const MAIN_ID = "noi-dung";

function skipToMain(event: MouseEvent) {
  event.preventDefault();
  document.getElementById(MAIN_ID)?.focus();
}

/** The frame of every screen: skip link, status line, rail or bottom bar, main and dock. */
export function AppFrame({
  skipText,
  status,
  rail,
  nav,
  dock,
  undo,
  children,
}: {
  skipText: string;
  status?: ReactNode;
  rail?: ReactNode;
  nav?: ReactNode;
  dock?: ReactNode;
  undo?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="app">
      <a className="skip" href={`#${MAIN_ID}`} onClick={skipToMain}>
        {skipText}
      </a>
      <div className={rail ? "frame" : undefined}>
        {rail ? <div className="frame-rail">{rail}</div> : null}
        <div className="frame-body">
          {status ? <header className="frame-status">{status}</header> : null}
          <main className="frame-main" id={MAIN_ID} tabIndex={-1}>
            {children}
          </main>
          {dock || nav || undo ? (
            <footer className="frame-foot">
              {undo}
              {dock}
              {nav}
            </footer>
          ) : null}
        </div>
      </div>
    </div>
  );
}
