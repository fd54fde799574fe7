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
