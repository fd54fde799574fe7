export type StoreName =
  | "rows"
  | "shadows"
  | "outbox"
  | "sent"
  | "dead"
  | "quarantine"
  | "drafts"
  | "blobs"
  | "meta";
export type Key = string | number;

/** Beyond so many keys of a store every query on it is asked again: cheaper than telling them apart. */
const manyKeys = 50;

export interface ChangedStore {
  /** Every key of the store may have changed. */
  readonly isWhole: boolean;
  readonly keys: ReadonlySet<Key>;
  /** Entries of its index. */
  readonly indexed: ReadonlySet<string>;
}

/** What one transaction changed, for whoever follows the database. */
export class StoreChanges {
  readonly #stores = new Map<StoreName, { keys: Set<Key>; indexed: Set<string> }>();

  note(store: StoreName, key: Key, indexed: readonly string[]): void {
    let noted = this.#stores.get(store);
    if (!noted) {
      noted = { keys: new Set(), indexed: new Set() };
      this.#stores.set(store, noted);
    }
    if (noted.keys.size > manyKeys) return;
    noted.keys.add(key);
    for (const one of indexed) noted.indexed.add(one);
  }

  get isEmpty(): boolean {
    return this.#stores.size === 0;
  }

  *stores(): Iterable<[StoreName, ChangedStore]> {
    for (const [store, { keys, indexed }] of this.#stores)
      yield [store, { isWhole: keys.size > manyKeys, keys, indexed }];
  }
}

/** Called after the commit with the name of the database. */
export type TellChanges = (database: string, changes: StoreChanges) => void;
