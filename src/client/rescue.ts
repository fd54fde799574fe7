import { appVersion } from "./app-version.ts";
import { coreName } from "./core-database.ts";
import { runRead } from "./device-transaction.ts";
import type { Profile } from "./profile.ts";
import { answered } from "./store-trouble.ts";

/** What could be read of books that do not open, as files; nothing on the device is changed. */
export interface Rescued {
  readonly files: readonly File[];
  readonly count: number;
  /** One of the files can be read by anybody. */
  readonly isOpen: boolean;
}

const profilesName = "so-truc-profiles";
/** What is on this device and nowhere else. */
const unsentStores = ["outbox", "dead", "drafts"];
const openMs = 5000;

/**
 * Goes past everything that may be broken: it opens whatever version there is, and reads what lets itself be read. A
 * book whose profile can be read leaves as an ordinary sealed file, any other as plain text; so does each while the
 * part that seals is not on the device.
 */
export async function rescue(devices: readonly string[]): Promise<Rescued> {
  const profiles = await readProfiles();
  const named = [...new Set([...devices, ...profiles.map(({ device }) => device)])];
  const files: File[] = [];
  const open: unknown[] = [];
  let count = 0;
  for (const device of named) {
    const database = await openAsIs(coreName(device));
    if (!database) continue;
    const profile = profiles.find((one) => one.device === device);
    const sealed = profile && (await sealedFile(profile, database));
    const found = sealed ? undefined : await readUnsent(database);
    if (sealed) files.push(sealed.file);
    else if (found && found.count > 0) open.push({ device, ...found.stores });
    count += sealed?.count ?? found?.count ?? 0;
    database.close();
  }
  if (open.length > 0) {
    const text = JSON.stringify({ type: "so-truc-rescue", v: 1, app: appVersion, books: open });
    files.push(new File([text], "so-truc-cuu-du-lieu.json", { type: "application/json" }));
  }
  return { files, count, isOpen: open.length > 0 };
}

async function sealedFile(
  profile: Profile,
  database: IDBDatabase,
): Promise<{ file: File; count: number } | undefined> {
  try {
    const { exportCapsule } = await import("./capsule.ts");
    const read = <T>(work: Parameters<typeof runRead<T>>[1]) => answered(runRead(database, work));
    const made = await exportCapsule({ profile, store: { read, transact: () => Promise.reject() } });
    if (!made.ok) return undefined;
    const { blob, fileName, count, photos } = made.value;
    return { file: new File([blob], fileName, { type: blob.type }), count: count + photos };
  } catch {
    return undefined;
  }
}

async function readProfiles(): Promise<Profile[]> {
  const database = await openAsIs(profilesName);
  const found = database ? await readStore(database, "profiles") : [];
  database?.close();
  return found as Profile[];
}

async function readUnsent(
  database: IDBDatabase,
): Promise<{ stores: Record<string, unknown[]>; count: number }> {
  const stores: Record<string, unknown[]> = {};
  for (const name of unsentStores) stores[name] = await readStore(database, name);
  const all = Object.values(stores).flat();
  return { stores, count: all.length };
}

/** One after another, up to the first that cannot be read; then from the other end. */
async function readStore(database: IDBDatabase, name: string): Promise<unknown[]> {
  if (!database.objectStoreNames.contains(name)) return [];
  const forth = await walk(database, name, "next");
  if (forth.isWhole) return forth.found;
  const back = await walk(database, name, "prev");
  return [...forth.found, ...back.found.reverse()];
}

function walk(
  database: IDBDatabase,
  name: string,
  direction: "next" | "prev",
): Promise<{ found: unknown[]; isWhole: boolean }> {
  const found: unknown[] = [];
  const walked = new Promise<boolean>((end) => {
    try {
      const asked = database.transaction(name).objectStore(name).openCursor(null, direction);
      asked.onsuccess = () => {
        if (!asked.result) return end(true);
        found.push(asked.result.value);
        asked.result.continue();
      };
      asked.onerror = () => end(false);
    } catch {
      end(false);
    }
  });
  return answered(walked)
    .catch(() => false)
    .then((isWhole) => ({ found, isWhole }));
}

/** Whatever version it is; undefined where it does not open, or does not exist. */
async function openAsIs(name: string): Promise<IDBDatabase | undefined> {
  const opening = new Promise<IDBDatabase | undefined>((end) => {
    const asked = indexedDB.open(name);
    // It is not here: nothing is made in its place.
    asked.onupgradeneeded = () => asked.transaction?.abort();
    asked.onsuccess = () => end(asked.result);
    asked.onerror = () => end(undefined);
  });
  return answered(opening, (database) => database?.close(), openMs).catch(() => undefined);
}
