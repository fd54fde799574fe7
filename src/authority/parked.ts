import type { CommuneState, CommuneTx, DecidedOp } from "./commune-store.ts";
import { withPersonal } from "./personal-parts.ts";
import { RightsReader } from "./rights-reader.ts";
import { type TakeHow, takeOne } from "./take-one.ts";

/** Decides parked ops again that waited for these records; returns the records that changed by it. */
export async function retryWaiting(
  tx: CommuneTx,
  state: CommuneState,
  ids: readonly string[],
  now: number,
  how: TakeHow = {},
): Promise<string[]> {
  const changed: string[] = [];
  const queue = [...ids];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const waiting of await tx.parked(id)) {
      const rows = await decideAgain(tx, state, waiting, now, how);
      changed.push(...rows);
      queue.push(...rows);
    }
  }
  return changed;
}

async function decideAgain(
  tx: CommuneTx,
  state: CommuneState,
  waiting: DecidedOp,
  now: number,
  how: TakeHow,
): Promise<string[]> {
  const device = await tx.device(waiting.device);
  if (!device) return [];
  const context = {
    ...how,
    now,
    people: new RightsReader(tx),
    references: new Set<string>(),
    own: new Set<string>(),
    earlier: waiting,
  };
  const { decision } = await takeOne(tx, state, device, withPersonal(waiting), context);
  return decision.outcome === "parked" ? [] : decision.rows.map((row) => row.id);
}

/** After a deployment: today's code may understand what it had to park; and once the clock is right again. */
export async function retryParked(tx: CommuneTx, now: number, how: TakeHow = {}): Promise<number> {
  const state = await tx.state();
  let settled = 0;
  for (const waiting of await tx.parked()) {
    const rows = await decideAgain(tx, state, waiting, now, how);
    if (rows.length > 0) settled++;
  }
  return settled;
}
