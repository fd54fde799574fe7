import { type FocusEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { giveFocusBack } from "./focus-back.ts";
import { Icon } from "./icons.tsx";

/** What was just done and the way back, for some seconds; the time stands still while it is focused or pointed at. */
export function UndoBar({
  text,
  action,
  onUndo,
  seconds = 10,
  onExpire,
}: {
  text: string;
  action: string;
  onUndo: () => void;
  seconds?: number | undefined;
  onExpire: () => void;
}) {
  const [focused, setFocused] = useState(false);
  const [pointed, setPointed] = useState(false);
  const left = useRef(seconds * 1000);
  const expire = useRef(onExpire);
  const held = focused || pointed;
  const bar = useRef<HTMLDivElement>(null);
  const from = useRef<Element | null>(null);

  // A layout effect, because its clean-up runs while the bar is still in the page and can tell that the focus goes with it.
  useLayoutEffect(() => {
    const box = bar.current;
    from.current = document.activeElement;
    return () => {
      if (box?.contains(document.activeElement)) giveFocusBack(from.current);
    };
  }, []);

  useEffect(() => {
    expire.current = onExpire;
  });

  useEffect(() => {
    if (held) return;
    const since = Date.now();
    const timer = setTimeout(() => expire.current(), left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(0, left.current - (Date.now() - since));
    };
  }, [held]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only holds the time, it does nothing else
    <div
      className="undo"
      ref={bar}
      onFocus={(event: FocusEvent<HTMLDivElement>) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget))
          from.current = event.relatedTarget;
        setFocused(true);
      }}
      onBlur={(event: FocusEvent<HTMLDivElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
      }}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      <span role="status">{text}</span>
      <button className="undo-deed" type="button" onClick={onUndo}>
        <Icon name="undo" />
        <span>{action}</span>
      </button>
    </div>
  );
}
