import type { DeviceStore } from "#sync/device-store.ts";
import { DatabaseGone, DeviceFull } from "#sync/store-errors.ts";
import { runRead, runTransaction } from "./device-transaction.ts";
import type { TellChanges } from "./store-changes.ts";

/** A device's store that somebody opened and closes again. */
export interface OpenedStore extends DeviceStore {
  close(): void;
}

/** How a page or a worker reaches the browser's database; closed or deleted elsewhere, it stays closed. */
export interface DeviceConnection {
  readonly isClosed: boolean;
  /** The open database; opens it, and at first use of a page creates it. */
  open(): Promise<IDBDatabase>;
  /** Lets go of a connection that the browser has dropped, so that `open` makes a new one. */
  drop(): void;
  readonly tell: TellChanges;
}

/** The port over such a connection, straight on IndexedDB. */
export function directStore(connection: DeviceConnection): Pick<DeviceStore, "read" | "transact"> {
  const direct = async <T>(work: (database: IDBDatabase, begun: () => void) => Promise<T>): Promise<T> => {
    try {
      if (connection.isClosed) throw new DatabaseGone("the database is closed");
      return await connected(connection, work);
    } catch (error) {
      throw toStoreError(error);
    }
  };
  return {
    transact: (durability, work) =>
      direct((database, begun) =>
        runTransaction(
          database,
          durability,
          (tx) => {
            begun();
            return work(tx);
          },
          connection.tell,
        ),
      ),
    read: (work) =>
      direct((database, begun) =>
        runRead(database, (tx) => {
          begun();
          return work(tx);
        }),
      ),
  };
}

/** Runs `work` on the open connection; once more on a new one if the browser had dropped that before `work` had begun. */
async function connected<T>(
  connection: DeviceConnection,
  work: (database: IDBDatabase, begun: () => void) => Promise<T>,
): Promise<T> {
  let isBegun = false;
  const begun = () => {
    isBegun = true;
  };
  const database = await connection.open();
  try {
    return await work(database, begun);
  } catch (error) {
    if (isBegun || (error as { name?: unknown }).name !== "InvalidStateError") throw error;
    // As iOS does.
    connection.drop();
    return work(await connection.open(), begun);
  }
}

/** Names what went wrong with the database; what the work itself threw passes as it is. */
export function toStoreError(error: unknown): unknown {
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
