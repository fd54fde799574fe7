import type { RecordRow } from "#domain/record.ts";
import { type ExchangeRequest, type Receipt, wireRowSchema } from "#protocol/exchange.ts";
import { wireToRow } from "#protocol/wire-row.ts";
import type { DeviceMeta, DeviceTx, OutboxEntry } from "./device-store.ts";
import { adoptEpoch } from "./epoch.ts";
import { eraseHere } from "./erase-here.ts";
import { closeGap } from "./gaps.ts";
import { dropLostScopes, letGoOfKept, sweepWhenAllIsHere, takeExits } from "./let-go.ts";
import { byId, placeServerRows } from "./place-rows.ts";
import { rekeyIn } from "./rekey.ts";
import { refreshRows } from "./settle.ts";
import { readReceipts, takeReceipts } from "./take-receipts.ts";
import type { Reply } from "./transport.ts";

/** A row that promises more is none of ours: kept aside with its reason, and the cursor goes on. */
const unknownId = "?";

/**
 * Applies one reply inside one transaction. Receipts always count. Rows, exits, scopes and cursor count only when no
 * other tab moved them since the request was made (`version`); a reply of another epoch than ours, to a request of
 * another epoch than ours, is ignored whole. To an app that is too old to pull a reply tells nothing but receipts.
 */
export async function applyReply(
  tx: DeviceTx,
  current: DeviceMeta,
  request: ExchangeRequest,
  version: number,
  reply: Reply,
  wall: number,
): Promise<{ meta: DeviceMeta; more: boolean; received: number }> {
  if (reply.epoch !== current.epoch && request.epoch !== current.epoch) {
    return { meta: current, more: true, received: 0 };
  }
  const isNewEpoch = reply.epoch !== current.epoch;
  const touched = new Set<string>();
  const rescoped = await rekeyIn(tx, current);
  const meta = isNewEpoch ? await adoptEpoch(tx, rescoped, reply, touched) : rescoped;
  const fresh = reply.upgrade !== true && (isNewEpoch || current.version === version);
  const receipts = readReceipts(reply.receipts);
  const readable = fresh ? { ...meta, scopes: reply.scopes, toldAt: reply.serverTime } : meta;
  const promoted = await takeReceipts(tx, readable, receipts, fresh, reply.serverTime, touched);

  let next: DeviceMeta = meta;
  let received = 0;
  if (fresh) {
    next = moveForward(meta, reply, promoted.held ? meta.cursor : reply.cursor);
    received = await takeRows(tx, next, reply, touched);
    await takeExits(tx, next, reply.exits, touched);
    await dropLostScopes(tx, meta, next, reply.anew ?? [], touched);
    next = await sweepWhenAllIsHere(tx, next, reply, reply.more || promoted.held, touched);
  }
  await settlePassed(tx, next, fresh && !reply.more && !promoted.held, touched);
  await refreshRows(tx, next, [...touched]);
  for (const n of reply.missing ?? []) await closeGap(tx, next, n);
  if (fresh && (isNews(reply, meta) || (next.keptUntil ?? Infinity) <= reply.serverTime))
    next = await letGoOfKept(tx, next, wall);
  const isLeft = reply.upgrade !== true && (!fresh || reply.more || promoted.held);
  return { meta: next, more: isNewEpoch || isLeft, received };
}

/** Whether this reply can have made something that is kept to be read. */
function isNews({ rows, exits, receipts, scopes }: Reply, before: DeviceMeta): boolean {
  return rows.length + exits.length + receipts.length > 0 || scopes.join() !== before.scopes.join();
}

async function takeRows(tx: DeviceTx, meta: DeviceMeta, reply: Reply, touched: Set<string>): Promise<number> {
  const rows: RecordRow[] = [];
  for (const raw of reply.rows) {
    const parsed = wireRowSchema.safeParse(raw);
    if (parsed.success) rows.push(wireToRow(parsed.data));
    else
      await tx.putQuarantine({
        id: idOf(raw),
        raw,
        reason: parsed.error.issues[0]?.message ?? "",
        at: reply.serverTime,
      });
  }
  await forgetUnread(tx, rows);
  for (const row of rows) if (row.erased) await eraseHere(tx, row);
  const mayHaveShadow = rows.map((row) => row.id).filter((id) => touched.has(id));
  const shadowed = await byId<RecordRow>(tx.shadows(mayHaveShadow));
  await placeServerRows(tx, meta, rows, touched, new Set(shadowed.keys()));
  return rows.length;
}

/** A record that has come in a form that can be read needs nobody's eye any more. */
async function forgetUnread(tx: DeviceTx, rows: readonly RecordRow[]): Promise<void> {
  const unread = rows.length > 0 ? await tx.quarantine() : [];
  if (unread.length === 0) return;
  const read = new Set(rows.map((row) => row.id));
  await tx.deleteQuarantine(unread.map(({ id }) => id).filter((id) => read.has(id)));
}

function idOf(raw: unknown): string {
  return typeof raw === "object" && raw !== null && "i" in raw && typeof raw.i === "string"
    ? raw.i
    : unknownId;
}

/** Cursor, first syncs and scopes as the server states them; a first sync that begins, or begins anew, gets its own tag. */
function moveForward(meta: DeviceMeta, reply: Reply, cursor: number): DeviceMeta {
  const tags = { ...meta.tags };
  const anew = new Set(reply.anew);
  // Above that of every record here, whatever scope brought it.
  const next = Math.max(0, ...Object.values(tags)) + 1;
  for (const scope of [...Object.keys(reply.booting), ...reply.arrived]) {
    const isKnown = meta.booting[scope] !== undefined || meta.booted.includes(scope);
    if (!isKnown || anew.has(scope)) tags[scope] = next;
  }
  const granted = new Set(reply.scopes);
  const kept = meta.booted.filter((scope) => granted.has(scope) && !anew.has(scope));
  const booted = [...kept, ...reply.arrived];
  return {
    ...meta,
    cursor,
    booted: [...new Set(booted)],
    booting: reply.booting,
    scopes: reply.scopes,
    tags,
    durableN: reply.durableN,
    toldAt: reply.serverTime,
    version: meta.version + 1,
  };
}

/**
 * Ops whose result has come down leave the overlay; parked ones stay until they are decided. A cursor past the receipt is
 * not enough: a record that changed once more comes in its latest state only, further on. So either each of the op's
 * records has come at the receipt's seq or later, or nothing is left to pull. And never before an earlier op on the same
 * record, or that one's older value would lie on top for a while; nor from under a later one, where the server shows us
 * nothing of the record on which that could stand.
 */
async function settlePassed(
  tx: DeviceTx,
  meta: DeviceMeta,
  nothingLeft: boolean,
  touched: Set<string>,
): Promise<void> {
  const passed: OutboxEntry[] = [];
  const held = new Set<string>();
  for (const entry of await tx.outbox()) {
    if (await mayPass(entry)) passed.push(entry);
    else for (const id of entry.ids) held.add(id);
  }
  for (const entry of await neededBelow(tx, passed, held)) passed.splice(passed.indexOf(entry), 1);
  if (passed.length === 0) return;
  await tx.putSent(passed.map(({ n, op, ids, receipt }) => ({ n, op, ids, receipt: receipt as Receipt })));
  await tx.deleteOutbox(passed.map((entry) => entry.n));
  for (const entry of passed) for (const id of entry.ids) touched.add(id);

  async function mayPass({ receipt, ids }: OutboxEntry): Promise<boolean> {
    if (!receipt || receipt.r === "parked" || ids.some((id) => held.has(id))) return false;
    return (nothingLeft && meta.cursor >= receipt.s) || haveCome(tx, ids, receipt.s);
  }
}

/** Of these ops, those that are the only ground under what goes on waiting on the records `waiting`. */
async function neededBelow(
  tx: DeviceTx,
  passed: readonly OutboxEntry[],
  waiting: ReadonlySet<string>,
): Promise<OutboxEntry[]> {
  const above = new Set(waiting);
  const needed: OutboxEntry[] = [];
  for (const entry of [...passed].reverse()) {
    const shared = entry.ids.filter((id) => above.has(id));
    if (shared.length === 0 || (await haveCome(tx, shared, 1))) continue;
    needed.push(entry);
    for (const id of entry.ids) above.add(id);
  }
  return needed;
}

async function haveCome(tx: DeviceTx, ids: readonly string[], seq: number): Promise<boolean> {
  return (await tx.shadows(ids)).every((row) => row !== undefined && row.seq >= seq);
}
