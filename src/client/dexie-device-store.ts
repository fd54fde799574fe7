import type { Transaction } from "dexie";
import type { RecordRow } from "#domain/record.ts";
import type {
  DeadOp,
  DeviceMeta,
  DeviceReadTx,
  DeviceStore,
  Draft,
  OutboxEntry,
  QuarantinedRow,
  SentOp,
  StoredBlob,
  StoredRow,
} from "#sync/device-store.ts";
import { DatabaseGone, DeviceFull } from "#sync/store-errors.ts";
import { CoreDatabase } from "./core-database.ts";
import { onceEach, portStores, runRead, runTransaction } from "./device-transaction.ts";

/** The device's store in a browser. */
export interface DexieDeviceStore extends DeviceStore {
  /** As `read`, but through Dexie: a live query around it follows what it read. */
  readLive<T>(work: (tx: DeviceReadTx) => Promise<T>): Promise<T>;
  /** For live queries; writes go through the port alone. */
  readonly db: CoreDatabase;
  close(): void;
}

/** Opens, and at first use creates, the database of a device. Closed or deleted elsewhere, it stays closed. */
export function openDeviceStore(device: string): DexieDeviceStore {
  const db = new CoreDatabase(device);
  let isClosed = false;
  const close = () => {
    isClosed = true;
    db.close();
  };
  // Another tab removes the profile: opening again would only make an empty database in its place.
  db.on("versionchange", () => {
    close();
    return false;
  });
  /** Straight on the browser's database. */
  const direct = async <T>(work: (database: IDBDatabase, begun: () => void) => Promise<T>): Promise<T> => {
    try {
      if (isClosed) throw new DatabaseGone("the database is closed");
      return await connected(db, work);
    } catch (error) {
      throw toStoreError(error);
    }
  };
  return {
    db,
    transact: (durability, work) =>
      direct((database, begun) =>
        runTransaction(database, durability, (tx) => {
          begun();
          return work(tx);
        }),
      ),
    read: (work) =>
      direct((database, begun) =>
        runRead(database, (tx) => {
          begun();
          return work(tx);
        }),
      ),
    async readLive(work) {
      try {
        return await db.transaction("r", [...portStores], (trans) => work(new ReadingTx(trans)));
      } catch (error) {
        throw toStoreError(error);
      }
    },
    close,
  };
}

/** Runs `work` on the open connection; once more on a new one if the browser had dropped that before `work` had begun. */
async function connected<T>(
  db: CoreDatabase,
  work: (database: IDBDatabase, begun: () => void) => Promise<T>,
): Promise<T> {
  if (!db.isOpen()) await db.open();
  let isBegun = false;
  const begun = () => {
    isBegun = true;
  };
  try {
    return await work(db.backendDB(), begun);
  } catch (error) {
    if (isBegun || (error as { name?: unknown }).name !== "InvalidStateError") throw error;
    // As iOS does.
    db.close({ disableAutoOpen: false });
    await db.open();
    return work(db.backendDB(), begun);
  }
}

/** Reads through Dexie, which tells live queries what they depend on. Its tables are bound to the transaction. */
class ReadingTx implements DeviceReadTx {
  readonly #trans: Transaction;

  constructor(trans: Transaction) {
    this.#trans = trans;
  }

  meta() {
    return this.#table<DeviceMeta>("meta").get("device") as Promise<DeviceMeta | undefined>;
  }
  row(id: string) {
    return this.#table<StoredRow>("rows").get(id) as Promise<StoredRow | undefined>;
  }
  async rows(ids: readonly string[]) {
    return ids.length === 0 ? [] : this.#table<StoredRow>("rows").bulkGet([...ids]);
  }
  rowsByKey(key: string) {
    return this.#table<StoredRow>("rows").where("keys").equals(key).toArray() as Promise<StoredRow[]>;
  }
  async rowsByKeys(from: string, to: string) {
    return onceEach(
      await this.#table<StoredRow>("rows").where("keys").between(from, to, true, true).toArray(),
    );
  }
  async eachRow(visit: (row: StoredRow) => void) {
    await this.#table<StoredRow>("rows").each(visit);
  }
  shadow(id: string) {
    return this.#table<RecordRow>("shadows").get(id) as Promise<RecordRow | undefined>;
  }
  async shadows(ids: readonly string[]) {
    return ids.length === 0 ? [] : this.#table<RecordRow>("shadows").bulkGet([...ids]);
  }
  outbox(limit?: number) {
    const table = this.#table<OutboxEntry>("outbox");
    return (limit === undefined ? table : table.limit(limit)).toArray() as Promise<OutboxEntry[]>;
  }
  outboxCount() {
    return this.#table<OutboxEntry>("outbox").count() as Promise<number>;
  }
  outboxOn(recordId: string) {
    const found = this.#table<OutboxEntry>("outbox").where("ids").equals(recordId);
    return found.toArray() as Promise<OutboxEntry[]>;
  }
  sent(n: number) {
    return this.#table<SentOp>("sent").get(n) as Promise<SentOp | undefined>;
  }
  allSent() {
    return this.#table<SentOp>("sent").toArray() as Promise<SentOp[]>;
  }
  sentOn(recordId: string) {
    return this.#table<SentOp>("sent").where("ids").equals(recordId).toArray() as Promise<SentOp[]>;
  }
  dead() {
    return this.#table<DeadOp>("dead").toArray() as Promise<DeadOp[]>;
  }
  quarantine() {
    return this.#table<QuarantinedRow>("quarantine").toArray() as Promise<QuarantinedRow[]>;
  }
  draft(key: string) {
    return this.#table<Draft>("drafts").get(key) as Promise<Draft | undefined>;
  }
  drafts() {
    return this.#table<Draft>("drafts").toArray() as Promise<Draft[]>;
  }
  blob(id: string) {
    return this.#table<StoredBlob>("blobs").get(id) as Promise<StoredBlob | undefined>;
  }
  blobIds() {
    return this.#table<StoredBlob>("blobs").toCollection().primaryKeys() as Promise<string[]>;
  }

  #table<T>(name: (typeof portStores)[number]) {
    // biome-ignore lint/suspicious/noExplicitAny: keys are text or numbers, as the stores declare
    return this.#trans.table<T, any>(name);
  }
}

/** Names what went wrong with the database; what the work itself threw passes as it is. */
function toStoreError(error: unknown): unknown {
  const names = namesOf(error);
  if (names.includes("QuotaExceededError")) return new DeviceFull("no room left", { cause: error });
  if (names.some((name) => goneNames.has(name))) return new DatabaseGone("database lost", { cause: error });
  return error;
}

const goneNames: ReadonlySet<string> = new Set([
  "AbortError",
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
