import type { RecordRow } from "#domain/record.ts";
import { type ExchangeRequest, type Receipt, receiptSchema, wireRowSchema } from "#protocol/exchange.ts";
import { wireToRow } from "#protocol/wire-row.ts";
import type { DeviceMeta, DeviceTx, OutboxEntry, StoredRow } from "./device-store.ts";
import { adoptEpoch } from "./epoch.ts";
import { eraseHere } from "./erase-here.ts";
import { closeGap } from "./gaps.ts";
import { applyOp, replay, toStored } from "./overlay.ts";
import { buryOp, refreshRows } from "./settle.ts";
import type { TransportOutcome } from "./transport.ts";

type Reply = Extract<TransportOutcome, { ok: true }>["reply"];

/** A row that promises more is none of ours: kept aside with its reason, and the cursor goes on. */
const unknownId = "?";

/**
 * Applies one reply inside one transaction. Receipts always count. Rows, exits, scopes and cursor count only when no
 * other tab moved them since the request was made (`version`); a reply of another epoch than ours, to a request of
 * another epoch than ours, is ignored whole.
 */
export async function applyReply(
  tx: DeviceTx,
  current: DeviceMeta,
  request: ExchangeRequest,
  version: number,
  reply: Reply,
): Promise<{ meta: DeviceMeta; more: boolean; received: number }> {
  if (reply.epoch !== current.epoch && request.epoch !== current.epoch) {
    return { meta: current, more: true, received: 0 };
  }
  const isNewEpoch = reply.epoch !== current.epoch;
  const touched = new Set<string>();
  const meta = isNewEpoch ? await adoptEpoch(tx, current, reply, touched) : current;
  const fresh = isNewEpoch || current.version === version;
  const receipts = readReceipts(reply.receipts);
  const readable = fresh ? { ...meta, scopes: reply.scopes } : meta;
  const promoted = await takeReceipts(tx, readable, receipts, fresh, reply.serverTime, touched);

  let next: DeviceMeta = meta;
  let received = 0;
  if (fresh) {
    next = moveForward(meta, reply, promoted.held ? meta.cursor : reply.cursor);
    received = await takeRows(tx, next, reply, touched);
    await takeExits(tx, reply.exits, touched);
    await dropLostScopes(tx, meta, next, touched);
    next = await sweepWhenAllIsHere(tx, next, reply, reply.more || promoted.held, touched);
  }
  await settlePassed(tx, next, fresh && !reply.more && !promoted.held, touched);
  await refreshRows(tx, next, [...touched]);
  for (const n of reply.missing ?? []) await closeGap(tx, next, n);
  return { meta: next, more: isNewEpoch || !fresh || reply.more || promoted.held, received };
}

function readReceipts(raw: readonly unknown[]): Receipt[] {
  return raw.flatMap((item) => {
    const parsed = receiptSchema.safeParse(item);
    if (!parsed.success) return [];
    const receipt = parsed.data;
    const last = Math.min(receipt.to ?? receipt.n, receipt.n + 10_000);
    const { to: _to, ...one } = receipt;
    return Array.from({ length: last - receipt.n + 1 }, (_, i) => ({
      ...one,
      n: receipt.n + i,
      s: receipt.s + i,
    }));
  });
}

/**
 * Notes each receipt on its op. `own` ones make what the device shows the server's row; `held` is true when one of
 * them did not fit, and then the cursor must not pass, so that the row comes in full.
 */
async function takeReceipts(
  tx: DeviceTx,
  meta: DeviceMeta,
  receipts: readonly Receipt[],
  fresh: boolean,
  serverTime: number,
  touched: Set<string>,
): Promise<{ held: boolean }> {
  if (receipts.length === 0) return { held: false };
  const outbox = new Map((await tx.outbox()).map((entry) => [entry.n, entry]));
  const noted: OutboxEntry[] = [];
  const own: OutboxEntry[] = [];
  for (const receipt of [...receipts].sort((a, b) => a.n - b.n)) {
    const entry = outbox.get(receipt.n);
    if (!entry) {
      await takeLateReceipt(tx, receipt);
      continue;
    }
    for (const id of entry.ids) touched.add(id);
    if (receipt.r === "rejected") {
      await buryOp(tx, meta, entry, receipt);
      continue;
    }
    (receipt.own && fresh ? own : noted).push({ ...entry, receipt });
  }
  const left = own.length > 0 ? await promote(tx, meta, own, serverTime, touched) : [];
  await tx.putOutbox([...noted, ...left]);
  return { held: left.length > 0 };
}

/** A receipt for an op that left the outbox: a parked one decided later, or the first receipt again. */
async function takeLateReceipt(tx: DeviceTx, receipt: Receipt): Promise<void> {
  const sent = await tx.sent(receipt.n);
  if (!sent) return;
  await tx.putSent([{ ...sent, receipt }]);
}

/** Makes the device's own result the server's row, at the receipt's seq. Answers with the entries that do not fit. */
async function promote(
  tx: DeviceTx,
  meta: DeviceMeta,
  entries: readonly OutboxEntry[],
  serverTime: number,
  touched: Set<string>,
): Promise<OutboxEntry[]> {
  const parents = entries.flatMap(({ op }) =>
    op.ch.flatMap((one) => (one.c === "append" ? [one.under] : [])),
  );
  const ids = [...new Set(entries.flatMap((entry) => entry.ids))];
  const [rows, servers] = await Promise.all([
    byId(tx.rows([...new Set(parents)])),
    byId<RecordRow>(tx.shadows(ids)),
  ]);
  const shadowed = new Set(servers.keys());
  const left: OutboxEntry[] = [];
  const done: OutboxEntry[] = [];
  for (const entry of entries) {
    const seq = entry.receipt?.s ?? 0;
    const results = entry.ids.map((id) => {
      const parentOf = (parent: string) => servers.get(parent) ?? rows.get(parent);
      const ground = servers.get(id);
      return applyOp(ground && ground.seq > 0 ? ground : null, entry.op, id, parentOf);
    });
    const fits = results.every((row) => row !== null);
    if (!fits || entry.ids.some((id) => (servers.get(id)?.seq ?? 0) >= seq)) {
      left.push(entry);
      continue;
    }
    for (const row of results) if (row) servers.set(row.id, { ...row, seq, received: serverTime });
    done.push(entry);
  }
  await tx.putSent(
    done.map(({ n, op, ids: on, receipt }) => ({ n, op, ids: on, receipt: receipt as Receipt })),
  );
  await tx.deleteOutbox(done.map((entry) => entry.n));
  const results = done.flatMap((entry) => entry.ids).flatMap((id) => servers.get(id) ?? []);
  await placeServerRows(tx, meta, results, touched, shadowed);
  return left;
}

async function byId<Row extends RecordRow>(read: Promise<(Row | undefined)[]>): Promise<Map<string, Row>> {
  return new Map((await read).flatMap((row) => (row ? [[row.id, row]] : [])));
}

/** Puts server rows under what is pending: the row itself where nothing is, else the shadow. */
async function placeServerRows(
  tx: DeviceTx,
  meta: DeviceMeta,
  rows: readonly RecordRow[],
  touched: Set<string>,
  shadowed: ReadonlySet<string>,
): Promise<void> {
  const latest = new Map(rows.map((row) => [row.id, row]));
  const pending = await pendingByRecord(tx);
  const shadows: RecordRow[] = [];
  const plain: StoredRow[] = [];
  const gone: string[] = [];
  const unshadowed: string[] = [];
  for (const row of latest.values()) {
    const mine = pending.get(row.id);
    if (mine) {
      shadows.push(row);
      const shown = replay(row, mine, row.id);
      if (shown) plain.push(toStored(shown, meta.tags[row.scope] ?? 0));
    } else {
      if (row.deleted || !meta.scopes.includes(row.scope)) gone.push(row.id);
      else plain.push(toStored(row, meta.tags[row.scope] ?? 0));
      if (shadowed.has(row.id)) unshadowed.push(row.id);
      touched.delete(row.id);
    }
  }
  for (const row of shadows) await tx.putShadow(row);
  await tx.putRows(plain);
  await tx.deleteRows(gone);
  await tx.deleteShadows(unshadowed);
}

async function pendingByRecord(tx: DeviceTx): Promise<Map<string, OutboxEntry[]>> {
  const pending = new Map<string, OutboxEntry[]>();
  for (const entry of await tx.outbox()) {
    for (const id of entry.ids) pending.set(id, [...(pending.get(id) ?? []), entry]);
  }
  return pending;
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
  for (const row of rows) if (row.erased) await eraseHere(tx, row.id);
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
  for (const scope of [...Object.keys(reply.booting), ...reply.arrived]) {
    const isKnown = meta.booting[scope] !== undefined || meta.booted.includes(scope);
    if (!isKnown || anew.has(scope)) tags[scope] = (tags[scope] ?? 0) + 1;
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
    version: meta.version + 1,
  };
}

/** The record left a scope: it goes, unless something of mine hangs on it or it already lies elsewhere. */
async function takeExits(tx: DeviceTx, exits: Reply["exits"], touched: Set<string>): Promise<void> {
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

async function dropLostScopes(
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
async function sweepWhenAllIsHere(
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

/**
 * Ops whose result has come down leave the overlay; parked ones stay until they are decided. A cursor past the receipt is
 * not enough: a record that changed once more comes in its latest state only, further on. So either each of the op's
 * records has come at the receipt's seq or later, or nothing is left to pull. And never before an earlier op on the same
 * record, or that one's older value would lie on top for a while.
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
  if (passed.length === 0) return;
  await tx.putSent(passed.map(({ n, op, ids, receipt }) => ({ n, op, ids, receipt: receipt as Receipt })));
  await tx.deleteOutbox(passed.map((entry) => entry.n));
  for (const entry of passed) for (const id of entry.ids) touched.add(id);

  async function mayPass({ receipt, ids }: OutboxEntry): Promise<boolean> {
    if (!receipt || receipt.r === "parked" || ids.some((id) => held.has(id))) return false;
    return (nothingLeft && meta.cursor >= receipt.s) || haveCome(tx, ids, receipt.s);
  }
}

async function haveCome(tx: DeviceTx, ids: readonly string[], seq: number): Promise<boolean> {
  return (await tx.shadows(ids)).every((row) => row !== undefined && row.seq >= seq);
}
