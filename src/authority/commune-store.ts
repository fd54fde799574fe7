import type { RecordRow, Stamp } from "#domain/record.ts";
import type { Rights } from "#domain/rights.ts";
import type { Scope } from "#domain/scope.ts";
import type { Json, JsonObject } from "#kernel/json.ts";
import type { Facts } from "#kernel/result.ts";
import type { Digest, Outcome } from "#protocol/exchange.ts";
import type { Op } from "#protocol/op.ts";

/**
 * What deciding needs of a commune's storage. One transaction per exchange, begun by taking the commune's counter,
 * so that the order of `seq` is the order of commits. Two adapters keep this port: memory (simulation) and SQL (server);
 * one contract suite runs over both.
 */
export interface CommuneStore {
  /**
   * Runs `work` in one durable transaction with the commune locked for writing; nothing of it stays when it throws.
   * Another transaction of the same commune begins only after this one has ended.
   */
  transact<T>(commune: string, work: (tx: CommuneTx) => Promise<T>): Promise<T>;
}

export interface CommuneTx {
  state(): Promise<CommuneState>;
  /** The next seq; the counter row was locked when the transaction began. */
  nextSeq(): Promise<number>;
  /** Undoes what `work` wrote when it throws, and throws on; the transaction lives. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;

  /** These records will be asked for, one op after another: a store that is far away reads them at once. */
  readAhead(ids: readonly string[]): Promise<void>;

  device(id: string): Promise<DeviceState | null>;
  putDevice(device: DeviceState): Promise<void>;

  /** Decided ops of a device among these numbers. */
  decided(device: string, ns: readonly number[]): Promise<DecidedOp[]>;
  /** Writes a new decision, or replaces that of the same *(device, n)* (a parked op that was decided later). */
  putDecided(op: DecidedOp): Promise<void>;
  /** Ranges of n held of a device, ascending and merged; a number of which only a message told is not among them. */
  heldRanges(device: string): Promise<[from: number, to: number][]>;
  /** Parked ops that wait for this record (or all of them, without an argument). */
  parked(waitingFor?: string): Promise<DecidedOp[]>;
  /** Ops of this device that were decided again after `seq`. */
  redecided(device: string, afterSeq: number): Promise<DecidedOp[]>;

  rows(ids: readonly string[]): Promise<ServerRow[]>;
  putRow(row: ServerRow): Promise<void>;
  /** The record left this scope at this seq. */
  putExit(exit: Exit): Promise<void>;
  /** What hangs under a record: conflicts about it, entries appended to it (their ids, ascending). */
  under(record: string): Promise<string[]>;
  /** Records of a kind that hold personal content (their ids, ascending). */
  holding(kind: string): Promise<string[]>;
  /** Records under which something hangs that lies in another scope. */
  holdersOfStrays(): Promise<string[]>;

  /** Rows that these scopes cover with `seq > after`, ascending, about `limit` of them; never splits one seq. */
  rowsAfter(scopes: readonly Scope[], after: number, limit: number): Promise<RecordRow[]>;
  /**
   * Live rows that a scope covers and none of `except`, with `seq < before` and `seq >= from`, descending, about `limit`;
   * never splits one seq.
   */
  rowsBefore(
    scope: Scope,
    before: number,
    from: number,
    limit: number,
    except?: readonly Scope[],
  ): Promise<RecordRow[]>;
  exitsAfter(scopes: readonly Scope[], after: number): Promise<Exit[]>;
  /** Live rows of each of these scopes, for comparison with what a device holds. */
  digests(scopes: readonly Scope[]): Promise<ReadonlyMap<Scope, Digest>>;
  /**
   * Forgets tombstones and exits up to `floor`, but those of `kept` kinds, and raises the commune's floor to it. Answers
   * with how many went.
   */
  purge(floor: number, kept: readonly string[]): Promise<{ rows: number; exits: number }>;
  /** The highest seq given before this time; 0 when none. */
  seqAt(timeMs: number): Promise<number>;

  /** Every version of a person's rights, oldest first. */
  rightsOf(person: string): Promise<DatedRights[]>;
  putRights(person: string, rights: DatedRights): Promise<void>;
  villages(): Promise<string[]>;
  /** Every record of a kind that few are of, deleted ones too, by id. */
  ofKind(kind: string): Promise<readonly RecordRow[]>;
  /** Cases that this person is part of; every case of the commune when `person` is null. */
  cases(person: string | null): Promise<string[]>;
  putCase(caseId: string, person: string): Promise<void>;

  /** Erasure marks outrank every later op that brings the content again. */
  erased(ids: readonly string[]): Promise<string[]>;
  putErasure(mark: ErasureMark): Promise<void>;
}

export interface CommuneState {
  readonly id: string;
  readonly seq: number;
  readonly epoch: string;
  /** Up to this seq nothing tells any more of what was deleted or left a scope. */
  readonly floor: number;
  /** Earlier epochs, each with the seq from which today's history differs from what its devices saw. */
  readonly pastEpochs: readonly { readonly epoch: string; readonly restoredSeq: number }[];
}

export interface DeviceState {
  readonly id: string;
  readonly person: string;
  /** Effective time of the device's op with the highest n; later ops are never earlier. */
  readonly lastEffective: number;
  readonly lastN: number;
  /** Every op up to this n is held; ops above it may have gaps between them. */
  readonly contiguousN: number;
  /** Highest n the device had reported at its last contact, and when that was: later ops were written after it. */
  readonly reportedN: number;
  readonly contactAt: number;
  /** What the device said of its outbox at that contact. */
  readonly outbox: number;
  readonly app: string;
  readonly durableN: number;
  /** Reported lost: no grace for its ops, wiped after the hand-over. */
  readonly lost: boolean;
}

export interface DecidedOp {
  readonly device: string;
  readonly n: number;
  readonly person: string;
  /** The op as it came, without personal content. */
  readonly op: Op;
  readonly outcome: Outcome;
  readonly seq: number;
  /** First taken, Unix ms. */
  readonly at: number;
  readonly effective: number;
  readonly code?: string;
  readonly facts?: Facts;
  /** Parked: the record it waits for. */
  readonly waitsFor?: string;
  /** Set when a parked op was decided again. */
  readonly redecidedSeq?: number;
  /** Personal content of a parked op, kept apart until it is decided. Index of the change → fields. */
  readonly personal?: { readonly [change: string]: JsonObject };
}

/** A record as the server keeps it: the row and, per register, who wrote it last. */
export interface ServerRow extends RecordRow {
  readonly clocks: { readonly [field: string]: FieldClock };
}

export interface FieldClock extends Stamp {
  readonly seq: number;
  readonly n: number;
}

export interface Exit {
  readonly id: string;
  readonly scope: Scope;
  readonly seq: number;
}

export interface DatedRights extends Rights {
  readonly from: number;
}

export interface ErasureMark {
  readonly id: string;
  readonly at: number;
  readonly by: string;
}

export type PersonalPart = { readonly [field: string]: Json };
