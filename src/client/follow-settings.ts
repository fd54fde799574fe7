import { liveQuery } from "dexie";
import type { Settings } from "./profile.ts";
import { currentProfile, readSettings } from "./profiles.ts";

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
