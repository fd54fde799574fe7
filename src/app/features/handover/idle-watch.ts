import type { Schedule } from "#client/system-ports.ts";

/** What a shared device notices of the people before it; every tab shares the hour of the last input. */
export interface IdleSigns {
  readonly now: () => number;
  readonly schedule: Schedule;
  readonly onInput: (tell: () => void) => () => void;
  /** The tab is looked at again: its timers may have slept. */
  readonly onVisible: (tell: () => void) => () => void;
  readonly lastInput: () => number | null;
  readonly keepInput: (at: number) => void;
  /** Whether there is a book to put away. */
  readonly isOpen: () => boolean;
}

/** So often at most is an input noted for the other tabs. */
const noteEveryMs = 1000;

/** Calls `onIdle` once nobody has touched any tab for so long; the answer ends the watch. */
export function watchIdle(afterMs: number, signs: IdleSigns, onIdle: () => void): () => void {
  let callOff = () => {};
  const left = () => {
    const now = signs.now();
    const last = signs.lastInput();
    if (last !== null && last <= now) return last + afterMs - now;
    // Never touched, or by a clock that was set back since: it counts from here.
    signs.keepInput(now);
    return afterMs;
  };
  const look = () => {
    callOff();
    const rest = left();
    if (rest > 0) callOff = signs.schedule(rest, look);
    else if (signs.isOpen()) onIdle();
  };
  const touch = () => {
    // A device that slept hears the hand before its own timer.
    if (left() <= 0 && signs.isOpen()) return look();
    const since = signs.now() - (signs.lastInput() ?? 0);
    if (since < noteEveryMs) return;
    signs.keepInput(signs.now());
    look();
  };
  const ends = [signs.onInput(touch), signs.onVisible(look)];
  look();
  return () => {
    callOff();
    for (const end of ends) end();
  };
}
