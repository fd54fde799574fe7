import { useSyncExternalStore } from "react";
import type { Result } from "#kernel/result.ts";

/** What was just done and its way back, for some seconds and on whichever page comes next; the latest alone. */
export interface Offer {
  readonly said: string;
  readonly back: () => Promise<Result<unknown, string>>;
  /** Said once it is undone. */
  readonly undone?: string | undefined;
}

export interface OpenOffer extends Offer {
  readonly at: number;
}

let current: OpenOffer | null = null;
const listeners = new Set<() => void>();

export function offerUndo(offer: Offer): void {
  set({ ...offer, at: Date.now() });
}

/** Its moment has passed. */
export function endUndo(): void {
  set(null);
}

export function useUndoOffer(): OpenOffer | null {
  return useSyncExternalStore(subscribe, () => current);
}

function set(next: OpenOffer | null): void {
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
