import { DAY_MS } from "#kernel/calendar.ts";
import type { CommuneStore } from "./commune-store.ts";

/** Tombstones and exits are kept so long; a device that was silent for longer starts its first syncs anew. */
export const keptMs = 180 * DAY_MS;

/** Old records name what these were called, so they stay readable for ever. */
const keptKinds: readonly string[] = ["village", "person", "unit"];

/** The nightly sweep of one commune. Work grows with what is forgotten. */
export function raiseFloor(
  store: CommuneStore,
  commune: string,
  now: number,
): Promise<{ rows: number; exits: number }> {
  return store.transact(commune, async (tx) => {
    const upTo = await tx.seqAt(now - keptMs);
    const { floor } = await tx.state();
    return upTo > floor ? tx.purge(upTo, keptKinds) : { rows: 0, exits: 0 };
  });
}
