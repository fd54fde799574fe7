/** Two taps closer than this, in milliseconds, are one: hands tremble, screens bounce, a key held down repeats. */
const oneTapMs = 400;
/** As near as two taps of one finger fall, in CSS pixels. */
const nearPx = 30;

interface Tap {
  readonly button: Element;
  readonly words: string;
  readonly x: number;
  readonly y: number;
  readonly isTouch: boolean;
  at: number;
}

/**
 * A deed pressed twice in one movement is meant once. The second click counts neither on the same button with the same
 * words, nor, by touch, on what has come to light where a button has just gone. `data-repeats` marks what is meant to be
 * pressed fast. Answers how to end it.
 */
export function mindDoubleTaps(page: Document): () => void {
  let last: Tap | undefined;
  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest(".btn, .pick, .undo-deed") ?? null;
    if (last && event.timeStamp - last.at < oneTapMs && isSameTap(last, event, button)) {
      last.at = event.timeStamp;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    last =
      button && !button.hasAttribute("data-repeats")
        ? {
            button,
            words: wordsOf(button),
            x: event.clientX,
            y: event.clientY,
            isTouch: isTouch(event),
            at: event.timeStamp,
          }
        : undefined;
  };
  // Whoever has typed in between means the next one.
  const onInput = () => {
    last = undefined;
  };
  page.addEventListener("click", onClick, true);
  page.addEventListener("input", onInput, true);
  return () => {
    page.removeEventListener("click", onClick, true);
    page.removeEventListener("input", onInput, true);
  };
}

function isSameTap(last: Tap, event: MouseEvent, button: Element | null): boolean {
  if (last.button === button) return last.words === wordsOf(button);
  const isNear = Math.hypot(event.clientX - last.x, event.clientY - last.y) < nearPx;
  return last.isTouch && isTouch(event) && isNear && !last.button.isConnected;
}

function isTouch(event: MouseEvent): boolean {
  return (event as Partial<PointerEvent>).pointerType === "touch";
}

function wordsOf(button: Element): string {
  return button.getAttribute("aria-label") ?? button.textContent ?? "";
}
