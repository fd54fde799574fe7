// The browser's own IndexedDB with the stores and indexes of a logbook, and nothing in between.

export interface RawWrite {
  readonly store: string;
  readonly put?: readonly unknown[];
  readonly remove?: readonly IDBValidKey[];
  /** An unbroken run of numbers, in one request. */
  readonly removeRun?: readonly number[];
}

export async function openRaw(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    const db = request.result;
    db.createObjectStore("rows", { keyPath: "id" }).createIndex("keys", "keys", { multiEntry: true });
    for (const store of ["outbox", "sent"]) {
      db.createObjectStore(store, { keyPath: "n" }).createIndex("ids", "ids", { multiEntry: true });
    }
    db.createObjectStore("shadows", { keyPath: "id" });
    db.createObjectStore("meta", { keyPath: "key" });
    db.createObjectStore("saves", { keyPath: "id" });
  };
  return settled(request);
}

/** All of it in one transaction; resolves when the browser says that it is kept. */
export function write(db: IDBDatabase, durability: "strict" | "relaxed", writes: readonly RawWrite[]) {
  return new Promise<void>((done, failed) => {
    const stores = writes.map(({ store }) => store);
    const transaction = db.transaction(stores, "readwrite", { durability });
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error);
    for (const { store, put = [], remove = [], removeRun } of writes) {
      const into = transaction.objectStore(store);
      for (const value of put) into.put(value);
      for (const key of remove) into.delete(key);
      if (removeRun) into.delete(IDBKeyRange.bound(removeRun[0], removeRun[removeRun.length - 1]));
    }
    transaction.commit();
  });
}

/** An edit needs what is there before it can write: read and written in one strict transaction. */
export function rewrite(db: IDBDatabase, id: string, writes: (before: unknown) => readonly RawWrite[]) {
  return new Promise<void>((done, failed) => {
    const transaction = db.transaction(["rows", "shadows", "outbox", "meta"], "readwrite", {
      durability: "strict",
    });
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error);
    const request = transaction.objectStore("rows").get(id);
    request.onsuccess = () => {
      for (const { store, put = [] } of writes(request.result))
        for (const value of put) transaction.objectStore(store).put(value);
      transaction.commit();
    };
  });
}

/** What lies under an unbroken run of numbers. */
export function readRun(db: IDBDatabase, store: string, ns: readonly number[]): Promise<unknown[]> {
  const run = IDBKeyRange.bound(ns[0], ns[ns.length - 1]);
  return settled(db.transaction(store).objectStore(store).getAll(run));
}

export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

export async function removeRaw(name: string): Promise<void> {
  await settled(indexedDB.deleteDatabase(name));
}
