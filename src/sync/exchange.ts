import { dayOf } from "#kernel/calendar.ts";
import { applyReply } from "./apply-reply.ts";
import { nextDelay } from "./backoff.ts";
import { correctedNow, measureOffset } from "./device-clock.ts";
import type { DeviceMeta, DeviceReadTx, FailureKind, OutboxEntry, SyncStatus } from "./device-store.ts";
import type { EnginePorts } from "./engine.ts";
import { noteMeta } from "./known-meta.ts";
import { readAhead } from "./read-ahead.ts";
import { type Ahead, askAhead, buildRequest, chooseEntries, outcomeOf } from "./request.ts";
import { digestOf, pruneSent } from "./self-check.ts";
import { buryOp } from "./settle.ts";

/**
 * How much one exchange carries. It shrinks by a failure that speaks of size or time, for what is refused at once says
 * nothing of what the link can carry; it grows when the link is quick.
 */
export interface Batch {
  readonly ops: number;
  readonly rows: number;
  /** Tries in a row that failed; whoever sees a sign of a link leaves them out. */
  readonly failures?: number | undefined;
  /** The next page, already asked for. */
  readonly ahead?: Ahead | undefined;
}

export const firstBatch: Batch = { ops: 500, rows: 1000 };
const smallest: Batch = { ops: 1, rows: 20 };
const largest: Batch = { ops: 500, rows: 2000 };
const slowMs = 4000;

export type ExchangeResult =
  | {
      readonly ok: true;
      readonly more: boolean;
      readonly batch: Batch;
      readonly wipe: boolean;
      readonly received: number;
    }
  | {
      readonly ok: false;
      readonly failure: FailureKind | "not-signed-in";
      readonly retryInMs: number;
      readonly batch: Batch;
    };

/**
 * One round trip: sends what waits, takes receipts and rows. Safe to run in several tabs and the service worker at
 * once. Never throws for a bad link; rejects only when the device's database fails.
 */
export async function exchangeOnce(
  ports: EnginePorts,
  { ahead: asked, failures = 0, ...batch }: Batch = firstBatch,
): Promise<ExchangeResult> {
  const start = await ports.store.read((tx) => readStart(tx, ports));
  if (!start?.meta) return { ok: false, failure: "not-signed-in", retryInMs: 0, batch };
  const meta = start.meta;
  const waiting = start.outbox.filter((entry) => !entry.receipt);
  const entries = chooseEntries(waiting, batch.ops);
  const request = {
    ...buildRequest(ports, meta, entries, waiting, batch.rows),
    ...(start.digest ? { digest: start.digest } : {}),
  };
  const began = ports.clock.monotonic();
  const outcome = await (outcomeOf(asked, request) ?? ports.transport.exchange(request));
  if (!outcome.ok) {
    if (outcome.failure === "too-large" && entries.length === 1)
      return quarantineOp(ports, entries[0] as OutboxEntry, { ...batch, failures });
    const isStalled = outcome.cut === true || ports.clock.monotonic() - began >= slowMs;
    return failed(ports, { ...outcome, isStalled }, { ...batch, failures });
  }
  const isQuick = outcome.receivedAt - outcome.sentAt < slowMs;
  const next = isQuick ? grow(batch) : batch;
  const applied = await ports.store.transact("relaxed", async (transaction) => {
    const tx = readAhead(transaction);
    const now = await tx.meta();
    if (!now) return { more: false, received: 0 };
    const measured = measureOffset(now, {
      serverTime: outcome.reply.serverTime,
      sentAt: outcome.sentAt,
      receivedAt: outcome.receivedAt,
    });
    const result = await applyReply(tx, measured, request, meta.version, outcome.reply, outcome.receivedAt);
    const more = result.more || waiting.length > entries.length;
    const times = { serverTime: outcome.reply.serverTime, wall: outcome.receivedAt };
    if (start.digest) await pruneSent(tx, result.meta, times);
    const after: DeviceMeta = {
      ...result.meta,
      sync: {
        ...withBytes(result.meta, outcome.bytes, ports.clock.wall()),
        lastSuccess: Math.round(correctedNow(result.meta, outcome.receivedAt)),
        lastFailure: null,
        failures: 0,
        retryAt: null,
        mustUpdate: outcome.reply.upgrade === true,
        complete: !more,
        ...(start.digest ? checked(result.meta, start.day, outcome.reply.anew) : {}),
      },
    };
    await tx.putMeta(after);
    // A full page is written while the next one is on its way.
    const isOneOfMany = result.more && waiting.length === 0 && result.received >= request.limit;
    const ahead = isOneOfMany ? askAhead(ports, after, next.rows) : undefined;
    return { more, received: result.received, after, ahead };
  });
  if (applied.after) noteMeta(ports.store, applied.after);
  return {
    ok: true,
    more: applied.more,
    received: applied.received,
    batch: applied.ahead ? { ...next, ahead: applied.ahead } : next,
    wipe: outcome.reply.wipe === true,
  };
}

/** What an exchange begins with, read in one look: the digest is of the very cursor that goes with it. */
async function readStart(tx: DeviceReadTx, ports: EnginePorts) {
  const [meta, outbox] = await Promise.all([tx.meta(), tx.outbox()]);
  if (!meta) return undefined;
  const day = dayOf(correctedNow(meta, ports.clock.wall()));
  const isDue = meta.sync.complete && meta.sync.checkedDay !== day && Object.keys(meta.booting).length === 0;
  return { meta, outbox, day, digest: isDue ? await digestOf(tx, meta) : undefined };
}

function checked(
  { sync }: Pick<DeviceMeta, "sync">,
  day: string,
  anew: readonly string[] = [],
): Pick<SyncStatus, "checkedDay" | "healed"> {
  return { checkedDay: day, healed: (sync.healed ?? 0) + (anew.length > 0 ? 1 : 0) };
}

/** `isStalled`: it failed for what or how long it carried. */
interface Failed {
  readonly failure: FailureKind;
  readonly isStalled: boolean;
  readonly bytes: number;
  readonly waitMs?: number;
}

async function failed(
  ports: EnginePorts,
  { failure: kind, isStalled, bytes, waitMs = 0 }: Failed,
  batch: Batch & { readonly failures: number },
): Promise<ExchangeResult> {
  const wall = ports.clock.wall();
  const failures = batch.failures + 1;
  const isReset = kind === "unreachable" && !isStalled;
  const delay = Math.max(waitMs, nextDelay(failures, ports.randomness, isReset));
  let after: DeviceMeta | undefined;
  const retryInMs = await ports.store.transact("relaxed", async (tx) => {
    const meta = await tx.meta();
    if (!meta) return 0;
    const earlier = meta.sync.lastFailure;
    const since = earlier?.kind === kind ? earlier.since : wall;
    after = {
      ...meta,
      sync: {
        ...withBytes(meta, bytes, wall),
        failures: meta.sync.failures + 1,
        lastFailure: { kind, at: wall, since },
        retryAt: wall + delay,
        complete: false,
      },
    };
    await tx.putMeta(after);
    return delay;
  });
  if (after) noteMeta(ports.store, after);
  const isTooMuch = kind === "too-large" || (kind === "unreachable" && isStalled);
  return { ok: false, failure: kind, retryInMs, batch: { ...(isTooMuch ? shrink(batch) : batch), failures } };
}

export function withBytes(meta: DeviceMeta, bytes: number, wall: number): DeviceMeta["sync"] {
  const day = dayOf(correctedNow(meta, wall));
  const before = meta.sync.bytesDay === day ? meta.sync.bytesToday : 0;
  return { ...meta.sync, bytesDay: day, bytesToday: before + bytes };
}

/**
 * An op that no exchange will carry is handed over as bytes, and waits here as *cần xem lại*. Asked for its number
 * afterwards, the device says that it was refused, without the content that was handed over.
 */
async function quarantineOp(
  ports: EnginePorts,
  entry: OutboxEntry,
  { failures, ...batch }: Batch & { readonly failures: number },
): Promise<ExchangeResult> {
  const carriedOn = { ok: true as const, more: true, batch, wipe: false, received: 0 };
  if (entry.op.z && entry.op.ch.length > 0) {
    const bare = { ...entry, op: { ...entry.op, ch: [] } };
    await ports.store.transact("relaxed", (tx) => tx.putOutbox([bare]));
    return carriedOn;
  }
  const kept = await ports.transport.quarantine(JSON.stringify(entry.op));
  if (!kept)
    return failed(ports, { failure: "server-fault", isStalled: false, bytes: 0 }, { ...batch, failures });
  await ports.store.transact("strict", async (tx) => {
    const meta = await tx.meta();
    if (!meta) return;
    const receipt = {
      n: entry.n,
      s: 0,
      r: "rejected" as const,
      at: correctedNow(meta, ports.clock.wall()),
      code: "too-large",
    };
    await buryOp(tx, meta, entry, receipt);
  });
  return carriedOn;
}

function shrink(batch: Batch): Batch {
  return { ops: Math.max(smallest.ops, batch.ops >> 1), rows: Math.max(smallest.rows, batch.rows >> 1) };
}

function grow(batch: Batch): Batch {
  return { ops: Math.min(largest.ops, batch.ops * 2), rows: Math.min(largest.rows, batch.rows * 2) };
}
