import type { RecordRow } from "#domain/record.ts";
import { coverOf, ownScope, type Scope } from "#domain/scope.ts";
import type { Digest } from "#protocol/exchange.ts";
import type {
  CommuneState,
  CommuneStore,
  CommuneTx,
  DatedRights,
  DecidedOp,
  DeviceState,
  ErasureMark,
  Exit,
  ServerRow,
} from "./commune-store.ts";
import { isPartial } from "./partial.ts";
import { holderOf } from "./take-along.ts";

/**
 * The port in memory, for the simulation and for tests. Values are never changed once put, so undoing is a list of
 * steps back: a rolled back savepoint costs what it wrote, a transaction copies nothing.
 */
export interface MemoryCommuneStore extends CommuneStore {
  addCommune(id: string, epoch: string): void;
  /** All of one commune as it is between two transactions; stays as it was whatever follows. */
  snapshot(commune: string): CommuneSnapshot;
  /** Puts an older state back under a new epoch, as a restore from a backup does. Erasure marks live outside it. */
  restore(commune: string, snapshot: CommuneSnapshot, newEpoch: string): void;
  /** Marks kept outside the database: whoever restores applies them before anyone is served. */
  erasures(commune: string): ErasureMark[];
}

declare const opaque: unique symbol;
export interface CommuneSnapshot {
  readonly [opaque]: true;
}

/** Maps of values that are replaced, never changed. */
interface CommuneContent {
  state: CommuneState;
  devices: Map<string, DeviceState>;
  ops: Map<string, Map<number, DecidedOp>>;
  parked: Map<string, DecidedOp>;
  rows: Map<string, ServerRow>;
  /** One entry a put, ascending by seq; an entry counts while the row still has that seq. */
  journal: { seq: number; id: string }[];
  exits: Map<string, Exit>;
  rights: Map<string, readonly DatedRights[]>;
  cases: Map<string, readonly string[]>;
  erasures: Map<string, ErasureMark>;
  /** Ascending by time, then seq. */
  given: { at: number; seq: number }[];
}

interface Commune {
  content: CommuneContent;
  last: Promise<unknown>;
}

export function createMemoryCommuneStore(): MemoryCommuneStore {
  const communes = new Map<string, Commune>();
  const outside = new Map<string, Map<string, ErasureMark>>();

  function find(id: string): Commune {
    const commune = communes.get(id);
    if (!commune) throw new Error(`No commune ${id}`);
    return commune;
  }

  return {
    addCommune(id, epoch) {
      communes.set(id, { content: emptyContent(id, epoch), last: Promise.resolve() });
      outside.set(id, new Map());
    },

    async transact(id, work) {
      const commune = find(id);
      const run = commune.last.then(async () => {
        const undo: (() => void)[] = [];
        try {
          dropStaleEntries(commune.content);
          const result = await work(createTx(commune.content, undo));
          for (const [record, mark] of commune.content.erasures) outside.get(id)?.set(record, mark);
          return result;
        } catch (error) {
          undoTo(undo, 0);
          throw error;
        }
      });
      commune.last = run.catch(() => undefined);
      return run;
    },

    snapshot: (id) => copyContent(find(id).content) as unknown as CommuneSnapshot,

    restore(id, snapshot, newEpoch) {
      const content = copyContent(snapshot as unknown as CommuneContent);
      const { epoch, seq, pastEpochs } = content.state;
      content.state = {
        ...content.state,
        epoch: newEpoch,
        pastEpochs: [...pastEpochs, { epoch, restoredSeq: seq }],
      };
      find(id).content = content;
    },

    erasures: (id) => [...(outside.get(id)?.values() ?? [])],
  };
}

function emptyContent(id: string, epoch: string): CommuneContent {
  return {
    state: { id, seq: 0, epoch, floor: 0, pastEpochs: [] },
    devices: new Map(),
    ops: new Map(),
    parked: new Map(),
    rows: new Map(),
    journal: [],
    exits: new Map(),
    rights: new Map(),
    cases: new Map(),
    erasures: new Map(),
    given: [],
  };
}

function copyContent(content: CommuneContent): CommuneContent {
  return {
    state: content.state,
    devices: new Map(content.devices),
    ops: new Map([...content.ops].map(([device, ops]) => [device, new Map(ops)])),
    parked: new Map(content.parked),
    rows: new Map(content.rows),
    journal: [...content.journal],
    exits: new Map(content.exits),
    rights: new Map(content.rights),
    cases: new Map(content.cases),
    erasures: new Map(content.erasures),
    given: [...content.given],
  };
}

function undoTo(undo: (() => void)[], length: number): void {
  while (undo.length > length) undo.pop()?.();
}

function dropStaleEntries(content: CommuneContent): void {
  if (content.journal.length < 256 || content.journal.length < content.rows.size * 4) return;
  content.journal = content.journal.filter((entry) => content.rows.get(entry.id)?.seq === entry.seq);
}

function createTx(content: CommuneContent, undo: (() => void)[]): CommuneTx {
  function put<K, V>(map: Map<K, V>, key: K, value: V): void {
    const had = map.has(key);
    const before = map.get(key);
    map.set(key, value);
    undo.push(() => (had ? map.set(key, before as V) : map.delete(key)));
  }

  function drop<K, V>(map: Map<K, V>, key: K): void {
    const before = map.get(key);
    if (before !== undefined && map.delete(key)) undo.push(() => map.set(key, before));
  }

  /** Inserts so that the list stays ascending; nearly always at its end. */
  function insert<T>(list: T[], item: T, isAfter: (other: T) => boolean): void {
    let at = list.length;
    while (at > 0 && isAfter(list[at - 1] as T)) at -= 1;
    list.splice(at, 0, item);
    undo.push(() => list.splice(list.lastIndexOf(item), 1));
  }

  function setState(state: CommuneState): void {
    const before = content.state;
    content.state = state;
    undo.push(() => {
      content.state = before;
    });
  }

  return {
    state: async () => content.state,
    async nextSeq() {
      setState({ ...content.state, seq: content.state.seq + 1 });
      return content.state.seq;
    },
    async savepoint(work) {
      const mark = undo.length;
      try {
        return await work();
      } catch (error) {
        undoTo(undo, mark);
        throw error;
      }
    },

    readAhead: async () => undefined,

    device: async (id) => content.devices.get(id) ?? null,
    putDevice: async (device) => put(content.devices, device.id, device),

    async decided(device, ns) {
      const ops = content.ops.get(device);
      return [...new Set(ns)].flatMap((n) => ops?.get(n) ?? []).sort((a, b) => a.n - b.n);
    },
    async putDecided(op) {
      if (!content.ops.has(op.device)) put(content.ops, op.device, new Map());
      const ops = content.ops.get(op.device) as Map<number, DecidedOp>;
      if (!ops.has(op.n)) {
        const given = { at: op.at, seq: op.seq };
        insert(content.given, given, (o) => o.at > given.at || (o.at === given.at && o.seq > given.seq));
      }
      put(ops, op.n, op);
      const key = `${op.device}#${op.n}`;
      if (op.outcome === "parked") put(content.parked, key, op);
      else drop(content.parked, key);
    },
    async heldRanges(device) {
      const ranges: [number, number][] = [];
      const held = [...(content.ops.get(device)?.values() ?? [])].filter((op) => !isPartial(op));
      for (const n of held.map((op) => op.n).sort((a, b) => a - b)) {
        const last = ranges.at(-1);
        if (last && last[1] === n - 1) last[1] = n;
        else ranges.push([n, n]);
      }
      return ranges;
    },
    parked: async (waitingFor) =>
      [...content.parked.values()]
        .filter((op) => waitingFor === undefined || op.waitsFor === waitingFor)
        .sort(byArrival),
    redecided: async (device, afterSeq) =>
      [...(content.ops.get(device)?.values() ?? [])]
        .filter((op) => op.redecidedSeq !== undefined && op.redecidedSeq > afterSeq)
        .sort((a, b) => (a.redecidedSeq as number) - (b.redecidedSeq as number) || a.n - b.n),

    rows: async (ids) => [...new Set(ids)].flatMap((id) => content.rows.get(id) ?? []),
    async putRow(row) {
      const entry = { seq: row.seq, id: row.id };
      insert(content.journal, entry, (other) => other.seq > entry.seq);
      put(content.rows, row.id, row);
    },
    putExit: async (exit) => put(content.exits, `${exit.scope} ${exit.id}`, exit),
    under: async (record) =>
      [...content.rows.values()]
        .filter((row) => holderOf(row) === record)
        .map((row) => row.id)
        .sort(),
    async holding(kind) {
      const held = [...content.rows.values()].filter(
        (row) => row.kind === kind && row.personal !== undefined,
      );
      return held.map(({ id }) => id).sort();
    },
    async holdersOfStrays() {
      const holders = [...content.rows.values()].flatMap((row) => {
        const holder = content.rows.get(holderOf(row) ?? "");
        return holder && holder.scope !== row.scope ? [holder.id] : [];
      });
      return [...new Set(holders)].sort();
    },

    async rowsAfter(scopes, after, limit) {
      const wanted = new Set(scopes);
      const page = new Map<string, RecordRow>();
      for (let i = firstAfter(content.journal, after); i < content.journal.length; i++) {
        const row = currentRow(content, i);
        if (!row || !isWanted(wanted, row)) continue;
        if (page.size >= limit && lastOf(page)?.seq !== row.seq) break;
        page.set(row.id, withoutClocks(row));
      }
      return [...page.values()].sort(bySeq);
    },
    async rowsBefore(scope, before, from, limit, except = []) {
      const wanted = new Set([scope]);
      const other = new Set(except);
      const page = new Map<string, RecordRow>();
      for (let i = firstAfter(content.journal, before - 1) - 1; i >= 0; i--) {
        const row = currentRow(content, i);
        if (!row || row.deleted || !isWanted(wanted, row) || coverOf(other, row.scope)) continue;
        if (row.seq < from || (page.size >= limit && lastOf(page)?.seq !== row.seq)) break;
        page.set(row.id, withoutClocks(row));
      }
      return [...page.values()].sort((a, b) => bySeq(b, a));
    },
    async exitsAfter(scopes, after) {
      const wanted = new Set<Scope>(scopes);
      return [...content.exits.values()]
        .filter((exit) => exit.seq > after && coverOf(wanted, exit.scope))
        .sort(bySeq);
    },
    async digests(scopes) {
      const found = new Map<Scope, Digest>(scopes.map((scope) => [scope, [0, 0]]));
      for (const { scope, seq, deleted } of content.rows.values()) {
        const cover = deleted ? undefined : coverOf(found, scope);
        const [count, sum] = found.get(cover ?? "") ?? [0, 0];
        if (cover !== undefined) found.set(cover, [count + 1, sum + seq]);
      }
      return found;
    },
    async purge(floor, kept) {
      const rows = [...content.rows.values()].filter(
        (row) => row.deleted && row.seq <= floor && !kept.includes(row.kind),
      );
      const exits = [...content.exits].filter(([, exit]) => exit.seq <= floor);
      for (const { id } of rows) drop(content.rows, id);
      for (const [key] of exits) drop(content.exits, key);
      setState({ ...content.state, floor: Math.max(content.state.floor, floor) });
      return { rows: rows.length, exits: exits.length };
    },
    async seqAt(timeMs) {
      for (let i = content.given.length - 1; i >= 0; i--) {
        const given = content.given[i];
        if (given && given.at < timeMs) return given.seq;
      }
      return 0;
    },

    rightsOf: async (person) => [...(content.rights.get(person) ?? [])],
    async putRights(person, rights) {
      const others = (content.rights.get(person) ?? []).filter((one) => one.from !== rights.from);
      put(
        content.rights,
        person,
        [...others, rights].sort((a, b) => a.from - b.from),
      );
    },
    villages: async () =>
      [...content.rows.values()]
        .filter((row) => row.kind === "village")
        .map((row) => row.id)
        .sort(),
    ofKind: async (kind) =>
      [...content.rows.values()]
        .filter((row) => row.kind === kind)
        .map(withoutClocks)
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    cases: async (person) =>
      [...content.cases]
        .filter(([, people]) => person === null || people.includes(person))
        .map(([id]) => id)
        .sort(),
    async putCase(caseId, person) {
      const people = content.cases.get(caseId) ?? [];
      if (!people.includes(person)) put(content.cases, caseId, [...people, person]);
    },

    erased: async (ids) => [...new Set(ids)].filter((id) => content.erasures.has(id)),
    async putErasure(mark) {
      if (!content.erasures.has(mark.id)) put(content.erasures, mark.id, mark);
    },
  };
}

function byArrival(a: DecidedOp, b: DecidedOp): number {
  return a.seq - b.seq || a.n - b.n || (a.device < b.device ? -1 : 1);
}

function bySeq(a: { seq: number; id: string }, b: { seq: number; id: string }): number {
  return a.seq - b.seq || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The row of a journal entry while the entry is that row's latest. */
function currentRow(content: CommuneContent, index: number): ServerRow | undefined {
  const entry = content.journal[index];
  const row = entry && content.rows.get(entry.id);
  return row && row.seq === entry.seq ? row : undefined;
}

/** Index of the first entry with `seq > after`. */
function firstAfter(journal: readonly { seq: number }[], after: number): number {
  let low = 0;
  let high = journal.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((journal[middle]?.seq ?? 0) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isWanted(scopes: ReadonlySet<Scope>, row: RecordRow): boolean {
  return coverOf(scopes, row.scope) !== undefined || scopes.has(ownScope(row.created.by));
}

function lastOf<V>(map: Map<string, V>): V | undefined {
  let last: V | undefined;
  for (const value of map.values()) last = value;
  return last;
}

function withoutClocks({ clocks: _kept, ...row }: ServerRow): RecordRow {
  return row;
}
