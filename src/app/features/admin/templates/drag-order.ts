import { type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from "react";

/** Where a dragged item would land: before or after another, or at the end of a group. */
export interface Landing {
  readonly over: string;
  readonly kind: "item" | "group";
  readonly after: boolean;
}

export interface DragOrder {
  readonly dragged: string | null;
  readonly landing: Landing | null;
  readonly start: (id: string, event: ReactPointerEvent) => void;
}

const edge = 96;
const step = 12;

/**
 * Drags by a handle with mouse, pen or finger. The list stays as it is until the drop, and a line shows where that
 * would be; Esc lets go. The buttons beside do the same for everybody else.
 */
export function useDragOrder(drop: (id: string, landing: Landing) => void): DragOrder {
  const [dragged, setDragged] = useState<string | null>(null);
  const [landing, setLanding] = useState<Landing | null>(null);
  const state = useRef<{ id: string | null; landing: Landing | null }>({ id: null, landing: null });
  const dropped = useRef(drop);
  dropped.current = drop;
  useEffect(() => {
    if (dragged === null) return;
    const end = (letGo: boolean) => {
      const { id, landing: at } = state.current;
      state.current = { id: null, landing: null };
      setDragged(null);
      setLanding(null);
      if (!letGo && id !== null && at) dropped.current(id, at);
    };
    const move = (event: PointerEvent) => {
      const found = landingAt(event.clientX, event.clientY, dragged);
      state.current.landing = found;
      setLanding(found);
      if (event.clientY < edge) window.scrollBy(0, -step);
      if (event.clientY > window.innerHeight - edge) window.scrollBy(0, step);
    };
    const up = () => end(false);
    const cancel = () => end(true);
    const key = (event: KeyboardEvent) => event.key === "Escape" && cancel();
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", cancel);
    window.addEventListener("keydown", key);
    return () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", cancel);
      window.removeEventListener("keydown", key);
    };
  }, [dragged]);
  return {
    dragged,
    landing,
    start(id, event) {
      if (event.button !== 0) return;
      event.preventDefault();
      state.current = { id, landing: null };
      setDragged(id);
    },
  };
}

function landingAt(x: number, y: number, dragged: string): Landing | null {
  const at = document.elementFromPoint(x, y);
  const item = at?.closest<HTMLElement>("[data-item]");
  if (item) {
    const over = item.dataset["item"] ?? "";
    const { top, height } = item.getBoundingClientRect();
    return over === dragged ? null : { over, kind: "item", after: y > top + height / 2 };
  }
  const group = at?.closest<HTMLElement>("[data-group]")?.dataset["group"];
  return group === undefined ? null : { over: group, kind: "group", after: true };
}
