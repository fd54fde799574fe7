import type { Reference } from "#domain/kind.ts";
import { kindOf } from "#domain/kinds.ts";
import { personSchema } from "#domain/org/org-kinds.ts";
import { splitField } from "#domain/record.ts";
import { seesAllCases } from "#domain/rights.ts";
import type { JsonObject } from "#kernel/json.ts";
import { applyChange, writesOf } from "#protocol/apply.ts";
import type { Receipt } from "#protocol/exchange.ts";
import { type Op, opSchema, opVersion, upcastOp } from "#protocol/op.ts";
import type {
  CommuneState,
  CommuneTx,
  DatedRights,
  DecidedOp,
  DeviceState,
  ServerRow,
} from "./commune-store.ts";
import { decide, effectiveTime } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { receiptOf } from "./receipts.ts";
import { currentRights } from "./rights-check.ts";

export interface Taken {
  readonly receipts: Receipt[];
  /** Records that the device shows exactly as the server has them now. */
  readonly own: ReadonlySet<string>;
  readonly device: DeviceState;
}

/**
 * Takes ops of one device, in order of n, each in its savepoint: no op blocks another. An op that cannot be read gets no
 * receipt and stays on the device; one decided before gets its first receipt again.
 */
export async function takeOps(
  tx: CommuneTx,
  state: CommuneState,
  device: DeviceState,
  raw: readonly unknown[],
  now: number,
  trusted = false,
): Promise<Taken> {
  const ops = readOps(raw, device, trusted);
  const before = new Map(
    (
      await tx.decided(
        device.id,
        ops.map((op) => op.n),
      )
    ).map((op) => [op.n, op]),
  );
  const receipts: Receipt[] = [];
  const taken: { decided: DecidedOp; decision: Decision }[] = [];
  const own = new Set<string>();
  const people = new RightsReader(tx);
  const references = new Set<string>();
  let current = device;
  for (const op of ops) {
    const known = before.get(op.n);
    if (known) {
      receipts.push(receiptOf(known));
      continue;
    }
    const { decision, decided } = await takeOne(tx, state, current, op, {
      now,
      people,
      references,
      own,
      trusted,
    });
    before.set(op.n, decided);
    taken.push({ decided, decision });
    for (const row of decision.rows) {
      if (decision.own) own.add(row.id);
      else own.delete(row.id);
    }
    current = await afterOp(tx, current, op, decision);
    if (decision.rows.length > 0) {
      const changed = decision.rows.map((row) => row.id);
      for (const id of await retryWaiting(tx, state, changed, now)) own.delete(id);
      people.forget();
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

/** The author is the device's owner; only the server's own device writes for others. */
function readOps(raw: readonly unknown[], device: DeviceState, trusted: boolean): Op[] {
  const ops: Op[] = [];
  for (const item of raw) {
    const parsed = opSchema.safeParse(item);
    if (!parsed.success || parsed.data.v > opVersion) continue;
    const op = upcastOp(parsed.data);
    if (op.d === device.id && (trusted || op.u === device.person)) ops.push(op);
  }
  return ops.sort((a, b) => a.n - b.n);
}

async function afterOp(tx: CommuneTx, device: DeviceState, op: Op, decision: Decision): Promise<DeviceState> {
  const contiguousN = await contiguousAfter(tx, device, op.n);
  if (op.n <= device.lastN) return { ...device, contiguousN };
  return {
    ...device,
    contiguousN,
    lastN: op.n,
    lastEffective: Math.max(device.lastEffective, decision.effective),
  };
}

/** Counts up in the common case; reads the held ranges only when a gap was filled below later ops. */
async function contiguousAfter(tx: CommuneTx, device: DeviceState, n: number): Promise<number> {
  if (n !== device.contiguousN + 1) return device.contiguousN;
  if (n > device.lastN) return n;
  return (await tx.heldRanges(device.id)).find(([from, to]) => from <= n && n <= to)?.[1] ?? n;
}

interface TakeContext {
  readonly now: number;
  readonly people: RightsReader;
  /** Records found by reference in this exchange: a record never ceases to exist. */
  readonly references: Set<string>;
  readonly own: ReadonlySet<string>;
  readonly trusted?: boolean;
  /** Set when a parked op is decided again. */
  readonly earlier?: DecidedOp;
}

async function takeOne(
  tx: CommuneTx,
  state: CommuneState,
  device: DeviceState,
  op: Op,
  context: TakeContext,
): Promise<{ decision: Decision; decided: DecidedOp }> {
  const seq = await tx.nextSeq();
  try {
    return await tx.savepoint(() => decideAndWrite(tx, state, device, op, seq, context));
  } catch {
    const decision: Decision = {
      outcome: "parked",
      effective: effectiveTime(op, device, context.now),
      code: "server-fault",
      rows: [],
      exits: [],
      cases: [],
      own: false,
    };
    return { decision, decided: await log(tx, op, decision, seq, context) };
  }
}

async function decideAndWrite(
  tx: CommuneTx,
  state: CommuneState,
  device: DeviceState,
  op: Op,
  seq: number,
  context: TakeContext,
): Promise<{ decision: Decision; decided: DecidedOp }> {
  const ids = op.ch.flatMap((change) => (change.c === "append" ? [change.id, change.under] : [change.id]));
  const rows = new Map((await tx.rows([...new Set(ids)])).map((row) => [row.id, row]));
  const rights = await context.people.rightsOf(op.u);
  const cases = context.trusted ? [] : await tx.cases(seesAllCases(currentRights(rights)) ? null : op.u);
  const decision = decide({
    op,
    seq,
    now: context.now,
    device,
    rights,
    villages: context.trusted ? [] : await context.people.villages(),
    cases,
    rows,
    references: await loadReferences(tx, op, rows, context.references),
    erased: new Set(
      op.ch.some((change) => "p" in change && change.p) ? await tx.erased([...new Set(ids)]) : [],
    ),
    baseOf: baseTranslation(state, op),
    ownChain: context.own,
    ...(context.trusted ? { trusted: true } : {}),
  });
  for (const row of decision.rows) await tx.putRow(row);
  for (const exit of decision.exits) await tx.putExit(exit);
  for (const id of decision.cases) await tx.putCase(id, op.u);
  if (context.trusted) await noteRights(tx, decision.rows, context.now);
  return { decision, decided: await log(tx, op, decision, seq, context) };
}

/** Bases of an earlier epoch count only up to where the restored history agrees with what the device saw. */
function baseTranslation(state: CommuneState, op: Op): (base: number) => number {
  if (op.e === state.epoch) return (base) => base;
  const agreed = agreedSeq(state, op.e);
  return (base) => Math.min(base, agreed);
}

/** The seq up to which today's history is the one that this earlier epoch knew; 0 for an unknown epoch. */
export function agreedSeq(state: CommuneState, epoch: string): number {
  const past = state.pastEpochs.findIndex((entry) => entry.epoch === epoch);
  return past < 0 ? 0 : Math.min(...state.pastEpochs.slice(past).map(({ restoredSeq }) => restoredSeq));
}

async function loadReferences(
  tx: CommuneTx,
  op: Op,
  rows: ReadonlyMap<string, ServerRow>,
  known: Set<string>,
): Promise<ReadonlySet<string>> {
  const wanted: Reference[] = [];
  for (const change of op.ch) {
    const definition = kindOf(change.k);
    if (!definition?.references) continue;
    const stamp = { at: 0, by: op.u, device: op.d };
    const after = applyChange(rows.get(change.id) ?? null, change, stamp);
    if (after) wanted.push(...definition.references(after.body));
  }
  const unknown = wanted.filter(({ kind, id }) => !known.has(`${kind}/${id}`));
  if (unknown.length === 0) return known;
  for (const row of await tx.rows([...new Set(unknown.map(({ id }) => id))]))
    known.add(`${row.kind}/${row.id}`);
  return known;
}

async function log(
  tx: CommuneTx,
  op: Op,
  decision: Decision,
  seq: number,
  context: TakeContext,
): Promise<DecidedOp> {
  const { op: kept, personal } = withoutPersonal(op);
  const decided: DecidedOp = {
    device: op.d,
    n: op.n,
    person: op.u,
    op: kept,
    outcome: decision.outcome,
    seq: context.earlier?.seq ?? seq,
    at: context.earlier?.at ?? context.now,
    effective: decision.effective,
    ...(decision.code ? { code: decision.code } : {}),
    ...(decision.facts ? { facts: decision.facts } : {}),
    ...(decision.waitsFor ? { waitsFor: decision.waitsFor } : {}),
    ...(context.earlier ? { redecidedSeq: seq } : {}),
    ...(decision.outcome === "parked" && personal ? { personal } : {}),
  };
  await tx.putDecided(decided);
  return decided;
}

/**
 * The permanent log keeps the names of personal fields, never their content; also where an op put it in the wrong place
 * and was refused for it.
 */
export function withoutPersonal(op: Op): { op: Op; personal?: { [change: string]: JsonObject } } {
  const personal: { [change: string]: JsonObject } = {};
  const changes = op.ch.map((change, index) => {
    const names = kindOf(change.k)?.personal ?? [];
    const writes = writesOf(change);
    const apart = writes.filter(([field, , marked]) => marked || names.includes(splitField(field)[0]));
    if (apart.length === 0) return change;
    personal[String(index)] = Object.fromEntries(apart.map(([field, value]) => [field, value]));
    const plain = writes.filter((write) => !apart.includes(write));
    const { p: _apart, ...rest } = change as typeof change & { p?: unknown };
    return {
      ...rest,
      f: Object.fromEntries(plain.map(([field, value]) => [field, value])),
      pk: Object.keys(personal[String(index)] ?? {}),
    };
  });
  if (Object.keys(personal).length === 0) return { op };
  return { op: { ...op, ch: changes as Op["ch"] }, personal };
}

/** Gives a logged op its personal content back, for deciding it again. */
export function withPersonal(decided: DecidedOp): Op {
  if (!decided.personal) return decided.op;
  const changes = decided.op.ch.map((change, index) => {
    const personal = decided.personal?.[String(index)];
    return personal ? { ...change, p: personal } : change;
  });
  return { ...decided.op, ch: changes as Op["ch"] };
}

/** Decides parked ops again that waited for these records; returns the records that changed by it. */
async function retryWaiting(
  tx: CommuneTx,
  state: CommuneState,
  ids: readonly string[],
  now: number,
): Promise<string[]> {
  const changed: string[] = [];
  const queue = [...ids];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const waiting of await tx.parked(id)) {
      const rows = await decideAgain(tx, state, waiting, now);
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
): Promise<string[]> {
  const device = await tx.device(waiting.device);
  if (!device) return [];
  const context = {
    now,
    people: new RightsReader(tx),
    references: new Set<string>(),
    own: new Set<string>(),
    earlier: waiting,
  };
  const { decision } = await takeOne(tx, state, device, withPersonal(waiting), context);
  return decision.outcome === "parked" ? [] : decision.rows.map((row) => row.id);
}

/** After a deployment: today's code may understand what it had to park. */
export async function retryParked(tx: CommuneTx, now: number): Promise<number> {
  const state = await tx.state();
  let settled = 0;
  for (const waiting of await tx.parked()) {
    const rows = await decideAgain(tx, state, waiting, now);
    if (rows.length > 0) settled++;
  }
  return settled;
}

/** A person's row is where their rights are read by people; the dated history beside it is what ops are judged by. */
async function noteRights(tx: CommuneTx, rows: readonly ServerRow[], now: number): Promise<void> {
  for (const row of rows) {
    if (row.kind !== "person") continue;
    const person = personSchema.parse(row.body);
    const rights: DatedRights = {
      roles: person.roles,
      units: person.units,
      villages: person.villages,
      active: person.active && !row.deleted,
      from: now,
    };
    await tx.putRights(row.id, rights);
  }
}

/** Rights of people within one exchange, read once. */
class RightsReader {
  private readonly tx: CommuneTx;
  private readonly histories = new Map<string, DatedRights[]>();
  private villageList: string[] | undefined;

  constructor(tx: CommuneTx) {
    this.tx = tx;
  }

  async rightsOf(person: string): Promise<DatedRights[]> {
    const known = this.histories.get(person);
    if (known) return known;
    const read = await this.tx.rightsOf(person);
    this.histories.set(person, read);
    return read;
  }

  async villages(): Promise<string[]> {
    this.villageList ??= await this.tx.villages();
    return this.villageList;
  }

  forget(): void {
    this.villageList = undefined;
  }
}
