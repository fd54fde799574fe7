import { useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let minute = Math.floor(Date.now() / MINUTE_MS);

/** The wall clock, Unix ms; the screen is told once a minute, and when it is looked at again. */
export function useMinute(): number {
  useSyncExternalStore(subscribe, () => minute);
  return Date.now();
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  if (listeners.size === 1) {
    document.addEventListener("visibilitychange", tick);
    tick();
  }
  return () => {
    listeners.delete(changed);
    if (listeners.size > 0) return;
    document.removeEventListener("visibilitychange", tick);
    clearTimeout(timer);
  };
}

function tick(): void {
  clearTimeout(timer);
  timer = setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS) + 50);
  const now = Math.floor(Date.now() / MINUTE_MS);
  if (now === minute) return;
  minute = now;
  for (const changed of listeners) changed();
}
