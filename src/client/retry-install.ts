import type { Schedule } from "./system-ports.ts";

interface Installing {
  readonly state: string;
  addEventListener(type: "statechange", tell: () => void): void;
}

/** The part of a service worker's registration that we use. */
export interface RegistrationLike {
  readonly installing: Installing | null;
  addEventListener(type: "updatefound", tell: () => void): void;
}

const firstPauseMs = 20_000;
const longestPauseMs = 15 * 60_000;

/**
 * A version whose files could not all be had is dropped by the browser, which by itself looks again only after a day or at
 * the next page. Here it is tried again, with longer and longer pauses.
 */
export function retryInstalls(
  registration: RegistrationLike,
  { schedule, again }: { readonly schedule: Schedule; readonly again: () => Promise<RegistrationLike> },
): void {
  let pause = firstPauseMs;
  const watched = new WeakSet<object>();
  const retry = (): void =>
    void schedule(pause, () => {
      pause = Math.min(pause * 2, longestPauseMs);
      again().then(follow, retry);
    });
  const watch = (worker: Installing | null) => {
    if (!worker || watched.has(worker)) return;
    watched.add(worker);
    let isInstalled = false;
    worker.addEventListener("statechange", () => {
      if (worker.state === "redundant" && !isInstalled) return retry();
      isInstalled = true;
      pause = firstPauseMs;
    });
  };
  const follow = (next: RegistrationLike) => {
    watch(next.installing);
    if (watched.has(next)) return;
    watched.add(next);
    next.addEventListener("updatefound", () => watch(next.installing));
  };
  follow(registration);
}
