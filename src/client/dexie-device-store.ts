import type { Transaction } from "dexie";
import type { RecordRow } from "#domain/record.ts";
import type {
  DeadOp,
  DeviceMeta,
  DeviceReadTx,
  DeviceStore,
  DeviceTx,
  Draft,
  OutboxEntry,
  QuarantinedRow,
  SentOp,
  StoredRow,
} from "#sync/device-store.ts";
import { DatabaseGone, DeviceFull } from "#sync/store-errors.ts";
import { CoreDatabase } from "./core-database.ts";

/** The device's store in a browser: IndexedDB by way of Dexie. */
export interface DexieDeviceStore extends DeviceStore {
  /** For live queries; writes go through the port alone. */
  readonly db: CoreDatabase;
  /** Opens what the first save will need, so that it need not wait. */
  warm(): Promise<void>;
  close(): void;
}

/**
 * Opens, and at first use creates, the database of a device. Durability belongs to a connection, so there are two:
 * what a person saves is flushed to disk before it counts, what can be pulled again need not be.
 */
export function openDeviceStore(device: string): DexieDeviceStore {
  const relaxed = new CoreDatabase(device, "relaxed");
  const strict = new CoreDatabase(device, "strict");
  for (const db of [relaxed, strict]) {
    // Another tab removes the profile: opening again would only make an empty database in its place.
    db.on("versionchange", () => {
      db.close();
      return false;
    });
  }
  return {
    db: relaxed,
    transact: (durability, work) => transact(durability === "strict" ? strict : relaxed, work),
    read: (work) => read(relaxed, work),
    warm: async () => void (await strict.open()),
    close() {
      relaxed.close();
      strict.close();
    },
  };
}

async function transact<T>(db: CoreDatabase, work: (tx: DeviceTx) => Promise<T>): Promise<T> {
  let ownFailure: unknown;
  try {
    return await db.transaction("rw", portStores, async (trans) => {
      const tx = new WriteTx(trans);
      try {
        const result = await work(tx);
        await tx.written();
        // Spares waiting until the browser notices that nothing more is coming.
        trans.idbtrans.commit?.();
        return result;
      } catch (error) {
        ownFailure = error;
        throw error;
      }
    });
  } catch (error) {
    throw toStoreError(error, ownFailure);
  }
}

async function read<T>(db: CoreDatabase, work: (tx: DeviceReadTx) => Promise<T>): Promise<T> {
  let ownFailure: unknown;
  try {
    return await db.transaction("r", portStores, async (trans) => {
      try {
        return await work(new ReadTx(trans));
      } catch (error) {
        ownFailure = error;
        throw error;
      }
    });
  } catch (error) {
    throw toStoreError(error, ownFailure);
  }
}

const portStores = ["rows", "shadows", "outbox", "sent", "dead", "quarantine", "drafts", "meta"];

/** Tables bound to the transaction, so that no call can slip out of it. */
class ReadTx implements DeviceReadTx {
  readonly #trans: Transaction;

  constructor(trans: Transaction) {
    this.#trans = trans;
  }

  meta() {
    return this.table<DeviceMeta>("meta").get("device") as Promise<DeviceMeta | undefined>;
  }
  row(id: string) {
    return this.#rows.get(id) as Promise<StoredRow | undefined>;
  }
  async rows(ids: readonly string[]) {
    return ids.length === 0 ? [] : this.#rows.bulkGet([...ids]);
  }
  rowsByKey(key: string) {
    return this.#rows.where("keys").equals(key).toArray() as Promise<StoredRow[]>;
  }
  shadow(id: string) {
    return this.#shadows.get(id) as Promise<RecordRow | undefined>;
  }
  /** Few records have a shadow, so for a page of rows one request tells which. */
  async shadows(ids: readonly string[]) {
    if (ids.length <= 4) return ids.length === 0 ? [] : this.#shadows.bulkGet([...ids]);
    const there = new Set(await this.#shadows.toCollection().primaryKeys());
    const wanted = ids.filter((id) => there.has(id));
    if (wanted.length === 0) return ids.map(() => undefined);
    const found = new Map<string, RecordRow>();
    for (const row of await this.#shadows.bulkGet(wanted)) if (row) found.set(row.id, row);
    return ids.map((id) => found.get(id));
  }
  outbox(limit?: number) {
    const entries = limit === undefined ? this.#outbox : this.#outbox.limit(limit);
    return entries.toArray() as Promise<OutboxEntry[]>;
  }
  outboxCount() {
    return this.#outbox.count() as Promise<number>;
  }
  outboxOn(recordId: string) {
    return this.#outbox.where("ids").equals(recordId).toArray() as Promise<OutboxEntry[]>;
  }
  sent(n: number) {
    return this.#sent.get(n) as Promise<SentOp | undefined>;
  }
  allSent() {
    return this.#sent.toArray() as Promise<SentOp[]>;
  }
  sentOn(recordId: string) {
    return this.#sent.where("ids").equals(recordId).toArray() as Promise<SentOp[]>;
  }
  dead() {
    return this.table<DeadOp>("dead").toArray() as Promise<DeadOp[]>;
  }
  quarantine() {
    return this.table<QuarantinedRow>("quarantine").toArray() as Promise<QuarantinedRow[]>;
  }
  draft(key: string) {
    return this.table<Draft>("drafts").get(key) as Promise<Draft | undefined>;
  }
  drafts() {
    return this.table<Draft>("drafts").toArray() as Promise<Draft[]>;
  }

  protected table<T>(name: string) {
    // biome-ignore lint/suspicious/noExplicitAny: keys are text or numbers, as the stores declare
    return this.#trans.table<T, any>(name);
  }
  get #rows() {
    return this.table<StoredRow>("rows");
  }
  get #shadows() {
    return this.table<RecordRow>("shadows");
  }
  get #outbox() {
    return this.table<OutboxEntry>("outbox");
  }
  get #sent() {
    return this.table<SentOp>("sent");
  }
}

/**
 * Writes are handed to the browser without waiting: requests of one transaction run in order, so a later read sees
 * them, and `written` waits once for all.
 */
class WriteTx extends ReadTx implements DeviceTx {
  readonly #pending: PromiseLike<unknown>[] = [];

  async written(): Promise<void> {
    await Promise.all(this.#pending);
  }

  putMeta(meta: DeviceMeta) {
    return this.#put("meta", [meta]);
  }
  putRow(row: StoredRow) {
    return this.#put("rows", [row]);
  }
  putRows(rows: readonly StoredRow[]) {
    return this.#put("rows", rows);
  }
  deleteRows(ids: readonly string[]) {
    return this.#delete("rows", ids);
  }
  async eachRow(visit: (row: StoredRow) => void) {
    await this.table<StoredRow>("rows").each(visit);
  }
  putShadow(row: RecordRow) {
    return this.#put("shadows", [row]);
  }
  deleteShadows(ids: readonly string[]) {
    return this.#delete("shadows", ids);
  }
  putOutbox(entries: readonly OutboxEntry[]) {
    return this.#put("outbox", entries);
  }
  deleteOutbox(ns: readonly number[]) {
    return this.#delete("outbox", ns);
  }
  putSent(ops: readonly SentOp[]) {
    return this.#put("sent", ops);
  }
  deleteSent(ns: readonly number[]) {
    return this.#delete("sent", ns);
  }
  putDead(op: DeadOp) {
    return this.#put("dead", [op]);
  }
  deleteDead(n: number) {
    return this.#delete("dead", [n]);
  }
  putQuarantine(row: QuarantinedRow) {
    return this.#put("quarantine", [row]);
  }
  deleteQuarantine(ids: readonly string[]) {
    return this.#delete("quarantine", ids);
  }
  putDraft(draft: Draft) {
    return this.#put("drafts", [draft]);
  }
  deleteDraft(key: string) {
    return this.#delete("drafts", [key]);
  }

  #put(store: string, values: readonly unknown[]): Promise<void> {
    if (values.length === 1) return this.#keep(this.table(store).put(values[0]));
    if (values.length > 1) return this.#keep(this.table(store).bulkPut(values));
    return done;
  }

  #delete(store: string, keys: readonly (string | number)[]): Promise<void> {
    if (keys.length === 0) return done;
    const from = keys[0];
    const to = keys[keys.length - 1];
    // An unbroken run of numbers, as receipts come, is two requests, and the second waits for the first.
    if (typeof from === "number" && typeof to === "number" && keys.length > 4 && isRun(keys))
      return this.table(store).where(":id").between(from, to, true, true).delete().then(nothing);
    return this.#keep(this.table(store).bulkDelete([...keys]));
  }

  #keep(request: PromiseLike<unknown>): Promise<void> {
    this.#pending.push(request);
    request.then(undefined, nothing);
    return done;
  }
}

const done = Promise.resolve();

function nothing(): void {}

function isRun(keys: readonly (string | number)[]): boolean {
  return keys.every((key, i) => i === 0 || key === (keys[i - 1] as number) + 1);
}

/** Names what went wrong; what the work itself threw passes as it is. */
function toStoreError(error: unknown, ownFailure: unknown): unknown {
  const names = namesOf(error);
  if (names.includes("QuotaExceededError")) return new DeviceFull("no room left", { cause: error });
  if (names.some((name) => goneNames.has(name))) return new DatabaseGone("database lost", { cause: error });
  if (ownFailure === undefined && names[0] === "AbortError")
    return new DatabaseGone("transaction lost", { cause: error });
  return error;
}

const goneNames: ReadonlySet<string> = new Set([
  "DatabaseClosedError",
  "OpenFailedError",
  "MissingAPIError",
  "InvalidStateError",
  "NotFoundError",
  "UnknownError",
  "VersionError",
  "UpgradeError",
  "BlockedError",
]);

/** An error's name and those of what caused it: the browser's own error lies inside Dexie's. */
function namesOf(error: unknown): string[] {
  const names: string[] = [];
  let next = error as { name?: unknown; inner?: unknown } | null | undefined;
  for (let depth = 0; depth < 4 && next && typeof next === "object"; depth++) {
    if (typeof next.name === "string") names.push(next.name);
    next = next.inner as typeof next;
  }
  return names;
}
