import { Problem } from "../problem.ts";

/** A token bucket for each key, in memory: `burst` at once, `perSecond` in the long run. */
export function createBuckets(burst: number, perSecond: number) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    /** Takes one token or refuses with the wait until the next. */
    take(key: string, nowMs: number): void {
      const bucket = buckets.get(key) ?? { tokens: burst, at: nowMs };
      const tokens = Math.min(burst, bucket.tokens + (Math.max(0, nowMs - bucket.at) / 1000) * perSecond);
      if (tokens < 1) {
        throw new Problem("busy", { waitMs: Math.ceil(((1 - tokens) / perSecond) * 1000) });
      }
      if (buckets.size > 20_000) buckets.clear();
      buckets.set(key, { tokens: tokens - 1, at: nowMs });
    },
  };
}

export type Buckets = ReturnType<typeof createBuckets>;
