import type { RecordRow } from "#domain/record.ts";
import { authorOf, compareForFirstSync, coverOf, ownKeptMs, type Scope } from "#domain/scope.ts";
import { DAY_MS } from "#kernel/calendar.ts";
import {
  type Boot,
  type Digest,
  type ExchangeReply,
  type ExchangeRequest,
  protocolVersion,
  type Receipt,
} from "#protocol/exchange.ts";
import { opVersion } from "#protocol/op.ts";
import { rowToWire } from "#protocol/wire-row.ts";
import type { CommuneState, CommuneStore, CommuneTx, DeviceState, Exit } from "./commune-store.ts";
import { agreedSeq } from "./epochs.ts";
import { grantedScopes, spelledOut } from "./granted.ts";
import { exitsOfLost, movedOver } from "./moved-over.ts";
import { isPartial } from "./partial.ts";
import { receiptOf, receiptRuns } from "./receipts.ts";
import type { TakeHow } from "./take-one.ts";
import { takeOps } from "./take-ops.ts";

/** Who is speaking: named by the session, never by the request. */
export interface ExchangeSession {
  readonly commune: string;
  readonly device: string;
  readonly person: string;
}

export interface ExchangeOptions {
  readonly now: number;
  /** Oldest protocol that may still pull; ops are taken from every version. */
  readonly oldestPullProtocol?: number;
  readonly how?: TakeHow;
  /** Writes nothing, not even that the device was heard: for a request without ops while the disk is full. */
  readonly readsOnly?: boolean;
}

/** A contact that tells nothing new is not written again so soon: it would cost a flush of the disk. */
const contactKeptMs = 60_000;

/** From this protocol on a scope may be a whole class. */
const wholeClassProtocol = 2;

/** What a fortnight is for first sync: every scope's last 14 days come before anything older. */
const recentMs = 14 * DAY_MS;

/**
 * Answers one exchange in one transaction: decides the ops, then reads a page of what changed. Idempotent: an op that
 * was decided before gets its first receipt again, and a pull may be repeated.
 */
export async function runExchange(
  store: CommuneStore,
  session: ExchangeSession,
  request: Omit<ExchangeRequest, "ops"> & { ops: readonly unknown[] },
  options: ExchangeOptions,
): Promise<ExchangeReply> {
  return store.transact(session.commune, async (tx) => {
    const device = await tx.device(session.device);
    if (!device || device.person !== session.person) throw new Error("unknown device");
    const state = await tx.state();
    // After a restore the device must first learn what is missing, so that its ops come again in the order they were done.
    const ops = request.epoch === state.epoch ? request.ops : [];
    const taken = await takeOps(tx, state, device, ops, options.now, options.how);
    const after = afterContact(taken.device, request, options.now);
    if (after !== device && !options.readsOnly) await tx.putDevice(after);
    // Of what only a message has told the device knows nothing yet: its own op is still to come.
    const redecided = (
      await tx.redecided(device.id, request.epoch === state.epoch ? request.cursor : 0)
    ).filter((op) => !isPartial(op));
    const upgrade = request.protocol < (options.oldestPullProtocol ?? 1);
    const pull = await readPage(tx, state, request, taken.own, {
      session,
      now: options.now,
      reads: !device.lost && !upgrade,
    });
    const sameEpoch = request.epoch === state.epoch;
    return {
      protocol: protocolVersion,
      epoch: state.epoch,
      serverTime: options.now,
      receipts: [...receiptRuns(taken.receipts), ...redecided.map((op) => receiptOf(op))] as Receipt[],
      ...pull,
      ...(sameEpoch
        ? {}
        : { known: await tx.heldRanges(device.id), agreed: agreedSeq(state, request.epoch) }),
      ...(sameEpoch ? await missingOf(tx, taken.device, request) : {}),
      durableN: device.durableN,
      maxOpVersion: opVersion,
      ...(upgrade ? { upgrade: true } : {}),
      ...(device.lost ? { wipe: true } : {}),
    };
  });
}

function afterContact(
  device: DeviceState,
  request: Pick<ExchangeRequest, "have" | "app">,
  now: number,
): DeviceState {
  const reportedN = Math.max(device.reportedN, request.have.maxN);
  const outbox = Math.max(0, request.have.outbox);
  const isSame = reportedN === device.reportedN && outbox === device.outbox && request.app === device.app;
  if (isSame && now - device.contactAt < contactKeptMs && now >= device.contactAt) return device;
  return { ...device, reportedN, contactAt: now, outbox, app: request.app };
}

/** Numbers below the device's oldest unsent op that never arrived: each is a provable loss unless it is sent again. */
async function missingOf(
  tx: CommuneTx,
  device: DeviceState,
  request: Pick<ExchangeRequest, "have">,
): Promise<{ missing?: number[] }> {
  const upTo = Math.min(request.have.oldest ?? request.have.maxN + 1, request.have.maxN + 1) - 1;
  if (upTo <= device.contiguousN) return {};
  const missing: number[] = [];
  let next = device.contiguousN + 1;
  for (const [from, to] of [...(await tx.heldRanges(device.id)), [upTo + 1, upTo + 1] as [number, number]]) {
    for (let n = next; n < from && n <= upTo && missing.length < 100; n++) missing.push(n);
    next = Math.max(next, to + 1);
  }
  return missing.length > 0 ? { missing } : {};
}

type Page = Pick<
  ExchangeReply,
  "rows" | "exits" | "cursor" | "more" | "booting" | "arrived" | "scopes" | "anew"
>;

async function readPage(
  tx: CommuneTx,
  before: CommuneState,
  request: Omit<ExchangeRequest, "ops">,
  asShown: ReadonlySet<string>,
  reader: { session: ExchangeSession; now: number; reads: boolean },
): Promise<Page> {
  const { seq } = await tx.state();
  const all = reader.reads ? await grantedScopes(tx, reader.session.person) : [];
  const scopes = request.protocol < wholeClassProtocol ? await spelledOut(tx, all) : all;
  const granted = new Set(scopes);
  const sameEpoch = request.epoch === before.epoch;
  // Below the floor nobody can tell any more what was deleted: what the device has counts as never sent.
  const isTold = sameEpoch && request.cursor >= before.floor;
  const kept = isTold ? request.booted.filter((scope) => granted.has(scope)) : [];
  const booting = new Map<string, Boot>();
  for (const [scope, boot] of Object.entries(isTold ? request.booting : {})) {
    if (granted.has(scope) && !kept.includes(scope)) booting.set(scope, boot);
  }
  const changed = await readChanges(
    tx,
    kept,
    isTold ? Math.min(request.cursor, seq) : seq,
    seq,
    request.limit,
  );
  const had = sameEpoch ? [...request.booted, ...Object.keys(request.booting)] : [];
  const lost = had.filter((scope) => !granted.has(scope));
  const differ = isTold ? await scopesThatDiffer(tx, request.digest ?? {}, kept, changed, seq) : [];
  // What one wrote in a scope that is lost had come with that scope, if it had come.
  const own = lost.length > 0 ? had.filter((scope) => granted.has(scope) && authorOf(scope)) : [];
  const wrong = [...differ, ...own];
  for (const scope of own) booting.delete(scope);
  const booted = kept.filter((scope) => !wrong.includes(scope));
  const anew = isTold ? wrong : had.filter((scope) => granted.has(scope));
  const missing = scopes.filter((scope) => !booted.includes(scope) && !booting.has(scope));
  const goesOn = (scope: Scope) =>
    Math.min(changed.cursor, (isTold ? request.booting[scope]?.at : undefined) ?? seq);
  for (const [scope, boot] of await newBoots(tx, missing, { seq, now: reader.now, goesOn }))
    booting.set(scope, boot);

  const rows = changed.rows.filter((row) => !asShown.has(row.id));
  const exits = [...changed.exits, ...(await exitsOfLost(tx, lost, request))];
  const over = await movedOver(tx, exits, { granted, booted, cursor: changed.cursor });
  const first = await readFirstSync(tx, booting, request.limit - changed.rows.length, scopes);
  const left = new Set(exits.map(({ id }) => id));
  const isToldOf = (row: RecordRow) =>
    coverOf(granted, row.scope) !== undefined || left.has(row.id) || isKept(row, reader);
  const cursor = first.arrived.reduce((low, { at }) => Math.min(low, at), changed.cursor);
  return {
    rows: [...rows, ...over, ...first.rows].filter(isToldOf).map(rowToWire),
    exits: changed.exits.map(({ id, scope, seq: at }) => [id, scope, at]),
    cursor,
    more: cursor < seq || first.booting.size > 0,
    booting: Object.fromEntries(first.booting),
    arrived: first.arrived.map(({ scope }) => scope),
    scopes,
    ...(anew.length > 0 ? { anew } : {}),
  };
}

/**
 * First syncs that begin now. Of one's own the changes are told on from where that was left: what is older than its first
 * sync reaches, and is kept, comes by them alone.
 */
async function newBoots(
  tx: CommuneTx,
  missing: readonly Scope[],
  { seq, now, goesOn }: { seq: number; now: number; goesOn: (scope: Scope) => number },
): Promise<[Scope, Boot][]> {
  if (missing.length === 0) return [];
  const begin = { at: seq, before: seq + 1, recent: (await tx.seqAt(now - recentMs)) + 1 };
  const reach = missing.some(authorOf) ? (await tx.seqAt(now - ownKeptMs)) + 1 : 0;
  return missing.map((scope) =>
    authorOf(scope) ? [scope, { ...begin, at: goesOn(scope), recent: reach }] : [scope, begin],
  );
}

/**
 * What somebody wrote and no scope of theirs covers any more: told for as long as their device keeps it, and always what
 * that device itself wrote of it last, and its end.
 */
function isKept(row: RecordRow, { now, session }: { session: ExchangeSession; now: number }): boolean {
  const isLately = row.created.at > now - ownKeptMs || row.changed.device === session.device;
  return isLately || row.deleted === true || row.erased === true;
}

/**
 * Booted scopes whose live records on the device are not those of the server. Only scopes in which nothing has happened
 * since the cursor can be compared.
 */
async function scopesThatDiffer(
  tx: CommuneTx,
  digest: Readonly<Record<string, Digest>>,
  booted: readonly string[],
  changed: Changes,
  seq: number,
): Promise<string[]> {
  if (changed.cursor < seq) return [];
  const known = new Set(booted);
  const moved = new Set([...changed.rows, ...changed.exits].map(({ scope }) => coverOf(known, scope)));
  const asked = booted.filter(
    (scope) => digest[scope] !== undefined && !moved.has(scope) && !authorOf(scope),
  );
  if (asked.length === 0) return [];
  const truth = await tx.digests(asked);
  return asked.filter((scope) => String(truth.get(scope)) !== String(digest[scope]));
}

interface Changes {
  readonly rows: RecordRow[];
  readonly exits: Exit[];
  readonly cursor: number;
}

async function readChanges(
  tx: CommuneTx,
  booted: readonly string[],
  after: number,
  seq: number,
  limit: number,
): Promise<Changes> {
  if (booted.length === 0 || after >= seq) return { rows: [], exits: [], cursor: seq };
  const rows = await tx.rowsAfter(booted, after, limit);
  const cursor = rows.length >= limit ? (rows.at(-1)?.seq ?? after) : seq;
  const exits = (await tx.exitsAfter(booted, after)).filter((exit) => exit.seq <= cursor);
  return { rows, exits, cursor };
}

/** Newest first; the recent part of every scope before the older part of any. */
async function readFirstSync(
  tx: CommuneTx,
  pending: ReadonlyMap<string, Boot>,
  limit: number,
  scopes: readonly string[],
): Promise<{ rows: RecordRow[]; booting: Map<string, Boot>; arrived: { scope: string; at: number }[] }> {
  const booting = new Map(pending);
  const arrived: { scope: string; at: number }[] = [];
  const rows: RecordRow[] = [];
  const order = [...booting.keys()].sort(compareForFirstSync);
  for (const pass of ["recent", "older"] as const) {
    for (const scope of order) {
      const boot = booting.get(scope);
      if (!boot || rows.length >= limit) continue;
      const isOwn = authorOf(scope) !== undefined;
      const from = pass === "recent" || isOwn ? boot.recent : 0;
      if (boot.before <= from && !isOwn) continue;
      const wanted = limit - rows.length;
      // One's own records come with the scope they lie in, and else for as long as they are kept.
      const page = await tx.rowsBefore(scope, boot.before, from, wanted, isOwn ? scopes : []);
      rows.push(...page);
      const reached = page.length < wanted ? from : (page.at(-1)?.seq ?? from);
      if (reached <= 1 || ((pass === "older" || isOwn) && page.length < wanted)) {
        booting.delete(scope);
        arrived.push({ scope, at: boot.at });
      } else booting.set(scope, { ...boot, before: reached });
    }
  }
  return { rows, booting, arrived };
}
