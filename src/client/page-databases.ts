import type { Databases } from "./databases.ts";
import { followWorker } from "./dexie-changes.ts";
import { openDeviceStore } from "./dexie-device-store.ts";
import { dexieProfileStore } from "./profile-database.ts";

/** A page's databases, whose live queries also hear what the service worker changes. */
export function pageDatabases(): Databases {
  followWorker();
  return { profiles: dexieProfileStore(), openStore: openDeviceStore };
}
