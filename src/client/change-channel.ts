import { openPageChannel } from "./page-channel.ts";

/** By which the service worker, which has no Dexie, tells pages what it changed in a database. */
const channelName = "so-truc-changes";

export interface ChangedDatabase {
  readonly database: string;
  readonly stores: readonly string[];
}

export function tellChanged(changed: ChangedDatabase): void {
  if (typeof BroadcastChannel !== "function") return;
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(changed);
  channel.close();
}

/** A browser without channels hears nothing; its pages see the worker's changes when they ask next. */
export function followChanged(hear: (changed: ChangedDatabase) => void): void {
  openPageChannel(channelName, (data) => {
    if (isChanged(data)) hear(data);
  });
}

function isChanged(data: unknown): data is ChangedDatabase {
  const { database, stores } = (data ?? {}) as Partial<ChangedDatabase>;
  return typeof database === "string" && Array.isArray(stores);
}
