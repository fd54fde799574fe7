import type { RecordRow } from "#domain/record.ts";
import { type Receipt, receiptSchema } from "#protocol/exchange.ts";
import type { DeviceMeta, DeviceTx, OutboxEntry } from "./device-store.ts";
import { applyOp } from "./overlay.ts";
import { byId, placeServerRows } from "./place-rows.ts";
import { buryOp } from "./settle.ts";

export function readReceipts(raw: readonly unknown[]): Receipt[] {
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
export async function takeReceipts(
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
  // Of an op that was parked and decided again by the same exchange both receipts come: the later one counts.
  const latest = new Map(receipts.map((receipt) => [receipt.n, receipt]));
  for (const receipt of [...latest.values()].sort((a, b) => a.n - b.n)) {
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
    if (entry.op.z && receipt.r !== "parked" && (await takeBackDead(tx, entry, receipt, touched))) continue;
    (receipt.own && fresh ? own : noted).push({ ...entry, receipt });
  }
  const { left, above } =
    own.length > 0 ? await promote(tx, meta, own, serverTime, touched) : { left: [], above: [] };
  await tx.putOutbox([...noted, ...left, ...above]);
  return { held: left.length > 0 };
}

/**
 * A number was closed as refused before, and another hand had brought the op itself to a history that took it: it counts
 * as sent, and nobody is asked about it any more.
 */
async function takeBackDead(
  tx: DeviceTx,
  { n }: OutboxEntry,
  receipt: Receipt,
  touched: Set<string>,
): Promise<boolean> {
  const dead = (await tx.dead()).find((op) => op.n === n);
  if (!dead) return false;
  await tx.deleteDead(n);
  await tx.deleteOutbox([n]);
  await tx.putSent([{ n, op: dead.op, ids: dead.ids, receipt }]);
  for (const id of dead.ids) touched.add(id);
  return true;
}

/** A receipt for an op that left the outbox: a parked one decided later, or the first receipt again. */
async function takeLateReceipt(tx: DeviceTx, receipt: Receipt): Promise<void> {
  const sent = await tx.sent(receipt.n);
  if (!sent) return;
  await tx.putSent([{ ...sent, receipt }]);
}

/**
 * Makes the device's own result the server's row, at the receipt's seq. Answers with the entries that do not fit, and with
 * those that stay above an earlier one that waits, whose older value would else lie on top.
 */
async function promote(
  tx: DeviceTx,
  meta: DeviceMeta,
  entries: readonly OutboxEntry[],
  serverTime: number,
  touched: Set<string>,
): Promise<{ left: OutboxEntry[]; above: OutboxEntry[] }> {
  const ids = [...new Set(entries.flatMap((entry) => entry.ids))];
  const servers = await byId<RecordRow>(tx.shadows(ids));
  const shadowed = new Set(servers.keys());
  const own = new Map(entries.map((entry) => [entry.n, entry]));
  const waiting = new Set<string>();
  const left: OutboxEntry[] = [];
  const above: OutboxEntry[] = [];
  const done: OutboxEntry[] = [];
  const promoted = new Set<string>();
  for (const pending of await tx.outbox()) {
    const entry = own.get(pending.n);
    const results = entry && resultOf(servers, entry);
    for (const row of results ?? []) {
      servers.set(row.id, { ...row, seq: entry?.receipt?.s ?? 0, received: serverTime });
      promoted.add(row.id);
    }
    const isAbove = pending.ids.some((id) => waiting.has(id));
    if (entry && results && !isAbove) done.push(entry);
    else {
      for (const id of pending.ids) waiting.add(id);
      if (entry) (results ? above : left).push(entry);
    }
  }
  await tx.putSent(
    done.map(({ n, op, ids: on, receipt }) => ({ n, op, ids: on, receipt: receipt as Receipt })),
  );
  await tx.deleteOutbox(done.map((entry) => entry.n));
  const results = [...promoted].flatMap((id) => servers.get(id) ?? []);
  await placeServerRows(tx, meta, results, touched, shadowed);
  return { left, above };
}

/** The op's records as it makes them of what the server last said; undefined where that cannot be what was meant. */
function resultOf(
  servers: ReadonlyMap<string, RecordRow>,
  { op, ids, receipt }: OutboxEntry,
): RecordRow[] | undefined {
  if (ids.some((id) => (servers.get(id)?.seq ?? 0) >= (receipt?.s ?? 0))) return undefined;
  const results = ids.flatMap((id) => {
    const ground = servers.get(id);
    return applyOp(ground && ground.seq > 0 ? ground : null, op, id) ?? [];
  });
  return results.length === ids.length ? results : undefined;
}
