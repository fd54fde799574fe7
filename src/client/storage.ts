const megabyte = 1024 * 1024;

export interface StorageState {
  /** The browser has promised not to evict us; null where it cannot promise. */
  readonly persisted: boolean | null;
  readonly usage: number | null;
  readonly quota: number | null;
  readonly free: number | null;
  /** Below 50 MB no more photos, below 10 MB export is offered. */
  readonly room: "enough" | "no-photos" | "export" | "unknown";
}

interface StorageLike {
  persist?(): Promise<boolean>;
  persisted?(): Promise<boolean>;
  estimate?(): Promise<{ usage?: number; quota?: number }>;
}

/** Asks the browser to keep our data. Null where it has no such promise. */
export async function askPersist(storage = systemStorage()): Promise<boolean | null> {
  if (!storage?.persist) return null;
  return (await quietly(storage.persisted?.())) === true ? true : quietly(storage.persist());
}

const askedKey = "so-truc-asked-to-keep";

/** After the first save, when there is something to keep, and never again: some browsers put the question to a person. */
export async function askPersistOnce(
  storage = systemStorage(),
  notes = (globalThis as { localStorage?: Notes }).localStorage,
): Promise<void> {
  if (!notes || notes.getItem(askedKey) !== null) return;
  notes.setItem(askedKey, "1");
  await askPersist(storage);
}

interface Notes {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
}

export async function storageState(storage = systemStorage()): Promise<StorageState> {
  const persisted = await quietly(storage?.persisted?.());
  const estimate = await quietly(storage?.estimate?.());
  const usage = estimate?.usage ?? null;
  const quota = estimate?.quota ?? null;
  const free = usage === null || quota === null ? null : Math.max(0, quota - usage);
  return { persisted, usage, quota, free, room: roomOf(free) };
}

function roomOf(free: number | null): StorageState["room"] {
  if (free === null) return "unknown";
  if (free < 10 * megabyte) return "export";
  return free < 50 * megabyte ? "no-photos" : "enough";
}

function systemStorage(): StorageLike | undefined {
  return (navigator as { storage?: StorageLike }).storage;
}

async function quietly<T>(asked: Promise<T> | undefined): Promise<T | null> {
  try {
    return (await asked) ?? null;
  } catch {
    return null;
  }
}
