import type { DeviceMeta } from "./device-store.ts";

/** A jump of the wall clock against the monotonic one, or back behind what was stored, makes a clock suspect. */
export const suspectJumpMs = 2 * 60_000;

/** The device's best guess of the time, Unix ms: its wall clock corrected by the measured offset. */
export function correctedNow(meta: Pick<DeviceMeta, "offset">, wall: number): number {
  return wall + (meta.offset ?? 0);
}

/** True when the day on this device should be asked of a person: the clock jumped or was never measured. */
export function mustAskDay(meta: Pick<DeviceMeta, "offset" | "clockSuspect">): boolean {
  return meta.offset === null || meta.clockSuspect;
}

/** Notes a look at the wall clock; a clock behind what was stored before has jumped back. */
export function observeWall(meta: DeviceMeta, wall: number): DeviceMeta {
  if (wall < meta.lastWall - suspectJumpMs) return { ...meta, lastWall: wall, clockSuspect: true };
  return wall > meta.lastWall ? { ...meta, lastWall: wall } : meta;
}

/** Marks the clock as suspect when wall and monotonic time ran apart since the last look. */
export function hasJumped(
  before: { wall: number; monotonic: number },
  after: { wall: number; monotonic: number },
): boolean {
  return Math.abs(after.wall - before.wall - (after.monotonic - before.monotonic)) > suspectJumpMs;
}

/**
 * Takes one sample of the server's time. The sample with the shortest round trip wins, unless it contradicts the kept
 * one by more than both may be off: then the device's clock was set meanwhile.
 */
export function measureOffset(
  meta: DeviceMeta,
  sample: { serverTime: number; sentAt: number; receivedAt: number },
): DeviceMeta {
  const error = Math.max(1, Math.round((sample.receivedAt - sample.sentAt) / 2));
  if (sample.receivedAt < sample.sentAt) return { ...meta, clockSuspect: true };
  const offset = Math.round(sample.serverTime - (sample.sentAt + sample.receivedAt) / 2);
  const kept = { offset: meta.offset, error: meta.offsetError };
  const better =
    kept.offset === null ||
    kept.error === null ||
    error <= kept.error ||
    Math.abs(offset - kept.offset) > error + kept.error + 1000;
  const next = { ...meta, clockSuspect: false, lastWall: sample.receivedAt };
  return better ? { ...next, offset, offsetError: error } : next;
}
