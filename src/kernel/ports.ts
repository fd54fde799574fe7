/** Time and chance come from outside, so that the core stays pure and the simulation can own them. */
export interface Clock {
  /** The device's own clock, Unix milliseconds; may be wrong by years and may jump. */
  wall(): number;
  /** Milliseconds that only move forward while this process lives. */
  monotonic(): number;
}

export interface Randomness {
  /** Uniform in [0, 1). */
  next(): number;
}
