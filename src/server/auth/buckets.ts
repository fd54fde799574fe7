import { Problem } from "../problem.ts";

/** A token bucket for each key, in memory: `burst` at once, `perSecond` in the long run. */
export function createBuckets(burst: number, perSecond: number) {
  const buckets = new Map<string, { tokens: number; at: number }>();

  function tokensOf(key: string, nowMs: number): number {
    const bucket = buckets.get(key);
    if (!bucket) return burst;
    return Math.min(burst, bucket.tokens + (Math.max(0, nowMs - bucket.at) / 1000) * perSecond);
  }

  /** Refuses with the wait until the next token when there is none; takes nothing. */
  function requireToken(key: string, nowMs: number): number {
    const tokens = tokensOf(key, nowMs);
    if (tokens >= 1) return tokens;
    throw new Problem("busy", { waitMs: Math.ceil(((1 - tokens) / perSecond) * 1000) });
  }

  return {
    requireToken,
    take(key: string, nowMs: number): void {
      const tokens = requireToken(key, nowMs);
      if (buckets.size > 20_000) buckets.clear();
      buckets.set(key, { tokens: tokens - 1, at: nowMs });
    },
  };
}
