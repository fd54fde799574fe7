import type { Receipt } from "#protocol/exchange.ts";
import { type Op, opSchema, opVersion, upcastOp } from "#protocol/op.ts";
import type { CommuneState, CommuneTx, DecidedOp, DeviceState } from "./commune-store.ts";
import type { Decision } from "./decision.ts";
import { retryWaiting } from "./parked.ts";
import { asWhole, completes, endsWith } from "./partial.ts";
import { receiptOf } from "./receipts.ts";
import { RightsReader } from "./rights-reader.ts";
import { type TakeHow, takeOne, touchedBy } from "./take-one.ts";

export interface Taken {
  readonly receipts: Receipt[];
  /** Records that the device shows exactly as the server has them now. */
  readonly own: ReadonlySet<string>;
  readonly device: DeviceState;
}

/**
 * Takes ops of one device, in order of n, each in its savepoint: no op blocks another. An op that cannot be read gets no
 * receipt and stays on the device; one decided before gets its first receipt again, unless only a message's part of it had come: then it is completed.
 */
export async function takeOps(
  tx: CommuneTx,
  state: CommuneState,
  device: DeviceState,
  raw: readonly unknown[],
  now: number,
  how: TakeHow = {},
): Promise<Taken> {
  return takeRead(tx, state, device, readOps(raw, device, how.trusted ?? false), now, how);
}

/** The same for ops that were read, or made by the server itself of what a message told. */
export async function takeRead(
  tx: CommuneTx,
  state: CommuneState,
  device: DeviceState,
  ops: readonly Op[],
  now: number,
  how: TakeHow = {},
): Promise<Taken> {
  const ns = ops.map((op) => op.n);
  const before = new Map((await tx.decided(device.id, ns)).map((op) => [op.n, op]));
  await tx.readAhead(ops.filter((op) => !before.has(op.n)).flatMap(touchedBy));
  const receipts: Receipt[] = [];
  const taken: { decided: DecidedOp; decision: Decision }[] = [];
  const own = new Set<string>();
  const people = new RightsReader(tx);
  const references = new Set<string>();
  let current = device;
  for (const op of ops) {
    const known = before.get(op.n);
    if (known && endsWith(op, known)) {
      before.set(op.n, asWhole(known));
      await tx.putDecided(asWhole(known));
      current = await afterOp(tx, current, op, known, now);
    }
    const part = known && completes(op, known) ? known : undefined;
    if (known && !part) {
      receipts.push(receiptOf(known));
      continue;
    }
    const { decision, decided } = await takeOne(tx, state, current, op, {
      now,
      people,
      references,
      own,
      ...how,
      ...(part ? { earlier: part } : {}),
    });
    before.set(op.n, decided);
    taken.push({ decided, decision });
    for (const row of decision.rows) {
      if (decision.own) own.add(row.id);
      else own.delete(row.id);
    }
    current = await afterOp(tx, current, op, decision, now);
    if (decision.rows.length > 0) {
      const changed = decision.rows.map((row) => row.id);
      const again = await retryWaiting(tx, state, changed, now, waitingHow(how));
      for (const id of again) own.delete(id);
      people.forget([...decision.rows, ...(await tx.rows(again))]);
    }
  }
  const ownOps = settleOwn(taken, own);
  for (const { decided } of taken) receipts.push(receiptOf(decided, ownOps.has(decided.n)));
  return { receipts, own, device: current };
}

/**
 * An op is the device's own result only if all its records are; a record is, only if every op of this exchange on it is.
 * Takes records out of `own` until both hold, and returns the numbers of the ops that are left.
 */
function settleOwn(
  taken: readonly { decided: DecidedOp; decision: Decision }[],
  own: Set<string>,
): Set<number> {
  const isOwn = (decision: Decision) => decision.own && decision.rows.every((row) => own.has(row.id));
  let size: number;
  do {
    size = own.size;
    for (const { decision } of taken) {
      if (!isOwn(decision)) for (const row of decision.rows) own.delete(row.id);
    }
  } while (own.size < size);
  return new Set(taken.filter(({ decision }) => isOwn(decision)).map(({ decided }) => decided.n));
}

/** Whose op waited is another's question than whose op ended its waiting. */
function waitingHow({ inDoubt, onDefect }: TakeHow): TakeHow {
  return { ...(inDoubt ? { inDoubt } : {}), ...(onDefect ? { onDefect } : {}) };
}

/** The author is the device's owner; only the server's own device writes for others. No device brings a message's part. */
function readOps(raw: readonly unknown[], device: DeviceState, trusted: boolean): Op[] {
  const ops: Op[] = [];
  for (const item of raw) {
    const parsed = opSchema.safeParse(item);
    if (!parsed.success || parsed.data.v > opVersion) continue;
    const op = upcastOp(parsed.data);
    if (op.pt === undefined && op.d === device.id && (trusted || op.u === device.person)) ops.push(op);
  }
  return ops.sort((a, b) => a.n - b.n);
}

async function afterOp(
  tx: CommuneTx,
  device: DeviceState,
  op: Op,
  decision: Pick<Decision, "effective">,
  now: number,
): Promise<DeviceState> {
  const contiguousN = op.pt ? device.contiguousN : await contiguousAfter(tx, device, op.n);
  if (op.n < device.lastN) return { ...device, contiguousN };
  // A time ahead of now is of a wrong clock, be it of what a message told before.
  const past = (time: number) => (time <= now ? time : 0);
  const lastEffective = Math.max(past(device.lastEffective), past(decision.effective));
  return { ...device, contiguousN, lastN: op.n, lastEffective };
}

/** Counts up in the common case; reads the held ranges only when a gap was filled below later ops. */
async function contiguousAfter(tx: CommuneTx, device: DeviceState, n: number): Promise<number> {
  if (n !== device.contiguousN + 1) return device.contiguousN;
  if (n > device.lastN) return n;
  return (await tx.heldRanges(device.id)).find(([from, to]) => from <= n && n <= to)?.[1] ?? n;
}
