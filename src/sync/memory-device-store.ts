import type { RecordRow } from "#domain/record.ts";
import type {
  DeadOp,
  DeviceMeta,
  DeviceStore,
  DeviceTx,
  Draft,
  OutboxEntry,
  QuarantinedRow,
  SentOp,
  StoredBlob,
  StoredRow,
} from "./device-store.ts";
import { DatabaseGone } from "./store-errors.ts";

export type Durability = "strict" | "relaxed";

/**
 * Moments at which a test may strike. A throw at `begin`, `write` or `commit` leaves nothing of the transaction; at
 * `committed` everything is stored and only the caller is not told, as when a tab dies right after a commit.
 */
export type FaultPoint = "begin" | "write" | "commit" | "committed";
export type Faults = (
  point: FaultPoint,
  of: { readonly process: MemoryProcess; readonly durability: Durability; readonly writes: number },
) => void;

/** A tab or worker's hold on the disk. */
export interface MemoryProcess extends DeviceStore {
  /** It dies now: its open transaction is undone, whatever it asks from here on rejects with `ProcessDied`. */
  kill(): void;
  readonly alive: boolean;
}

/** What a dead process gets for an answer; the simulation throws it away with the process. */
export class ProcessDied extends Error {
  override readonly name = "ProcessDied";
}

/** Everything stored, for assertions; never to be changed. */
export interface DiskContent {
  readonly meta: DeviceMeta | undefined;
  readonly rows: ReadonlyMap<string, StoredRow>;
  readonly shadows: ReadonlyMap<string, RecordRow>;
  readonly outbox: ReadonlyMap<number, OutboxEntry>;
  readonly sent: ReadonlyMap<number, SentOp>;
  readonly dead: ReadonlyMap<number, DeadOp>;
  readonly quarantine: ReadonlyMap<string, QuarantinedRow>;
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly blobs: ReadonlyMap<string, StoredBlob>;
}

/**
 * One device's database in memory: the reference for the port's meaning. Transactions run one after another; writes
 * go in place with a journal that undoes them. Values are kept as given, so they must never be changed afterwards.
 */
export class MemoryDisk {
  faults: Faults | undefined;
  /** Relaxed commits that a power cut may still take back. */
  #unflushed: Undo[][] = [];
  #tail: Promise<unknown> = Promise.resolve();
  #version = 0;
  #active: MemoryTx | undefined;
  readonly #processes = new Set<Process>();
  readonly #shelves = {
    meta: new Shelf<string, DeviceMeta>(),
    rows: new Shelf<string, StoredRow>((row) => row.keys),
    shadows: new Shelf<string, RecordRow>(),
    outbox: new Shelf<number, OutboxEntry>((entry) => entry.ids),
    sent: new Shelf<number, SentOp>((op) => op.ids),
    dead: new Shelf<number, DeadOp>(),
    quarantine: new Shelf<string, QuarantinedRow>(),
    drafts: new Shelf<string, Draft>(),
    blobs: new Shelf<string, StoredBlob>(),
  };

  constructor(faults?: Faults) {
    this.faults = faults;
  }

  open(): MemoryProcess {
    const process: Process = new Process(
      (durability, work) => this.#queue(process, durability, work),
      () => this.#kill(process),
    );
    this.#processes.add(process);
    return process;
  }

  /** The battery dies: every process with it, and the newest relaxed commits but for the first `keep`. */
  losePower(keep = 0): { lostCommits: number } {
    this.#version++;
    for (const process of [...this.#processes]) process.kill();
    const lost = this.#unflushed.splice(keep);
    for (const undo of lost.reverse()) rollBack(undo);
    this.#unflushed = [];
    return { lostCommits: lost.length };
  }

  /** The browser deletes the whole database, as it may when the disk runs low. */
  evict(): void {
    this.#active?.end(new DatabaseGone("evicted"));
    for (const process of [...this.#processes]) process.kill();
    this.#version++;
    for (const shelf of Object.values(this.#shelves)) shelf.clear();
    this.#unflushed = [];
  }

  /** The disk itself changes a record, or loses it, as worn flash does. */
  damage(id: string, row: StoredRow | null): void {
    this.#version++;
    this.#shelves.rows.put(id, row ?? undefined);
  }

  /** What is stored now; in the midst of a transaction, with what it wrote so far. */
  content(): DiskContent {
    const { meta, rows, shadows, outbox, sent, dead, quarantine, drafts, blobs } = this.#shelves;
    return {
      meta: meta.values.get("device"),
      rows: rows.values,
      shadows: shadows.values,
      outbox: outbox.values,
      sent: sent.values,
      dead: dead.values,
      quarantine: quarantine.values,
      drafts: drafts.values,
      blobs: blobs.values,
    };
  }

  /** Another number whenever something may have changed. */
  get version(): number {
    return this.#version;
  }

  get busy(): boolean {
    return this.#active !== undefined;
  }

  #kill(process: Process): void {
    this.#processes.delete(process);
    if (this.#active?.process === process) this.#active.end(new ProcessDied("killed in a transaction"));
  }

  #queue<T>(process: Process, durability: Durability | null, work: (tx: DeviceTx) => Promise<T>): Promise<T> {
    const turn = this.#tail.then(() => this.#perform(process, durability, work));
    this.#tail = turn.then(nothing, nothing);
    return turn;
  }

  async #perform<T>(
    process: Process,
    durability: Durability | null,
    work: (tx: DeviceTx) => Promise<T>,
  ): Promise<T> {
    if (!process.alive) throw new ProcessDied("dead before the transaction began");
    const strike = (point: FaultPoint) => {
      if (durability) this.faults?.(point, { process, durability, writes: tx.undo.length });
    };
    const tx: MemoryTx = new MemoryTx(this.#shelves, process, durability !== null, () => strike("write"));
    this.#active = tx;
    try {
      strike("begin");
      const result = await Promise.race([tx.ended, work(tx)]);
      strike("commit");
      tx.close();
      this.#active = undefined;
      if (durability === "strict") this.#unflushed = [];
      else if (tx.undo.length > 0) this.#keepUnflushed(tx.undo);
      strike("committed");
      if (!process.alive) throw new ProcessDied("killed after the commit");
      return result as T;
    } catch (error) {
      throw tx.open ? tx.end(error) : (tx.failure ?? error);
    } finally {
      if (durability) this.#version++;
      if (this.#active === tx) this.#active = undefined;
    }
  }

  /** Any disk gets round to flushing in the end. */
  #keepUnflushed(undo: Undo[]): void {
    this.#unflushed.push(undo);
    if (this.#unflushed.length > 64) this.#unflushed.shift();
  }
}

class Process implements MemoryProcess {
  alive = true;
  readonly #queue: <T>(durability: Durability | null, work: (tx: DeviceTx) => Promise<T>) => Promise<T>;
  readonly #died: () => void;

  constructor(
    queue: <T>(durability: Durability | null, work: (tx: DeviceTx) => Promise<T>) => Promise<T>,
    died: () => void,
  ) {
    this.#queue = queue;
    this.#died = died;
  }

  transact<T>(durability: Durability, work: (tx: DeviceTx) => Promise<T>): Promise<T> {
    return this.#queue(durability, work);
  }

  read<T>(work: (tx: DeviceTx) => Promise<T>): Promise<T> {
    return this.#queue(null, work);
  }

  kill(): void {
    if (!this.alive) return;
    this.alive = false;
    this.#died();
  }
}

type Shelves = {
  readonly meta: Shelf<string, DeviceMeta>;
  readonly rows: Shelf<string, StoredRow>;
  readonly shadows: Shelf<string, RecordRow>;
  readonly outbox: Shelf<number, OutboxEntry>;
  readonly sent: Shelf<number, SentOp>;
  readonly dead: Shelf<number, DeadOp>;
  readonly quarantine: Shelf<string, QuarantinedRow>;
  readonly drafts: Shelf<string, Draft>;
  readonly blobs: Shelf<string, StoredBlob>;
};

class MemoryTx implements DeviceTx {
  readonly undo: Undo[] = [];
  readonly process: Process;
  /** Rejects when the transaction is ended from outside. */
  readonly ended: Promise<never>;
  open = true;
  failure: unknown;
  readonly #shelves: Shelves;
  readonly #writable: boolean;
  readonly #strike: () => void;
  #reject: (error: unknown) => void = nothing;

  constructor(shelves: Shelves, process: Process, writable: boolean, strike: () => void) {
    this.#shelves = shelves;
    this.process = process;
    this.#writable = writable;
    this.#strike = strike;
    this.ended = new Promise((_, reject) => {
      this.#reject = reject;
    });
    this.ended.catch(nothing);
  }

  /** Undoes everything and refuses all that may still come; returns the reason. */
  end(reason: unknown): unknown {
    if (!this.open) return this.failure ?? reason;
    this.open = false;
    this.failure = reason;
    rollBack(this.undo);
    this.#reject(reason);
    return reason;
  }

  close(): void {
    this.#mustBeOpen();
    this.open = false;
  }

  async meta() {
    return this.#read().meta.values.get("device");
  }
  async row(id: string) {
    return this.#read().rows.values.get(id);
  }
  async rows(ids: readonly string[]) {
    const { values } = this.#read().rows;
    return ids.map((id) => values.get(id));
  }
  async rowsByKey(key: string) {
    return this.#read().rows.named(key);
  }
  async rowsByKeys(from: string, to: string) {
    return this.#read().rows.namedWithin(from, to);
  }
  async shadow(id: string) {
    return this.#read().shadows.values.get(id);
  }
  async shadows(ids: readonly string[]) {
    const { values } = this.#read().shadows;
    return ids.map((id) => values.get(id));
  }
  async outbox(limit?: number) {
    return this.#read().outbox.sorted().slice(0, limit);
  }
  async outboxCount() {
    return this.#read().outbox.values.size;
  }
  async outboxOn(recordId: string) {
    return this.#read().outbox.named(recordId).sort(byN);
  }
  async sent(n: number) {
    return this.#read().sent.values.get(n);
  }
  async allSent() {
    return [...this.#read().sent.sorted()];
  }
  async sentOn(recordId: string) {
    return this.#read().sent.named(recordId).sort(byN);
  }
  async dead() {
    return [...this.#read().dead.sorted()];
  }
  async quarantine() {
    return [...this.#read().quarantine.sorted()];
  }
  async draft(key: string) {
    return this.#read().drafts.values.get(key);
  }
  async drafts() {
    return [...this.#read().drafts.sorted()];
  }
  async blob(id: string) {
    return this.#read().blobs.values.get(id);
  }
  async blobIds() {
    return [...this.#read().blobs.values.keys()].sort();
  }

  async putMeta(meta: DeviceMeta) {
    this.#write(this.#shelves.meta, meta.key, meta);
  }
  async putRow(row: StoredRow) {
    this.#write(this.#shelves.rows, row.id, row);
  }
  async putRows(rows: readonly StoredRow[]) {
    for (const row of rows) this.#write(this.#shelves.rows, row.id, row);
  }
  async deleteRows(ids: readonly string[]) {
    for (const id of ids) this.#write(this.#shelves.rows, id, undefined);
  }
  async eachRow(visit: (row: StoredRow) => void) {
    for (const row of [...this.#read().rows.values.values()]) visit(row);
  }
  async putShadow(row: RecordRow) {
    this.#write(this.#shelves.shadows, row.id, row);
  }
  async deleteShadows(ids: readonly string[]) {
    for (const id of ids) this.#write(this.#shelves.shadows, id, undefined);
  }
  async putOutbox(entries: readonly OutboxEntry[]) {
    for (const entry of entries) this.#write(this.#shelves.outbox, entry.n, entry);
  }
  async deleteOutbox(ns: readonly number[]) {
    for (const n of ns) this.#write(this.#shelves.outbox, n, undefined);
  }
  async putSent(ops: readonly SentOp[]) {
    for (const op of ops) this.#write(this.#shelves.sent, op.n, op);
  }
  async deleteSent(ns: readonly number[]) {
    for (const n of ns) this.#write(this.#shelves.sent, n, undefined);
  }
  async putDead(op: DeadOp) {
    this.#write(this.#shelves.dead, op.n, op);
  }
  async deleteDead(n: number) {
    this.#write(this.#shelves.dead, n, undefined);
  }
  async putQuarantine(row: QuarantinedRow) {
    this.#write(this.#shelves.quarantine, row.id, row);
  }
  async deleteQuarantine(ids: readonly string[]) {
    for (const id of ids) this.#write(this.#shelves.quarantine, id, undefined);
  }
  async putDraft(draft: Draft) {
    this.#write(this.#shelves.drafts, draft.key, draft);
  }
  async deleteDraft(key: string) {
    this.#write(this.#shelves.drafts, key, undefined);
  }
  async putBlob(blob: StoredBlob) {
    this.#write(this.#shelves.blobs, blob.id, blob);
  }
  async deleteBlobs(ids: readonly string[]) {
    for (const id of ids) this.#write(this.#shelves.blobs, id, undefined);
  }

  #read(): Shelves {
    this.#mustBeOpen();
    return this.#shelves;
  }

  #write<K extends string | number, V>(shelf: Shelf<K, V>, key: K, value: V | undefined): void {
    this.#mustBeOpen();
    if (!this.#writable) throw new Error("A reading transaction cannot write");
    this.#strike();
    this.#mustBeOpen();
    const before = shelf.put(key, value);
    this.undo.push(() => shelf.put(key, before));
  }

  #mustBeOpen(): void {
    if (!this.open) throw this.failure ?? new Error("The transaction is over");
  }
}

type Undo = () => void;

/** Values by key, and by the strings under which each is to be found. */
class Shelf<K extends string | number, V> {
  readonly values = new Map<K, V>();
  readonly #names = new Map<string, Set<K>>();
  readonly #namesOf: ((value: V) => readonly string[]) | undefined;
  #sorted: V[] | undefined;

  constructor(namesOf?: (value: V) => readonly string[]) {
    this.#namesOf = namesOf;
  }

  /** Stores or, without a value, removes; returns what was there. */
  put(key: K, value: V | undefined): V | undefined {
    const before = this.values.get(key);
    if (before !== undefined) this.#unname(key, before);
    if (value === undefined) this.values.delete(key);
    else {
      this.values.set(key, value);
      this.#name(key, value);
    }
    this.#sorted = undefined;
    return before;
  }

  named(name: string): V[] {
    const keys = this.#names.get(name);
    return keys ? [...keys].map((key) => this.values.get(key) as V) : [];
  }

  namedWithin(from: string, to: string): V[] {
    const names = [...this.#names.keys()].filter((name) => name >= from && name <= to);
    return [...new Set(names.flatMap((name) => this.named(name)))];
  }

  /** All values in order of their keys; not to be changed. */
  sorted(): readonly V[] {
    this.#sorted ??= [...this.values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
    return this.#sorted;
  }

  clear(): void {
    this.values.clear();
    this.#names.clear();
    this.#sorted = undefined;
  }

  #name(key: K, value: V): void {
    for (const name of this.#namesOf?.(value) ?? []) {
      const keys = this.#names.get(name);
      if (keys) keys.add(key);
      else this.#names.set(name, new Set([key]));
    }
  }

  #unname(key: K, value: V): void {
    for (const name of this.#namesOf?.(value) ?? []) {
      const keys = this.#names.get(name);
      keys?.delete(key);
      if (keys?.size === 0) this.#names.delete(name);
    }
  }
}

function rollBack(undo: Undo[]): void {
  for (let i = undo.length - 1; i >= 0; i--) undo[i]?.();
}

function byN(a: { readonly n: number }, b: { readonly n: number }): number {
  return a.n - b.n;
}

function nothing(): void {}
