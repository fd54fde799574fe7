import type { Clock } from "#kernel/ports.ts";

/** The part of the Web Locks that we use; absent on old browsers and insecure pages. */
export interface Locks {
  request<T>(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    work: (lock: unknown) => Promise<T>,
  ): Promise<T>;
}

export function systemLocks(): Locks | undefined {
  return (navigator as { locks?: Locks }).locks;
}

export function exchangeLock(device: string): string {
  return `so-truc-sync-${device}`;
}

/**
 * Runs `work` alone among all tabs and the worker, if that can be had at once; else answers "taken". It only spares
 * work: two exchanges at once do no harm.
 */
export async function alone<T>(
  locks: Locks | undefined,
  name: string,
  work: () => Promise<T>,
): Promise<T | "taken"> {
  if (!locks) return work();
  return locks.request<T | "taken">(name, { ifAvailable: true }, async (lock) => (lock ? work() : "taken"));
}

/** Waits up to `patienceMs` for its turn, then goes ahead without: the holder may be a frozen page. */
export async function inTurn<T>(
  locks: Locks | undefined,
  name: string,
  patienceMs: number,
  work: () => Promise<T>,
): Promise<T> {
  if (!locks) return work();
  let began = false;
  try {
    return await locks.request(name, { signal: AbortSignal.timeout(patienceMs) }, () => {
      began = true;
      return work();
    });
  } catch (error) {
    if (began) throw error;
    return work();
  }
}

/** If nothing is heard for so long of whoever holds the lock, its page may be frozen. */
const frozenMs = 60_000;
/** How long a person who asked waits for whoever is exchanging just now. */
const askedPatienceMs = 10_000;

/** One page's turns at a lock. Held by a page that gives no sign of life, it is passed over: it spares work, no more. */
export class Turns {
  readonly #locks: Locks | undefined;
  readonly #name: string;
  readonly #clock: Pick<Clock, "monotonic">;
  #takenSince: number | undefined;

  constructor(locks: Locks | undefined, name: string, clock: Pick<Clock, "monotonic">) {
    this.#locks = locks;
    this.#name = name;
    this.#clock = clock;
  }

  async take<T>(waits: boolean, work: () => Promise<T>): Promise<T | "taken"> {
    const since = this.#takenSince;
    const isFrozen = since !== undefined && this.#clock.monotonic() - since > frozenMs;
    const locks = isFrozen ? undefined : this.#locks;
    const done = await (waits
      ? inTurn(locks, this.#name, askedPatienceMs, work)
      : alone(locks, this.#name, work));
    this.#takenSince = done === "taken" ? (since ?? this.#clock.monotonic()) : undefined;
    return done;
  }

  /** Whoever held it is done. */
  freed(): void {
    this.#takenSince = undefined;
  }
}
