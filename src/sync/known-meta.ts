import type { DeviceMeta, DeviceStore } from "./device-store.ts";

/**
 * What this process last wrote of the device's state. Only ever a guess, since other tabs and the worker write there
 * too: whoever relies on it must compare it, within the same transaction, with what lies there.
 */
const known = new WeakMap<DeviceStore, DeviceMeta>();

export function noteMeta(store: DeviceStore, meta: DeviceMeta): void {
  known.set(store, meta);
}

export function knownMeta(store: DeviceStore): DeviceMeta | undefined {
  return known.get(store);
}

export function isAsKnown(guess: DeviceMeta, meta: DeviceMeta | undefined): boolean {
  return guess === meta || JSON.stringify(guess) === JSON.stringify(meta);
}
