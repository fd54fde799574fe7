import type { DeviceMeta } from "./device-store.ts";
import { keysVersion } from "./keys-version.ts";

/** The state of a device that has just signed in and holds nothing yet. */
export function initialMeta(device: {
  device: string;
  person: string;
  commune: string;
  epoch: string;
}): DeviceMeta {
  return {
    key: "device",
    ...device,
    cursor: 0,
    booted: [],
    booting: {},
    scopes: [],
    tags: {},
    nextN: 1,
    version: 0,
    offset: null,
    offsetError: null,
    lastWall: 0,
    clockSuspect: false,
    durableN: 0,
    sync: {
      lastSuccess: null,
      lastFailure: null,
      failures: 0,
      retryAt: null,
      mustUpdate: false,
      bytesToday: 0,
      bytesDay: "",
      complete: false,
    },
    keysVersion,
  };
}
