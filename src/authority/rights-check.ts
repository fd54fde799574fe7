import { noRights, type Rights } from "#domain/rights.ts";
import { DAY_MS } from "#kernel/calendar.ts";
import type { DatedRights } from "./commune-store.ts";

/** Ops written before a revocation are taken when they arrive within this time. */
export const graceMs = 30 * DAY_MS;

/** The rights in force at a time; none before the first entry. */
export function rightsAt(history: readonly DatedRights[], time: number): Rights {
  let found: Rights = noRights;
  for (const entry of history) if (entry.from <= time) found = entry;
  return found;
}

export function currentRights(history: readonly DatedRights[]): Rights {
  return history.at(-1) ?? noRights;
}

/**
 * The rights an op is judged by: today's when they allow it, else those at its effective time when they were lost less
 * than `graceMs` ago and the device was not reported lost.
 */
export function judgingRights(
  given: readonly DatedRights[],
  times: { effective: number; now: number; lost: boolean },
  allows: (rights: Rights) => boolean,
): Rights | null {
  // What a wrong clock dated later than now is in force now.
  const history = given.map((entry) => (entry.from > times.now ? { ...entry, from: times.now } : entry));
  const today = currentRights(history);
  if (allows(today)) return today;
  if (times.lost) return null;
  const then = rightsAt(history, times.effective);
  if (!allows(then)) return null;
  const lostAt = history.find((entry) => entry.from > times.effective && !allows(entry))?.from;
  return lostAt !== undefined && times.now - lostAt <= graceMs ? then : null;
}
