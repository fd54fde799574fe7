import { useSyncExternalStore } from "react";

/** True where list and record stand side by side; in rem, so that large text keeps one pane. */
const query = "(min-width: 64rem)";

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia?.(query).matches ?? false);
}

function subscribe(changed: () => void): () => void {
  const list = window.matchMedia?.(query);
  list?.addEventListener("change", changed);
  return () => list?.removeEventListener("change", changed);
}
