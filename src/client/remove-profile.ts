import { Dexie } from "dexie";
import { accept, type Result, refuse } from "#kernel/result.ts";
import { coreName } from "./core-database.ts";
import { databases } from "./databases.ts";
import { portStores } from "./device-transaction.ts";
import { openDeviceStore } from "./dexie-device-store.ts";
import { type MarkPlace, readMarks, writeMarks } from "./eviction-marks.ts";
import { countUnsent } from "./profiles.ts";

/**
 * Removes a profile and its logbook. Refuses while anything is unsent, and while something refused waits that nobody
 * has settled, unless a person has seen it (`settled`). Checked and sealed in one transaction, so that another tab can
 * save nothing that would then vanish.
 */
export async function removeProfile(
  device: string,
  places: readonly MarkPlace[],
  options: { readonly settled?: boolean } = {},
): Promise<Result<void, "unsent" | "dead">> {
  const store = openDeviceStore(device);
  try {
    const { db } = store;
    const counts = await db.transaction("rw", [...portStores], async () => {
      const { unsent, dead } = await store.readLive(countUnsent);
      if (unsent === 0 && (dead === 0 || options.settled)) await db.meta.clear();
      return { unsent, dead };
    });
    if (counts.unsent > 0) return refuse("unsent", { count: counts.unsent });
    if (counts.dead > 0 && !options.settled) return refuse("dead", { count: counts.dead });
  } finally {
    store.close();
  }
  // Marks and profile go first: a crash here leaves at most a file that nobody opens.
  writeMarks(
    places,
    readMarks(places).filter((mark) => mark.device !== device),
  );
  const { profiles } = databases();
  await profiles.remove(device);
  await profiles.keep("current", (current) => (current && current.value !== device ? current : null));
  await Dexie.delete(coreName(device));
  return accept(undefined);
}
