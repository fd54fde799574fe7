import type { Randomness } from "#kernel/ports.ts";

const longestMs = 15 * 60_000;
/** A server that answers but cannot, or a link that fell silent, wants rest. */
const restMs = 2000;
/** A connection that was reset is most often there again at once. */
const resetMs = 240;

/**
 * Wait before the next try after `failures` in a row, ms: exponential with full jitter, up to 15 min. `isReset`: nothing
 * answered, and that was known at once.
 */
export function nextDelay(failures: number, randomness: Randomness, isReset = false): number {
  const first = isReset ? resetMs : restMs;
  const ceiling = Math.min(longestMs, first * 2 ** Math.min(failures - 1, 20));
  const least = first / 8;
  return Math.round(least + randomness.next() * (ceiling - least));
}

/** An outbox older than this while the link works is an alarm, not a wait. */
export const outboxAlarmMs = 15 * 60_000;
