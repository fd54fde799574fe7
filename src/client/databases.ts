import type { OpenedStore } from "./device-connection.ts";
import type { ProfileStore } from "./profile-store.ts";

/** The databases of this installation as its context reaches them: a page through Dexie, the service worker without it. */
export interface Databases {
  readonly profiles: ProfileStore;
  openStore(device: string): OpenedStore;
}

let chosen: Databases | undefined;

/** Said once, where page or worker is put together. */
export function chooseDatabases(databases: Databases): void {
  chosen = databases;
}

export function databases(): Databases {
  if (!chosen) throw new Error("Nobody has said yet how this context reaches its databases");
  return chosen;
}
