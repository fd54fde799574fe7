/** A large page of a first sync may take some seconds on an old phone; a database that hangs takes for ever. */
const silentAfterMs = 15_000;
const listeners = new Set<() => void>();
let silent = 0;

/** Whether the browser's database has left something without an answer for too long; a person is told, the work waits on. */
export const storeSilence = {
  get: (): boolean => silent > 0,
  subscribe(tell: () => void): () => void {
    listeners.add(tell);
    return () => listeners.delete(tell);
  },
};

/** Passes on what the database answers, and notes when it does not. */
export async function listened<T>(asked: Promise<T>): Promise<T> {
  let isLate = false;
  const change = (by: 1 | -1) => {
    silent += by;
    for (const tell of listeners) tell();
  };
  const timer = setTimeout(() => {
    isLate = true;
    change(1);
  }, silentAfterMs);
  try {
    return await asked;
  } finally {
    clearTimeout(timer);
    if (isLate) change(-1);
  }
}
