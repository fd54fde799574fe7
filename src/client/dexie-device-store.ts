import type { Transaction } from "dexie";
import type { RecordRow } from "#domain/record.ts";
import type {
  DeadOp,
  DeviceMeta,
  DeviceReadTx,
  Draft,
  OutboxEntry,
  QuarantinedRow,
  SentOp,
  StoredBlob,
  StoredRow,
} from "#sync/device-store.ts";
import { DatabaseGone } from "#sync/store-errors.ts";
import { CoreDatabase } from "./core-database.ts";
import { directStore, type OpenedStore, toStoreError } from "./device-connection.ts";
import { onceEach, portStores } from "./device-transaction.ts";
import { tellAllChanged, tellDexie } from "./dexie-changes.ts";
import { listened } from "./store-silence.ts";

/** The device's store in a page. */
export interface DexieDeviceStore extends OpenedStore {
  /** As `read`, but through Dexie: a live query around it follows what it read. */
  readLive<T>(work: (tx: DeviceReadTx) => Promise<T>): Promise<T>;
  /** For live queries; writes go through the port alone. */
  readonly db: CoreDatabase;
  /** The page is about to be frozen: no connection stays open, and what is asked from now on waits until it thaws. */
  freeze(): void;
  thaw(): void;
}

/**
 * Opens, and at first use creates, the database of a device. Closed or deleted elsewhere, it stays closed; what was
 * asked before it is closed is done first.
 */
export function openDeviceStore(device: string): DexieDeviceStore {
  const db = new CoreDatabase(device);
  let isClosing = false;
  let isClosed = false;
  let asked = 0;
  let thawed: { readonly wait: Promise<void>; readonly go: () => void } | undefined;
  const closeNow = () => {
    isClosing = true;
    isClosed = true;
    db.close();
  };
  // What a form wrote as it was put away is still on its way.
  const close = () => {
    isClosing = true;
    if (asked === 0) closeNow();
    else thawed?.go();
  };
  // Another tab removes the profile: opening again would only make an empty database in its place.
  db.on("versionchange", () => {
    closeNow();
    return false;
  });
  const whileOpen = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isClosing) throw new DatabaseGone("the database is closed");
    asked += 1;
    try {
      await thawed?.wait;
      return await listened(work());
    } finally {
      asked -= 1;
      if (isClosing && asked === 0) closeNow();
    }
  };
  const direct = directStore({
    get isClosed() {
      return isClosed;
    },
    async open() {
      if (!db.isOpen()) await db.open();
      return db.backendDB();
    },
    drop: () => db.close({ disableAutoOpen: false }),
    tell: tellDexie,
  });
  return {
    db,
    read: (work) => whileOpen(() => direct.read(work)),
    transact: (durability, work) => whileOpen(() => direct.transact(durability, work)),
    async readLive(work) {
      try {
        // Never waits for a thaw: a live query loses sight of what it reads once something else was awaited.
        return await db.transaction("r", [...portStores], (trans) => work(new ReadingTx(trans)));
      } catch (error) {
        throw toStoreError(error);
      }
    },
    freeze() {
      thawed ??= whenThawed();
      if (!isClosing) db.close({ disableAutoOpen: false });
    },
    thaw() {
      thawed?.go();
      thawed = undefined;
      tellAllChanged(db.name);
    },
    close,
  };
}

function whenThawed() {
  let go = (): void => undefined;
  const wait = new Promise<void>((thaw) => {
    go = thaw;
  });
  return { wait, go };
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
