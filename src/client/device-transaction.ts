import type { RecordRow } from "#domain/record.ts";
import type {
  DeadOp,
  DeviceMeta,
  DeviceReadTx,
  DeviceTx,
  Draft,
  OutboxEntry,
  QuarantinedRow,
  SentOp,
  StoredBlob,
  StoredRow,
} from "#sync/device-store.ts";
import { noteTransaction } from "./in-flight.ts";
import { type Key, StoreChanges, type StoreName, type TellChanges } from "./store-changes.ts";

export const portStores: readonly StoreName[] = [
  "rows",
  "shadows",
  "outbox",
  "sent",
  "dead",
  "quarantine",
  "drafts",
  "blobs",
  "meta",
];

/**
 * One reading transaction, straight on IndexedDB. Answers as soon as `work` does: a look needs no end. Live queries do
 * not hear of what it read.
 */
export async function runRead<T>(database: IDBDatabase, work: (tx: DeviceReadTx) => Promise<T>): Promise<T> {
  const trans = database.transaction(portStores, "readonly");
  const isDone = noteTransaction(trans);
  const answer = await Promise.race([work(new DirectRead(trans)), lostOf(trans)]);
  if (quietly(() => trans.commit())) isDone();
  return answer;
}

/** Rejects when the browser takes the transaction away, which leaves its requests without an answer. */
function lostOf(trans: IDBTransaction): Promise<never> {
  return new Promise((_, reject) => {
    trans.onabort = () => reject(trans.error ?? new DOMException("The transaction was lost", "AbortError"));
  });
}

/**
 * One writing transaction, straight on IndexedDB: a save is a handful of requests, and a layer between would cost more
 * than the save itself. Writes are handed over without waiting; requests of a transaction run in order, so a later read
 * sees them, and one that fails takes the whole transaction with it.
 */
export async function runTransaction<T>(
  database: IDBDatabase,
  durability: "strict" | "relaxed",
  work: (tx: DeviceTx) => Promise<T>,
  tell: TellChanges,
): Promise<T> {
  const trans = database.transaction(portStores, "readwrite", { durability });
  noteTransaction(trans);
  const changes = new StoreChanges();
  const result = await new Promise<T>((resolve, reject) => {
    let outcome: { value: T } | undefined;
    let failure: { error: unknown } | undefined;
    trans.oncomplete = () => {
      if (outcome) resolve(outcome.value);
      else reject(new Error("The transaction ended before its work: it awaited something else"));
    };
    trans.onabort = () => {
      const lost = trans.error ?? new DOMException("The transaction was lost", "AbortError");
      reject(failure ? failure.error : lost);
    };
    work(new DirectWrite(trans, changes)).then(
      (value) => {
        outcome = { value };
        // Spares waiting until the browser notices that nothing more is coming.
        quietly(() => trans.commit?.());
      },
      (error: unknown) => {
        // What the disk refused is the reason of the reason.
        failure = trans.error ? undefined : { error };
        if (!quietly(() => trans.abort())) reject(error);
      },
    );
  });
  // A person waits for a save, nobody for an exchange; and a worker may end right after its last one.
  const tellNow = () => {
    if (!changes.isEmpty) tell(database.name, changes);
  };
  if (durability === "strict") setTimeout(tellNow);
  else tellNow();
  return result;
}

class DirectRead implements DeviceReadTx {
  readonly #trans: IDBTransaction;
  /** Asked for once for each record of a page, the browser's own look-up would count. */
  readonly #stores = new Map<StoreName, IDBObjectStore>();

  constructor(trans: IDBTransaction) {
    this.#trans = trans;
  }

  meta() {
    return this.#get<DeviceMeta>("meta", "device");
  }
  row(id: string) {
    return this.#get<StoredRow>("rows", id);
  }
  rows(ids: readonly string[]) {
    return this.#getMany<StoredRow>("rows", ids);
  }
  rowsByKey(key: string) {
    return this.#all<StoredRow>(this.store("rows").index("keys"), key);
  }
  async rowsByKeys(from: string, to: string) {
    const range = IDBKeyRange.bound(from, to);
    return onceEach(await this.#all<StoredRow>(this.store("rows").index("keys"), range));
  }
  eachRow(visit: (row: StoredRow) => void) {
    return new Promise<void>((resolve, reject) => {
      const request = this.store("rows").openCursor();
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return resolve();
        try {
          visit(cursor.value as StoredRow);
          cursor.continue();
        } catch (error) {
          reject(error);
        }
      };
    });
  }
  shadow(id: string) {
    return this.#get<RecordRow>("shadows", id);
  }
  /** Few records have a shadow, so for a page of rows one request tells which. */
  async shadows(ids: readonly string[]) {
    if (ids.length <= 4) return this.#getMany<RecordRow>("shadows", ids);
    const there = new Set(await ask(this.store("shadows").getAllKeys()));
    return Promise.all(
      ids.map((id) => (there.has(id) ? this.#get<RecordRow>("shadows", id) : Promise.resolve(undefined))),
    );
  }
  async outbox(limit?: number) {
    return limit === 0 ? [] : this.#all<OutboxEntry>(this.store("outbox"), undefined, limit);
  }
  outboxCount() {
    return ask(this.store("outbox").count());
  }
  outboxOn(recordId: string) {
    return this.#all<OutboxEntry>(this.store("outbox").index("ids"), recordId);
  }
  sent(n: number) {
    return this.#get<SentOp>("sent", n);
  }
  allSent() {
    return this.#all<SentOp>(this.store("sent"));
  }
  sentOn(recordId: string) {
    return this.#all<SentOp>(this.store("sent").index("ids"), recordId);
  }
  dead() {
    return this.#all<DeadOp>(this.store("dead"));
  }
  quarantine() {
    return this.#all<QuarantinedRow>(this.store("quarantine"));
  }
  draft(key: string) {
    return this.#get<Draft>("drafts", key);
  }
  drafts() {
    return this.#all<Draft>(this.store("drafts"));
  }
  blob(id: string) {
    return this.#get<StoredBlob>("blobs", id);
  }
  blobIds() {
    return ask(this.store("blobs").getAllKeys()) as Promise<string[]>;
  }

  protected store(name: StoreName): IDBObjectStore {
    let store = this.#stores.get(name);
    if (!store) {
      store = this.#trans.objectStore(name);
      this.#stores.set(name, store);
    }
    return store;
  }

  async #get<T>(store: StoreName, key: Key): Promise<T | undefined> {
    return ask<T | undefined>(this.store(store).get(key));
  }

  async #getMany<T>(name: StoreName, keys: readonly Key[]): Promise<(T | undefined)[]> {
    if (keys.length === 0) return [];
    const store = this.store(name);
    return Promise.all(keys.map((key) => ask<T | undefined>(store.get(key))));
  }

  async #all<T>(source: IDBObjectStore | IDBIndex, key?: Key | IDBKeyRange, limit?: number): Promise<T[]> {
    return ask<T[]>(source.getAll(key, limit));
  }
}

class DirectWrite extends DirectRead implements DeviceTx {
  readonly #changes: StoreChanges;

  constructor(trans: IDBTransaction, changes: StoreChanges) {
    super(trans);
    this.#changes = changes;
  }

  async putMeta(meta: DeviceMeta) {
    this.#put("meta", meta.key, meta);
  }
  async putRow(row: StoredRow) {
    this.#put("rows", row.id, row, row.keys);
  }
  async putRows(rows: readonly StoredRow[]) {
    for (const row of rows) this.#put("rows", row.id, row, row.keys);
  }
  async deleteRows(ids: readonly string[]) {
    for (const id of ids) this.#delete("rows", id);
  }
  async putShadow(row: RecordRow) {
    this.#put("shadows", row.id, row);
  }
  async deleteShadows(ids: readonly string[]) {
    for (const id of ids) this.#delete("shadows", id);
  }
  async putOutbox(entries: readonly OutboxEntry[]) {
    for (const entry of entries) this.#put("outbox", entry.n, entry, entry.ids);
  }
  async deleteOutbox(ns: readonly number[]) {
    this.#deleteNumbers("outbox", ns);
  }
  async putSent(ops: readonly SentOp[]) {
    for (const op of ops) this.#put("sent", op.n, op, op.ids);
  }
  async deleteSent(ns: readonly number[]) {
    this.#deleteNumbers("sent", ns);
  }
  async putDead(op: DeadOp) {
    this.#put("dead", op.n, op);
  }
  async deleteDead(n: number) {
    this.#delete("dead", n);
  }
  async putQuarantine(row: QuarantinedRow) {
    this.#put("quarantine", row.id, row);
  }
  async deleteQuarantine(ids: readonly string[]) {
    for (const id of ids) this.#delete("quarantine", id);
  }
  async putDraft(draft: Draft) {
    this.#put("drafts", draft.key, draft);
  }
  async deleteDraft(key: string) {
    this.#delete("drafts", key);
  }
  async putBlob(blob: StoredBlob) {
    this.#put("blobs", blob.id, blob);
  }
  async deleteBlobs(ids: readonly string[]) {
    for (const id of ids) this.#delete("blobs", id);
  }

  #put(store: StoreName, key: Key, value: unknown, indexed: readonly string[] = []): void {
    this.store(store).put(value);
    this.#changes.note(store, key, indexed);
  }

  #delete(store: StoreName, key: Key): void {
    this.store(store).delete(key);
    this.#changes.note(store, key, []);
  }

  /** An unbroken run of numbers, as receipts come, is one request. */
  #deleteNumbers(store: StoreName, ns: readonly number[]): void {
    const [from, to] = [ns[0], ns[ns.length - 1]];
    if (from === undefined || to === undefined) return;
    const isRun = ns.every((n, i) => n === from + i);
    if (isRun) this.store(store).delete(IDBKeyRange.bound(from, to));
    for (const n of ns) {
      if (!isRun) this.store(store).delete(n);
      this.#changes.note(store, n, []);
    }
  }
}

/** A row that several keys of a range name comes once. */
export function onceEach(rows: readonly StoredRow[]): StoredRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

function ask<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** False when the browser would not. */
function quietly(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
