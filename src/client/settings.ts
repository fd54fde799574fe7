import { liveQuery } from "dexie";
import { profileDatabase, type Settings } from "./profile-database.ts";
import { currentProfile, readSettings } from "./profiles.ts";

/** What is asked of this installation's settings once the first screen stands. */
export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  const database = profileDatabase();
  return database.transaction("rw", database.kept, async () => {
    const value = { ...(await readSettings()), ...change };
    await database.kept.put({ key: "settings", value });
    return value;
  });
}

/** Whether people take turns on this device, and it locks by itself. */
export async function isShared(): Promise<boolean> {
  return ((await readSettings()).lockAfter ?? "off") !== "off";
}

/** Tells the settings now and whenever any tab changes them; the answer ends it. */
export function followSettings(tell: (settings: Settings) => void): () => void {
  const following = liveQuery(readSettings).subscribe(tell);
  return () => following.unsubscribe();
}

/** Tells whose book was opened last on any tab, by its device; undefined once it was put away. */
export function followOnDuty(tell: (device: string | undefined) => void): () => void {
  const following = liveQuery(async () => (await currentProfile())?.device).subscribe(tell);
  return () => following.unsubscribe();
}
