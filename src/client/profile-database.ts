import { Dexie, type Table } from "dexie";
import { noteTransactionsOf } from "./core-database.ts";
import type { KeptValue, Profile } from "./profile.ts";
import type { ProfileStore } from "./profile-store.ts";

/** Version 1 for ever, like the logbooks: what is not a key may grow freely. */
class ProfileDatabase extends Dexie {
  declare readonly profiles: Table<Profile, string>;
  declare readonly kept: Table<KeptValue, string>;

  constructor() {
    super("so-truc-profiles", { chromeTransactionDurability: "strict", cache: "disabled" });
    this.version(1).stores({ profiles: "device", kept: "key" });
    noteTransactionsOf(this);
  }
}

let opened: ProfileDatabase | undefined;

/** Before the page is frozen; what is asked afterwards opens it again. */
export function letGoOfProfiles(): void {
  opened?.close({ disableAutoOpen: false });
}

/** The profiles through Dexie: live queries follow what they read of them. */
export function dexieProfileStore(database = new ProfileDatabase()): ProfileStore {
  opened = database;
  const { profiles, kept } = database;
  return {
    read: () =>
      database.transaction("r", profiles, kept, async () => {
        const [allProfiles, allKept] = await Promise.all([profiles.toArray(), kept.toArray()]);
        return { profiles: allProfiles, kept: allKept };
      }),
    find: (device) => profiles.get(device),
    kept: (key) => kept.get(key),
    async put(profile) {
      await profiles.put(profile);
    },
    async change(device, change) {
      await profiles
        .where("device")
        .equals(device)
        .modify({ ...change });
    },
    keep: (key, next) =>
      database.transaction("rw", kept, async () => {
        const value = next(await kept.get(key));
        if (value === null) await kept.delete(key);
        else await kept.put(value);
      }),
    async remove(device) {
      await profiles.delete(device);
    },
  };
}
