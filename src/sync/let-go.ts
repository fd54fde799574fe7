import { ownKeptMs, ownScope } from "#domain/scope.ts";
import type { DeviceMeta, DeviceTx, StoredRow } from "./device-store.ts";
import { keptKey } from "./kept-key.ts";
import { toRow, toStored } from "./overlay.ts";
import { pendingByRecord } from "./place-rows.ts";
import { coverIn, isOwnOutside, standingOf, tagOf } from "./standing.ts";
import type { Reply } from "./transport.ts";

/**
 * The record left a scope: it goes, unless something of mine hangs on it or it already lies elsewhere. One's own comes in
 * its new place, if it has not come yet.
 */
export async function takeExits(
  tx: DeviceTx,
  meta: DeviceMeta,
  exits: Reply["exits"],
  touched: Set<string>,
): Promise<void> {
  const isTold = meta.scopes.includes(ownScope(meta.person));
  for (const [id, scope, seq] of exits) {
    const server = (await tx.shadow(id)) ?? (await tx.row(id));
    if (!server || server.scope !== scope || server.seq >= seq) continue;
    if (isTold && server.created.by === meta.person) continue;
    if ((await tx.outboxOn(id)).length > 0) await loseGround(tx, [id], touched);
    else {
      await tx.deleteRows([id]);
      await tx.deleteShadows([id]);
    }
  }
}

/**
 * What somebody may no longer read goes; what they wrote stays, to be read until a day. Below the floor and in a new
 * history only first syncs tell what is there still, and that of one's own reaches no further back than its days: what
 * is older, and was not told yet, goes as well.
 */
export async function dropLostScopes(
  tx: DeviceTx,
  before: DeviceMeta,
  now: DeviceMeta,
  anew: readonly string[],
  touched: Set<string>,
): Promise<void> {
  // Of its very first reply nothing can be left over: the page after it is not to wait for a look at every record.
  if (before.version === 0 && before.scopes.length === 0) return;
  const lost = before.scopes.filter((scope) => !now.scopes.includes(scope));
  const isAllAnew = beginsAnew(before, now, anew);
  if (lost.length === 0 && !isAllAnew) return;
  const pending = await pendingByRecord(tx);
  const drops: string[] = [];
  const kept: StoredRow[] = [];
  // A first sync of one's own that is under way may have gone past it; one that begins now will come to it.
  const own = ownScope(now.person);
  const isLate = before.tags[own] === now.tags[own];
  const isLeftOver = ({ scope, tag, until }: Held) => until === undefined && tag !== tagOf(before, scope);
  const isUntold = (row: Held) =>
    row.created.at <= (now.toldAt ?? 0) - ownKeptMs && (isAllAnew || isLeftOver(row));
  const pinned = new Map<string, number>();
  await tx.eachRow((row) => {
    if (pending.has(row.id)) pinned.set(row.id, row.tag);
    if (coverIn(now.scopes, row.scope) !== undefined) return;
    const standing = isUntold(row) ? null : standingOf(now, row, row.until);
    if (pending.has(row.id)) touched.add(row.id);
    else if (standing)
      kept.push(toStored(toRow(row), isLate ? tagOf(now, row.scope) : row.tag, standing.until));
    else drops.push(row.id);
  });
  await tx.putRows(kept);
  await tx.deleteRows(drops);
  const lostGround = (await groundsOf(tx, pinned)).filter(
    (ground) => coverIn(now.scopes, ground.scope) === undefined && isUntold(ground),
  );
  await loseGround(tx, idsOf(lostGround), touched);
}

/** A record as the server last stated it, with the first sync that brought it. */
type Held = Pick<StoredRow, "id" | "scope" | "created" | "tag" | "until">;

/** Under what is pending: where that puts a record says nothing of where the server has it. */
async function groundsOf(tx: DeviceTx, tags: ReadonlyMap<string, number>): Promise<Held[]> {
  const shadows = await tx.shadows([...tags.keys()]);
  return shadows.flatMap((row) => (row ? [{ ...row, tag: tags.get(row.id) ?? 0 }] : []));
}

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

/** Nothing that the device has is told on from where it was: of what changed meanwhile some is forgotten. */
function beginsAnew(before: DeviceMeta, now: DeviceMeta, anew: readonly string[]): boolean {
  const had = [...before.booted, ...Object.keys(before.booting)];
  return had.every((scope) => !now.scopes.includes(scope) || anew.includes(scope));
}

/** Lets go of what both clocks say was kept long enough, and notes when the next of it goes; neither clock makes it longer. */
export async function letGoOfKept(tx: DeviceTx, meta: DeviceMeta, wall: number): Promise<DeviceMeta> {
  const { keptUntil: _before, ...rest } = meta;
  const kept = await tx.rowsByKey(keptKey);
  const told = meta.toldAt ?? 0;
  const latest = Math.max(told, wall) + ownKeptMs;
  const isOver = ({ until = 0 }: StoredRow) => until <= Math.min(told, wall);
  await tx.deleteRows(kept.filter(isOver).map(({ id }) => id));
  const left = kept.filter((row) => !isOver(row));
  await tx.putRows(left.flatMap((row) => ((row.until ?? 0) > latest ? [{ ...row, until: latest }] : [])));
  const ends = left.map(({ until = 0 }) => Math.min(until, latest));
  return ends.length === 0 ? rest : { ...rest, keptUntil: Math.min(...ends) };
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
  const own = ownScope(meta.person);
  const isOld = (row: Held) => {
    const cover = coverIn(meta.scopes, row.scope);
    if (cover === undefined) return isOldOwn(row);
    return again.includes(cover) && row.tag !== meta.tags[cover];
  };
  // What is older than the first sync of one's own reaches was judged as its scope was lost.
  const isOldOwn = (row: Held) =>
    again.includes(own) &&
    row.tag !== meta.tags[own] &&
    isOwnOutside(meta, row) &&
    row.created.at > (meta.toldAt ?? 0) - ownKeptMs;
  const pinned = new Map<string, number>();
  await tx.eachRow((row) => {
    if (pending.has(row.id)) pinned.set(row.id, row.tag);
    else if (isOld(row)) drops.push(row.id);
  });
  await tx.deleteRows(drops);
  await loseGround(tx, idsOf((await groundsOf(tx, pinned)).filter(isOld)), touched);
}

/** The server no longer shows us these records: they stay only for as long as something of mine hangs on them. */
async function loseGround(tx: DeviceTx, ids: readonly string[], touched: Set<string>): Promise<void> {
  for (const shadow of await tx.shadows(ids)) if (shadow) await tx.putShadow({ ...shadow, seq: 0 });
  for (const id of ids) touched.add(id);
}
