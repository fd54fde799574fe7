import { followOnDuty } from "#client/follow-settings.ts";
import { systemSchedule } from "#client/system-ports.ts";
import { loadTexts, textOf } from "../../i18n/i18n.ts";
import type { OpenBook } from "../../open-book.tsx";
import { announce } from "../../ui/live-region.tsx";
import { watchIdle } from "./idle-watch.ts";
import { putAway, saved } from "./put-away.ts";
import { lastInputKey } from "./when-shared.ts";

/** Where the change was made, the next book is opened meanwhile. */
const changeMs = 300;

/** The lock of a shared device: by idleness, and on every tab as soon as another takes over on one of them. */
export function watchShared(afterMs: number, openBook: () => OpenBook | null): () => void {
  void loadTexts("handover").catch(() => undefined);
  let closing: Promise<void> | null = null;
  const lock = () => {
    const book = openBook();
    if (!book?.logbook || closing) return;
    closing = putAway(book)
      .catch(() => book.leave())
      .then(() => announce(textOf("handover:lockedIdle")))
      .finally(() => {
        closing = null;
      });
  };
  const endIdle = watchIdle(
    afterMs,
    {
      now: () => Date.now(),
      schedule: systemSchedule,
      onInput,
      onVisible,
      lastInput: () => readHour(localStorage.getItem(lastInputKey)),
      keepInput: (at) => localStorage.setItem(lastInputKey, String(at)),
      isOpen: () => Boolean(openBook()?.logbook),
    },
    lock,
  );
  let onDuty: string | undefined;
  const leaveToOther = () => {
    const book = openBook();
    if (book?.logbook && book.logbook.profile.device !== onDuty) void saved(book).then(() => book.leave());
  };
  let callOff = () => {};
  const unfollow = followOnDuty((device) => {
    onDuty = device;
    callOff();
    callOff = systemSchedule(changeMs, leaveToOther);
  });
  return () => {
    endIdle();
    unfollow();
    callOff();
  };
}

function readHour(kept: string | null): number | null {
  return kept !== null && /^\d{1,15}$/.test(kept) ? Number(kept) : null;
}

const touches = ["pointerdown", "keydown", "wheel", "touchmove", "input"] as const;

function onInput(tell: () => void): () => void {
  let place = "";
  // A pointer that lies still is told of as well, whenever the page moves under it.
  const move = (event: PointerEvent) => {
    const here = `${event.screenX},${event.screenY}`;
    if (place !== "" && here !== place) tell();
    place = here;
  };
  const options = { capture: true, passive: true };
  for (const type of touches) window.addEventListener(type, tell, options);
  window.addEventListener("pointermove", move, options);
  return () => {
    for (const type of touches) window.removeEventListener(type, tell, options);
    window.removeEventListener("pointermove", move, options);
  };
}

function onVisible(tell: () => void): () => void {
  const seen = () => {
    if (document.visibilityState === "visible") tell();
  };
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("pageshow", seen);
  return () => {
    document.removeEventListener("visibilitychange", seen);
    window.removeEventListener("pageshow", seen);
  };
}
