import { Dexie, type ObservabilitySet, RangeSet } from "dexie";
import { followChanged } from "./change-channel.ts";
import { portStores } from "./device-transaction.ts";
import type { ChangedStore, TellChanges } from "./store-changes.ts";

const indexOf: { readonly [store: string]: string } = { rows: "keys", outbox: "ids", sent: "ids" };

/** Tells the live queries of this tab, and Dexie in other tabs, what a transaction past Dexie changed. */
export const tellDexie: TellChanges = (database, changes) => fire(database, changes.stores());

const whole: ChangedStore = { isWhole: true, keys: new Set(), indexed: new Set() };

/** Lets every live query of this database ask anew: nobody told this page what changed meanwhile. */
export function tellAllChanged(database: string): void {
  fire(
    database,
    portStores.map((store) => [store, whole] as const),
  );
}

/** What the service worker changes, which has no Dexie: it names the stores, and queries on them are asked again. */
export function followWorker(): void {
  followChanged(({ database, stores }) =>
    fire(
      database,
      stores.map((store) => [store, whole] as const),
    ),
  );
}

function fire(database: string, stores: Iterable<readonly [string, ChangedStore]>): void {
  const parts: ObservabilitySet = {};
  for (const [store, { isWhole, keys, indexed }] of stores) {
    const part = (of: string) => `idb://${database}/${store}/${of}`;
    const index = indexOf[store];
    parts[part("")] = rangesOf(isWhole, keys);
    parts[part(":dels")] = rangesOf(isWhole, keys);
    if (index) parts[part(index)] = rangesOf(isWhole, indexed);
  }
  Dexie.on.storagemutated.fire(parts);
}

function rangesOf(isWhole: boolean, keys: Iterable<string | number>): RangeSet {
  return isWhole ? new RangeSet(Dexie.minKey, Dexie.maxKey) : new RangeSet().addKeys([...keys]);
}
