import type { Clock, Randomness } from "#kernel/ports.ts";

export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
};

export const systemRandomness: Randomness = {
  next() {
    const [word] = crypto.getRandomValues(new Uint32Array(1));
    return (word ?? 0) / 2 ** 32;
  },
};

/** Runs `work` once after `ms`; the answer calls it off. */
export type Schedule = (ms: number, work: () => void) => () => void;

export const systemSchedule: Schedule = (ms, work) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};
