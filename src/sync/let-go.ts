import type { DeviceMeta, DeviceTx } from "./device-store.ts";
import { pendingByRecord } from "./place-rows.ts";
import type { Reply } from "./transport.ts";

/** The record left a scope: it goes, unless something of mine hangs on it or it already lies elsewhere. */
export async function takeExits(tx: DeviceTx, exits: Reply["exits"], touched: Set<string>): Promise<void> {
  for (const [id, scope, seq] of exits) {
    const server = (await tx.shadow(id)) ?? (await tx.row(id));
    if (!server || server.scope !== scope || server.seq >= seq) continue;
    if ((await tx.outboxOn(id)).length > 0) await loseGround(tx, [id], touched);
    else {
      await tx.deleteRows([id]);
      await tx.deleteShadows([id]);
    }
  }
}

export async function dropLostScopes(
  tx: DeviceTx,
  before: DeviceMeta,
  now: DeviceMeta,
  touched: Set<string>,
): Promise<void> {
  const lost = before.scopes.filter((scope) => !now.scopes.includes(scope));
  if (lost.length === 0) return;
  const pending = await pendingByRecord(tx);
  const drops: string[] = [];
  await tx.eachRow((row) => {
    if (!lost.includes(row.scope)) return;
    if (pending.has(row.id)) touched.add(row.id);
    else drops.push(row.id);
  });
  await tx.deleteRows(drops);
}

/**
 * A record that changed while its scope came anew lies beyond the pages of that first sync and comes by the changes after
 * it. So what is left over from before goes only once nothing is left to pull.
 */
export async function sweepWhenAllIsHere(
  tx: DeviceTx,
  meta: DeviceMeta,
  reply: Reply,
  isMoreToCome: boolean,
  touched: Set<string>,
): Promise<DeviceMeta> {
  const { unswept = [], ...rest } = meta;
  const due = [...new Set([...unswept, ...reply.arrived])].filter((scope) => meta.booted.includes(scope));
  if (due.length === 0) return rest;
  if (isMoreToCome) return { ...rest, unswept: due };
  await sweep(tx, rest, due, touched);
  return rest;
}

/**
 * When a scope's first sync is complete, what only an earlier one had brought is gone from the server. A record with
 * something of mine pending stays, but no longer on that old ground.
 */
async function sweep(
  tx: DeviceTx,
  meta: DeviceMeta,
  arrived: readonly string[],
  touched: Set<string>,
): Promise<void> {
  const again = arrived.filter((scope) => (meta.tags[scope] ?? 0) > 1);
  if (again.length === 0) return;
  const pending = await pendingByRecord(tx);
  const drops: string[] = [];
  const isOld = (scope: string, tag: number) => again.includes(scope) && tag !== meta.tags[scope];
  const tagOf = new Map<string, number>();
  await tx.eachRow((row) => {
    if (pending.has(row.id)) tagOf.set(row.id, row.tag);
    else if (isOld(row.scope, row.tag)) drops.push(row.id);
  });
  const grounds = (await tx.shadows([...tagOf.keys()])).filter((row) => row !== undefined);
  const groundless = grounds.filter((row) => isOld(row.scope, tagOf.get(row.id) ?? 0)).map((row) => row.id);
  await tx.deleteRows(drops);
  await loseGround(tx, groundless, touched);
}

/** The server no longer shows us these records: they stay only for as long as something of mine hangs on them. */
async function loseGround(tx: DeviceTx, ids: readonly string[], touched: Set<string>): Promise<void> {
  for (const shadow of await tx.shadows(ids)) if (shadow) await tx.putShadow({ ...shadow, seq: 0 });
  for (const id of ids) touched.add(id);
}
