import { DatabaseGone } from "#sync/store-errors.ts";
import { tellChanged } from "./change-channel.ts";
import type { Databases } from "./databases.ts";
import { directStore, type OpenedStore } from "./device-connection.ts";
import type { KeptValue, Profile } from "./profile.ts";
import type { ProfileStore } from "./profile-store.ts";

/**
 * The same databases without Dexie, for the service worker, where it would be nearly half of all code. The worker makes
 * no database: a page made it before anything could be sent or shown. Dexie's version 1 is the browser's version 10.
 */
const databaseVersion = 10;

export function workerDatabases(): Databases {
  return { profiles: directProfileStore(), openStore: openDirectStore };
}

/** Opens the database of a device if it is there; closed or deleted elsewhere, it stays closed. */
export function openDirectStore(device: string): OpenedStore {
  let isClosed = false;
  let opening: Promise<IDBDatabase> | undefined;
  const drop = () => {
    void opening?.then(
      (database) => database.close(),
      () => undefined,
    );
    opening = undefined;
  };
  const close = () => {
    isClosed = true;
    drop();
  };
  const open = async () => {
    const database = await openExisting(`so-truc-${device}`);
    database.onversionchange = close;
    database.onclose = () => {
      opening = undefined;
    };
    return database;
  };
  return {
    ...directStore({
      get isClosed() {
        return isClosed;
      },
      open() {
        opening ??= open();
        return opening;
      },
      drop,
      tell: (database, changes) =>
        tellChanged({ database, stores: [...changes.stores()].map(([store]) => store) }),
    }),
    close,
  };
}

function openExisting(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, databaseVersion);
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new DatabaseGone("no such database", { cause: request.error }));
    request.onblocked = () => reject(new DatabaseGone("the database is blocked"));
  });
}

const profilesName = "so-truc-profiles";

/** The profiles straight on IndexedDB; an installation without any has none to tell of. */
export function directProfileStore(): ProfileStore {
  const within = async <T>(
    mode: IDBTransactionMode,
    work: (profiles: IDBObjectStore, kept: IDBObjectStore) => Promise<T>,
  ): Promise<T> => {
    const database = await openExisting(profilesName);
    try {
      const trans = database.transaction(["profiles", "kept"], mode, { durability: "strict" });
      const ended = endOf(trans);
      const answer = await work(trans.objectStore("profiles"), trans.objectStore("kept"));
      await ended;
      if (mode === "readwrite") tellChanged({ database: profilesName, stores: ["profiles", "kept"] });
      return answer;
    } finally {
      database.close();
    }
  };
  return {
    read: () =>
      within("readonly", async (profiles, kept) => {
        const [allProfiles, allKept] = await Promise.all([
          ask<Profile[]>(profiles.getAll()),
          ask<KeptValue[]>(kept.getAll()),
        ]);
        return { profiles: allProfiles, kept: allKept };
      }).catch(ifNone({ profiles: [], kept: [] })),
    find: (device) =>
      within("readonly", (profiles) => ask<Profile | undefined>(profiles.get(device))).catch(
        ifNone(undefined),
      ),
    kept: (key) =>
      within("readonly", (_, kept) => ask<KeptValue | undefined>(kept.get(key))).catch(ifNone(undefined)),
    put: (profile) =>
      within("readwrite", async (profiles) => {
        await ask(profiles.put(profile));
      }),
    change: (device, change) =>
      within("readwrite", async (profiles) => {
        const now = await ask<Profile | undefined>(profiles.get(device));
        if (now) await ask(profiles.put(changed(now, change)));
      }),
    keep: (key, next) =>
      within("readwrite", async (_, kept) => {
        const value = next(await ask<KeptValue | undefined>(kept.get(key)));
        await ask<unknown>(value === null ? kept.delete(key) : kept.put(value));
      }),
    remove: (device) =>
      within("readwrite", async (profiles) => {
        await ask(profiles.delete(device));
      }),
  };
}

function changed(now: Profile, change: object): Profile {
  return Object.fromEntries(
    Object.entries({ ...now, ...change }).filter(([, value]) => value !== undefined),
  ) as unknown as Profile;
}

function ifNone<T>(nothing: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof DatabaseGone) return nothing;
    throw error;
  };
}

function ask<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
}

function endOf(trans: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    trans.oncomplete = () => resolve();
    trans.onabort = () => reject(trans.error ?? new DOMException("The transaction was lost", "AbortError"));
  });
}
