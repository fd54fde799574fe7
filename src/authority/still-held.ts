import type { Rights } from "#domain/rights.ts";
import type { DatedRights } from "./commune-store.ts";
import { currentRights, graceMs } from "./rights-check.ts";

/**
 * Whether a device may hold something unsent that would still be taken: written under rights in force since it was last
 * heard, and not lost longer ago than the days of grace. Whoever's account is closed sends nothing any more.
 */
export function mayStillHold(
  history: readonly DatedRights[],
  heardAt: number,
  now: number,
  could: (rights: Rights) => boolean,
): boolean {
  if (!currentRights(history).active) return false;
  return history.some((rights, at) => {
    // What a wrong clock dated later than now is in force now.
    const until = history[at + 1]?.from ?? Number.POSITIVE_INFINITY;
    return until > heardAt && now - until <= graceMs && could(rights);
  });
}
