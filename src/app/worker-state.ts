import { useSyncExternalStore } from "react";

/** How far the app is ready to open without a link, and whether a newer one waits. Written by `app-worker.ts`. */
export interface WorkerState {
  readonly offline:
    | "unknown"
    | "getting-ready"
    | "ready"
    | "ready-all"
    | "insecure-origin"
    | "no-worker"
    | "no-database";
  /** Changes over to the version that waits. */
  readonly update: (() => void) | null;
}

let state: WorkerState = { offline: "unknown", update: null };
const listeners = new Set<() => void>();
let held = 0;

export function setWorkerState(change: Partial<WorkerState>): void {
  state = { ...state, ...change };
  for (const tell of listeners) tell();
}

export function useWorkerState(): WorkerState {
  return useSyncExternalStore(subscribe, () => state);
}

/** A form is open: no new version takes over until the answer is called. */
export function holdUpdates(): () => void {
  held += 1;
  return () => {
    held -= 1;
  };
}

export function isFormOpen(): boolean {
  return held > 0;
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
