import { type RefObject, useEffect, useRef } from "react";

const places = new Map<string, number>();

/** Keeps the list of a wide screen where it was left when another record is opened; put the ref on its first element. */
export function useListScroll(name: string, isReady: boolean): RefObject<HTMLDivElement | null> {
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const pane = first.current?.closest(".pane");
    if (!pane || !isReady) return;
    pane.scrollTop = places.get(name) ?? 0;
    const keep = () => places.set(name, pane.scrollTop);
    pane.addEventListener("scroll", keep, { passive: true });
    return () => pane.removeEventListener("scroll", keep);
  }, [name, isReady]);
  return first;
}
