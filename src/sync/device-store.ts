import type { RecordRow } from "#domain/record.ts";
import type { Boot, Receipt } from "#protocol/exchange.ts";
import type { Op } from "#protocol/op.ts";

/**
 * The device's database: nine stores whose shape never changes, so that no update can strand unsent work.
 * Two adapters keep this port: memory (simulation) and Dexie (page and service worker).
 */
export interface DeviceStore {
  /**
   * One transaction over all stores. Resolves only after it is committed, and with `strict` only after it is flushed
   * to disk. Rejects, with nothing written, when `work` throws, the disk is full or the database is gone.
   * `work` may await nothing but `tx`.
   */
  transact<T>(durability: "strict" | "relaxed", work: (tx: DeviceTx) => Promise<T>): Promise<T>;
  read<T>(work: (tx: DeviceReadTx) => Promise<T>): Promise<T>;
}

export interface DeviceReadTx {
  meta(): Promise<DeviceMeta | undefined>;
  row(id: string): Promise<StoredRow | undefined>;
  rows(ids: readonly string[]): Promise<(StoredRow | undefined)[]>;
  /** Rows with this key, in no promised order. */
  rowsByKey(key: string): Promise<StoredRow[]>;
  /** Rows with a key from `from` up to and with `to` in the order of text, each once, in no promised order. */
  rowsByKeys(from: string, to: string): Promise<StoredRow[]>;
  /** Calls `visit` for every row; used by rare sweeps only. */
  eachRow(visit: (row: StoredRow) => void): Promise<void>;
  shadow(id: string): Promise<RecordRow | undefined>;
  shadows(ids: readonly string[]): Promise<(RecordRow | undefined)[]>;
  /** Outbox in order of n. */
  outbox(limit?: number): Promise<OutboxEntry[]>;
  outboxCount(): Promise<number>;
  outboxOn(recordId: string): Promise<OutboxEntry[]>;
  sent(n: number): Promise<SentOp | undefined>;
  /** Every sent op in order of n. */
  allSent(): Promise<SentOp[]>;
  sentOn(recordId: string): Promise<SentOp[]>;
  dead(): Promise<DeadOp[]>;
  quarantine(): Promise<QuarantinedRow[]>;
  draft(key: string): Promise<Draft | undefined>;
  drafts(): Promise<Draft[]>;
  blob(id: string): Promise<StoredBlob | undefined>;
  /** Which bytes are here, without reading them. */
  blobIds(): Promise<string[]>;
}

export interface DeviceTx extends DeviceReadTx {
  putMeta(meta: DeviceMeta): Promise<void>;
  putRow(row: StoredRow): Promise<void>;
  putRows(rows: readonly StoredRow[]): Promise<void>;
  deleteRows(ids: readonly string[]): Promise<void>;
  putShadow(row: RecordRow): Promise<void>;
  deleteShadows(ids: readonly string[]): Promise<void>;
  putOutbox(entries: readonly OutboxEntry[]): Promise<void>;
  deleteOutbox(ns: readonly number[]): Promise<void>;
  putSent(ops: readonly SentOp[]): Promise<void>;
  deleteSent(ns: readonly number[]): Promise<void>;
  putDead(op: DeadOp): Promise<void>;
  deleteDead(n: number): Promise<void>;
  putQuarantine(row: QuarantinedRow): Promise<void>;
  deleteQuarantine(ids: readonly string[]): Promise<void>;
  putDraft(draft: Draft): Promise<void>;
  deleteDraft(key: string): Promise<void>;
  putBlob(blob: StoredBlob): Promise<void>;
  deleteBlobs(ids: readonly string[]): Promise<void>;
}

/** A record as this device shows it: what the server last said, with my own pending changes on top. */
export interface StoredRow extends RecordRow {
  /** Strings that find it, from the kind's `keysOf`. */
  readonly keys: readonly string[];
  /** The first sync that brought it; rows of an older one are swept when a new one completes. */
  readonly tag: number;
  /** One's own, outside one's scopes: kept to be read until then, by the server's time. */
  readonly until?: number;
}

export interface OutboxEntry {
  readonly n: number;
  readonly op: Op;
  readonly ids: readonly string[];
  readonly savedAt: number;
  /** The server has it; it stays as an overlay until the cursor has passed `receipt.s`. */
  readonly receipt?: Receipt;
}

export interface SentOp {
  readonly n: number;
  readonly op: Op;
  readonly ids: readonly string[];
  readonly receipt: Receipt;
}

/** Kept for ever on this device until a person settles it: refused by the server, or parked there for long. */
export interface DeadOp {
  readonly n: number;
  readonly op: Op;
  readonly ids: readonly string[];
  readonly receipt: Receipt;
  /** The op that brought the mended content, when there is one. */
  readonly mendedBy?: number;
  /** What the person saw, so that it can be read though the record shows otherwise. */
  readonly seen: readonly StoredRow[];
}

export interface QuarantinedRow {
  readonly id: string;
  readonly raw: unknown;
  readonly reason: string;
  readonly at: number;
}

/** A form as typed so far; `key` is its route. */
export interface Draft {
  readonly key: string;
  /** Of the record that saving it makes, so that two tabs make one. */
  readonly id?: string;
  readonly value: unknown;
  readonly at: number;
  /** Records whose personal content it may hold. */
  readonly record?: string;
}

/** Bytes of a picture, known by their hash; they belong to whichever record or draft names it. */
export interface StoredBlob {
  /** SHA-256 of the bytes, hex. */
  readonly id: string;
  readonly bytes: ArrayBuffer;
  readonly type: string;
  readonly at: number;
}

export interface DeviceMeta {
  readonly key: "device";
  readonly device: string;
  readonly person: string;
  readonly commune: string;
  readonly epoch: string;
  readonly cursor: number;
  readonly booted: readonly string[];
  readonly booting: { readonly [scope: string]: Boot };
  /** Scopes granted at last contact. */
  readonly scopes: readonly string[];
  /** Per scope, the number of the first sync under way or last completed. */
  readonly tags: { readonly [scope: string]: number };
  /** The server's time at the last contact, and when the first of the kept records goes. */
  readonly toldAt?: number;
  readonly keptUntil?: number;
  /** Scopes whose first sync came anew and whose leftovers of the earlier one still lie here. */
  readonly unswept?: readonly string[];
  readonly nextN: number;
  /** Compare-and-set: grows with every applied reply, so that of two racing tabs one drops its rows. */
  readonly version: number;
  /** Best sample of server time minus wall clock, ms, and how far it may be off (half the round trip). */
  readonly offset: number | null;
  readonly offsetError: number | null;
  /** Highest wall clock ever stored; a clock below it has jumped back. */
  readonly lastWall: number;
  /** Wall minus monotonic clock at the last look; it changes only when somebody sets the clock. */
  readonly clockSuspect: boolean;
  readonly durableN: number;
  readonly sync: SyncStatus;
  /** Version of the `keys` computation that wrote the rows. */
  readonly keysVersion: number;
}

export interface SyncStatus {
  /** By the clock as it was measured then, Unix ms. */
  readonly lastSuccess: number | null;
  readonly lastFailure: SyncFailure | null;
  readonly failures: number;
  /** Not before this wall time, unless a person or a sign of a link asks. */
  readonly retryAt: number | null;
  readonly mustUpdate: boolean;
  readonly bytesToday: number;
  readonly bytesDay: string;
  /** The day on which what is here was last compared with the server, and how often that found a difference. */
  readonly checkedDay?: string;
  readonly healed?: number;
  /** Outcome of a full round: nothing left to pull. */
  readonly complete: boolean;
}

export interface SyncFailure {
  readonly kind: FailureKind;
  readonly at: number;
  readonly since: number;
}

export type FailureKind =
  | "unreachable"
  | "not-our-server"
  | "busy"
  | "sign-in"
  | "too-large"
  | "server-fault";
