/** Why a database of this device does not open; each has words of its own. */
export type StoreTrouble = "silent" | "full" | "newer" | "emptied" | "forbidden" | "damaged";

/** The browser has not answered at all: another page may hold the database, or its storage hangs. */
export class StoreSilent extends Error {
  override readonly name = "StoreSilent";
}

export function troubleOf(error: unknown): StoreTrouble {
  const names = namesOf(error);
  const has = (...any: string[]) => any.some((name) => names.includes(name));
  if (has("StoreSilent", "BlockedError")) return "silent";
  if (has("DeviceFull", "QuotaExceededError")) return "full";
  if (has("VersionError")) return "newer";
  if (has("MissingAPIError", "SecurityError")) return "forbidden";
  // Nothing lies beneath it: the database opened, and held nothing.
  return names.join() === "DatabaseGone" ? "emptied" : "damaged";
}

/** Names of an error and of what lies beneath it: the browser's own lies inside Dexie's, and that in ours. */
function namesOf(error: unknown): string[] {
  const names: string[] = [];
  let next = error;
  for (let depth = 0; depth < 5 && next && typeof next === "object"; depth++) {
    const { name, cause, inner } = next as { name?: unknown; cause?: unknown; inner?: unknown };
    if (typeof name === "string") names.push(name);
    next = cause ?? inner;
  }
  return names;
}

const patienceMs = 10_000;

/** Rejects with `StoreSilent` when no answer comes; one that comes after all is handed to `late`. */
export function answered<T>(
  asked: Promise<T>,
  late: (answer: T) => void = () => undefined,
  waitMs: number = patienceMs,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      reject(new StoreSilent("the database does not answer"));
    }, waitMs);
    asked.then(
      (answer) => {
        clearTimeout(timer);
        if (isOver) late(answer);
        else resolve(answer);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
