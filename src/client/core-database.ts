import { Dexie, type Table } from "dexie";
import type { RecordRow } from "#domain/record.ts";
import type {
  DeadOp,
  DeviceMeta,
  Draft,
  OutboxEntry,
  QuarantinedRow,
  SentOp,
  StoredBlob,
  StoredRow,
} from "#sync/device-store.ts";
import { noteTransaction } from "./in-flight.ts";

/**
 * The database of one profile. Its version is 1 for ever and its stores never change, so that no update of the app
 * can strand unsent work: what screens look up lies in `keys`, which the app computes and can compute anew.
 * Page and service worker both open it through this module.
 */
export class CoreDatabase extends Dexie {
  declare readonly rows: Table<StoredRow, string>;
  declare readonly shadows: Table<RecordRow, string>;
  declare readonly outbox: Table<OutboxEntry, number>;
  declare readonly sent: Table<SentOp, number>;
  declare readonly dead: Table<DeadOp, number>;
  declare readonly quarantine: Table<QuarantinedRow, string>;
  declare readonly drafts: Table<Draft, string>;
  declare readonly blobs: Table<StoredBlob, string>;
  declare readonly meta: Table<DeviceMeta, string>;

  constructor(device: string) {
    // Without the cache a live query shows only what is committed.
    super(coreName(device), { cache: "disabled" });
    this.version(1).stores(frozenStores);
    noteTransactionsOf(this);
  }
}

/** What goes through Dexie is noted as what goes past it. */
export function noteTransactionsOf(database: Dexie): void {
  database.use({
    stack: "dbcore",
    name: "in-flight",
    create: (core) => ({
      ...core,
      transaction(...asked) {
        const transaction = core.transaction(...asked);
        noteTransaction(transaction as IDBTransaction);
        return transaction;
      },
    }),
  });
}

export function coreName(device: string): string {
  return `so-truc-${device}`;
}

const frozenStores = {
  rows: "id, *keys",
  shadows: "id",
  outbox: "n, *ids",
  sent: "n, *ids",
  dead: "n",
  quarantine: "id",
  drafts: "key",
  blobs: "id",
  meta: "key",
};
