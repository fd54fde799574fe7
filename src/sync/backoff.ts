import type { Randomness } from "#kernel/ports.ts";

const firstMs = 2000;
const longestMs = 15 * 60_000;

/** Wait before the next try after `failures` in a row, ms: exponential with full jitter, 2 s to 15 min. */
export function nextDelay(failures: number, randomness: Randomness): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
  return Math.round(250 + randomness.next() * (ceiling - 250));
}

/** An outbox older than this while the link works is an alarm, not a wait. */
export const outboxAlarmMs = 15 * 60_000;
