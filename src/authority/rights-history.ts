import type { CommuneTx, DatedRights } from "./commune-store.ts";
import { rightsAt } from "./rights-check.ts";

/**
 * Writes what a person may do from now on. A clock that was wrong may have left versions that begin later than now: they
 * repeat this one, so that nothing given or taken away then outlives it.
 */
export async function putRightsNow(
  tx: CommuneTx,
  person: string,
  rights: Omit<DatedRights, "from">,
  now: number,
): Promise<void> {
  for (const { from } of await tx.rightsOf(person)) {
    if (from > now) await tx.putRights(person, { ...rights, from });
  }
  await tx.putRights(person, { ...rights, from: now });
}

/** What was written last is in force from now on, though a wrong clock dated it later. True when that changed something. */
export async function settleRights(tx: CommuneTx, person: string, now: number): Promise<boolean> {
  const history = await tx.rightsOf(person);
  const latest = history.at(-1);
  if (!latest || latest.from <= now) return false;
  const { from: _later, ...rights } = latest;
  const { from: _earlier, ...inForce } = { from: 0, ...rightsAt(history, now) };
  if (JSON.stringify(inForce) === JSON.stringify(rights)) return false;
  await putRightsNow(tx, person, rights, now);
  return true;
}
