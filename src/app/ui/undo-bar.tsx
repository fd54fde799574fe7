import { type FocusEvent, useEffect, useRef, useState } from "react";
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
      onFocus={() => setFocused(true)}
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
