import type {
  CommuneState,
  CommuneTx,
  DatedRights,
  DecidedOp,
  DeviceState,
  ErasureMark,
  Exit,
  ServerRow,
} from "#authority/commune-store.ts";
import { isPartial } from "#authority/partial.ts";
import type { RecordRow } from "#domain/record.ts";
import type { Digest } from "#protocol/exchange.ts";
import type { CommuneTables } from "./commune-tables.ts";
import { type Range, withNumbers } from "./held-ranges.ts";
import { opKey, Writes } from "./writes.ts";

/**
 * The port over the tables: what was read once is remembered, what is written waits until a page is read or the work
 * ends, and then goes in a few statements. A savepoint is a layer of writes in memory; the database gets one of its own
 * only when something has to be written inside it.
 */
export class UnitOfWork implements CommuneTx {
  private readonly tables: CommuneTables;
  private began: CommuneState;
  private readonly layers: [Writes, ...Writes[]];
  private known = new Known();
  /** Every op has a layer, one after another: the same serves them all. */
  private spare: Writes | undefined;

  constructor(tables: CommuneTables, state: CommuneState) {
    this.tables = tables;
    this.began = state;
    this.layers = [new Writes()];
    this.top.seq = state.seq;
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    await this.flush();
    if (this.top.seq !== this.began.seq) await this.tables.storeSeq(this.top.seq);
  }

  async state(): Promise<CommuneState> {
    return { ...this.began, seq: this.top.seq };
  }

  async nextSeq(): Promise<number> {
    this.top.seq += 1;
    return this.top.seq;
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const below = this.top;
    const layer = this.spare ?? new Writes();
    this.spare = undefined;
    layer.seq = below.seq;
    this.layers.push(layer);
    const { connection } = this.tables;
    try {
      const result = await work();
      layer.mergeInto(below);
      if (layer.savepoint) await connection.release(layer.savepoint);
      return result;
    } catch (error) {
      if (layer.savepoint) {
        await connection.rollbackTo(layer.savepoint);
        await connection.release(layer.savepoint);
        this.known = new Known();
      }
      throw error;
    } finally {
      this.layers.pop();
      layer.clear();
      layer.savepoint = undefined;
      this.spare = layer;
    }
  }

  async readAhead(ids: readonly string[]): Promise<void> {
    await this.rows(ids);
    await this.erased(ids);
  }

  async device(id: string): Promise<DeviceState | null> {
    return (
      this.pending((writes) => writes.devices.get(id)) ??
      remembered(this.known.devices, id, () => this.tables.device(id))
    );
  }

  async putDevice(device: DeviceState): Promise<void> {
    this.top.devices.set(device.id, device);
  }

  async decided(device: string, ns: readonly number[]): Promise<DecidedOp[]> {
    const wanted = [...new Set(ns)];
    const unknown = wanted.filter((n) => this.opNow(opKey({ device, n })) === undefined);
    if (unknown.length > 0) {
      for (const n of unknown) this.known.ops.set(opKey({ device, n }), null);
      for (const op of await this.tables.decided(device, unknown)) this.known.ops.set(opKey(op), op);
    }
    return wanted.flatMap((n) => this.opNow(opKey({ device, n })) ?? []).sort((a, b) => a.n - b.n);
  }

  async putDecided(op: DecidedOp): Promise<void> {
    this.top.ops.set(opKey(op), op);
    if (op.outcome === "parked" && op.waitsFor !== undefined) this.known.waitedFor?.add(op.waitsFor);
  }

  async heldRanges(device: string): Promise<Range[]> {
    const held = await this.heldBefore(device);
    const written = this.layers.flatMap(({ ops }) => [...ops.values()]);
    return withNumbers(
      held,
      written.filter((op) => op.device === device && !isPartial(op)).map(({ n }) => n),
    );
  }

  async parked(waitingFor?: string): Promise<DecidedOp[]> {
    if (waitingFor !== undefined && !(await this.mayBeWaitedFor(waitingFor))) return [];
    await this.flush();
    return this.tables.parked(waitingFor);
  }

  async redecided(device: string, afterSeq: number): Promise<DecidedOp[]> {
    await this.flush();
    return this.tables.redecided(device, afterSeq);
  }

  async rows(ids: readonly string[]): Promise<ServerRow[]> {
    const wanted = [...new Set(ids)];
    const unknown = wanted.filter((id) => this.rowNow(id) === undefined);
    if (unknown.length > 0) {
      for (const id of unknown) this.known.rows.set(id, null);
      for (const row of await this.tables.rows(unknown)) this.known.rows.set(row.id, row);
    }
    return wanted.flatMap((id) => this.rowNow(id) ?? []);
  }

  async putRow(row: ServerRow): Promise<void> {
    this.top.rows.set(row.id, row);
    this.top.kinds.set(row.kind, row.id);
    if (row.kind === "village") this.top.villages.set(row.id, row);
  }

  async putExit(exit: Exit): Promise<void> {
    this.top.exits.set(`${exit.scope} ${exit.id}`, exit);
  }

  async under(record: string): Promise<string[]> {
    await this.flush();
    return this.tables.under(record);
  }

  async holding(kind: string): Promise<string[]> {
    await this.flush();
    return this.tables.holding(kind);
  }

  async holdersOfStrays(): Promise<string[]> {
    await this.flush();
    return this.tables.holdersOfStrays();
  }

  async rowsAfter(scopes: readonly string[], after: number, limit: number): Promise<RecordRow[]> {
    await this.flush();
    return scopes.length === 0 ? [] : this.tables.rowsAfter(scopes, after, limit);
  }

  async rowsBefore(
    scope: string,
    before: number,
    from: number,
    limit: number,
    except: readonly string[] = [],
  ): Promise<RecordRow[]> {
    await this.flush();
    return this.tables.rowsBefore(scope, before, from, limit, except);
  }

  async exitsAfter(scopes: readonly string[], after: number): Promise<Exit[]> {
    await this.flush();
    return scopes.length === 0 ? [] : this.tables.exitsAfter(scopes, after);
  }

  async digests(scopes: readonly string[]): Promise<Map<string, Digest>> {
    await this.flush();
    return this.tables.digests(scopes);
  }

  async purge(floor: number, kept: readonly string[]): Promise<{ rows: number; exits: number }> {
    await this.flush();
    const gone = await this.tables.purge(floor, kept);
    this.known = new Known();
    this.began = { ...this.began, floor: Math.max(this.began.floor, floor) };
    await this.tables.storeFloor(this.began.floor);
    return gone;
  }

  async seqAt(timeMs: number): Promise<number> {
    await this.flush();
    return this.tables.seqAt(timeMs);
  }

  async rightsOf(person: string): Promise<DatedRights[]> {
    const before = await remembered(this.known.rights, person, () => this.tables.rightsOf(person));
    const versions = new Map(before.map((one) => [one.from, one]));
    for (const { rights } of this.layers) {
      for (const put of rights.values()) {
        if (put.person === person) versions.set(put.rights.from, put.rights);
      }
    }
    return [...versions.values()].sort((a, b) => a.from - b.from);
  }

  async putRights(person: string, rights: DatedRights): Promise<void> {
    this.top.rights.set(`${rights.from} ${person}`, { person, rights });
  }

  async villages(): Promise<string[]> {
    const before = await remembered(this.known.villages, "", () => this.tables.villages());
    return withMore(
      before,
      this.layers.flatMap(({ villages }) => [...villages.keys()]),
    );
  }

  async ofKind(kind: string): Promise<readonly RecordRow[]> {
    if (this.layers.some(({ kinds }) => kinds.has(kind))) await this.flush();
    return remembered(this.known.kinds, kind, () => this.tables.ofKind(kind));
  }

  async cases(person: string | null): Promise<string[]> {
    const before = await remembered(this.known.cases, person, () => this.tables.cases(person));
    const put = this.layers.flatMap(({ cases }) => [...cases.values()]);
    return withMore(
      before,
      put.filter((one) => person === null || one.person === person).map(({ caseId }) => caseId),
    );
  }

  async putCase(caseId: string, person: string): Promise<void> {
    this.top.cases.set(`${caseId} ${person}`, { caseId, person });
  }

  async erased(ids: readonly string[]): Promise<string[]> {
    const wanted = [...new Set(ids)];
    const unknown = wanted.filter((id) => !this.known.erased.has(id));
    if (unknown.length > 0) {
      for (const id of unknown) this.known.erased.set(id, false);
      for (const id of await this.tables.erased(unknown)) this.known.erased.set(id, true);
    }
    return wanted.filter(
      (id) => this.known.erased.get(id) || this.pending(({ erasures }) => erasures.get(id)),
    );
  }

  async putErasure(mark: ErasureMark): Promise<void> {
    if (!this.pending(({ erasures }) => erasures.get(mark.id))) this.top.erasures.set(mark.id, mark);
  }

  private get top(): Writes {
    return this.layers.at(-1) as Writes;
  }

  private pending<T>(pick: (writes: Writes) => T | undefined): T | undefined {
    for (let depth = this.layers.length - 1; depth >= 0; depth--) {
      const found = pick(this.layers[depth] as Writes);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `null`: it is certain that there is none; `undefined`: nobody has looked. */
  private rowNow(id: string): ServerRow | null | undefined {
    return this.pending(({ rows }) => rows.get(id)) ?? this.known.rows.get(id);
  }

  private opNow(key: string): DecidedOp | null | undefined {
    return this.pending(({ ops }) => ops.get(key)) ?? this.known.ops.get(key);
  }

  private async mayBeWaitedFor(record: string): Promise<boolean> {
    if (!this.known.waitedFor) {
      const waited = new Set(await this.tables.waitedFor());
      for (const { ops } of this.layers)
        for (const { outcome, waitsFor } of ops.values())
          if (outcome === "parked" && waitsFor !== undefined) waited.add(waitsFor);
      this.known.waitedFor = waited;
    }
    return this.known.waitedFor.has(record);
  }

  private heldBefore(device: string): Promise<readonly Range[]> {
    return remembered(this.known.held, device, () => this.tables.heldRanges(device));
  }

  private async flush(): Promise<void> {
    for (const [depth, writes] of this.layers.entries()) {
      if (writes.isEmpty()) continue;
      await this.openSavepoints(depth);
      await this.tables.write(writes, {
        row: (id) => this.known.rows.get(id),
        op: (key) => this.known.ops.get(key),
        held: (device) => this.heldBefore(device),
      });
      this.known.take(writes);
      writes.clear();
    }
  }

  private async openSavepoints(depth: number): Promise<void> {
    for (let at = 1; at <= depth; at++) {
      const writes = this.layers[at] as Writes;
      if (writes.savepoint) continue;
      writes.savepoint = `step_${at}`;
      await this.tables.connection.savepoint(writes.savepoint);
    }
  }
}

/** What the database holds now, as far as this transaction has asked or told it; `null` is a known absence. */
class Known {
  readonly rows = new Map<string, ServerRow | null>();
  readonly ops = new Map<string, DecidedOp | null>();
  readonly devices = new Map<string, DeviceState | null>();
  readonly held = new Map<string, readonly Range[]>();
  readonly rights = new Map<string, readonly DatedRights[]>();
  readonly kinds = new Map<string, readonly RecordRow[]>();
  readonly villages = new Map<"", readonly string[]>();
  readonly cases = new Map<string | null, readonly string[]>();
  readonly erased = new Map<string, boolean>();
  /** Records that some parked op may wait for; never one too few. */
  waitedFor: Set<string> | undefined;

  /** These writes are in the database now. */
  take(writes: Writes): void {
    for (const [id, row] of writes.rows) this.rows.set(id, row);
    for (const kind of writes.kinds.keys()) this.kinds.delete(kind);
    if (writes.villages.size > 0) this.villages.clear();
    for (const [key, op] of writes.ops) {
      this.ops.set(key, op);
      this.held.delete(op.device);
    }
    for (const [id, device] of writes.devices) this.devices.set(id, device);
    for (const { person } of writes.rights.values()) this.rights.delete(person);
    if (writes.cases.size > 0) this.cases.clear();
    for (const id of writes.erasures.keys()) this.erased.set(id, true);
  }
}

async function remembered<K, V>(known: Map<K, V>, key: K, read: () => Promise<V>): Promise<V> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = await read();
  known.set(key, value);
  return value;
}

/** Sorted, each once. */
function withMore(sorted: readonly string[], more: readonly string[]): string[] {
  return more.length === 0 ? [...sorted] : [...new Set([...sorted, ...more])].sort();
}
