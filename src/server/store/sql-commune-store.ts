import type {
  CommuneState,
  CommuneStore,
  CommuneTx,
  DecidedOp,
  DeviceState,
  ServerRow,
} from "#authority/commune-store.ts";
import type { Rights } from "#domain/rights.ts";
import { statements } from "./commune-statements.ts";
import type { Database } from "./database.ts";
import type { SqlConnection } from "./dialect.ts";
import { decidedToColumns, readDecided, readRow, rowToColumns } from "./row-codec.ts";
import type { Statement } from "./statement.ts";

/** The port in SQL. The commune's counter row is updated first: its lock makes the order of seq that of commits. */
export function createSqlCommuneStore(database: Database): CommuneStore {
  return {
    transact: (commune, work) => database.write(({ connection }) => inCommune(connection, commune, work)),
  };
}

/** For work that must share a transaction with other tables (an account beside its person). */
export async function inCommune<T>(
  connection: SqlConnection,
  commune: string,
  work: (tx: CommuneTx) => Promise<T>,
): Promise<T> {
  const session = new Session(connection);
  const [locked] = await session.all(statements.lockCommune, { id: commune });
  if (!locked) throw new Error(`No commune ${commune}`);
  const counter = new Counter({
    id: commune,
    seq: locked.seq,
    epoch: locked.epoch,
    pastEpochs: JSON.parse(locked.past_epochs) as CommuneState["pastEpochs"],
  });
  const result = await work(createTx(session, commune, counter));
  if (counter.state.seq !== locked.seq) {
    await session.run(statements.storeSeq, { id: commune, seq: counter.state.seq });
  }
  return result;
}

class Counter {
  state: CommuneState;
  constructor(state: CommuneState) {
    this.state = state;
  }
}

class Session {
  readonly connection: SqlConnection;
  private depth = 0;
  constructor(connection: SqlConnection) {
    this.connection = connection;
  }
  async all<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row[]> {
    return (await this.connection.all(statement.sql, statement.bind(args))) as Row[];
  }
  run<Args>(statement: Statement<Args>, args: Args): Promise<number> {
    return this.connection.run(statement.sql, statement.bind(args));
  }
  async savepoint<T>(work: () => Promise<T>, undo: () => void): Promise<T> {
    const name = `step_${this.depth++}`;
    await this.connection.savepoint(name);
    try {
      const result = await work();
      await this.connection.release(name);
      return result;
    } catch (error) {
      undo();
      await this.connection.rollbackTo(name);
      await this.connection.release(name);
      throw error;
    } finally {
      this.depth -= 1;
    }
  }
}

/** Small answers that every op of an exchange asks for, read once; a write or an undone savepoint forgets them. */
class Remembered {
  villages: string[] | undefined;
  cases = new Map<string | null, string[]>();
  /** False only while it is certain that the commune has no parked op. */
  anyParked: boolean | undefined;
  forget(): void {
    this.villages = undefined;
    this.cases.clear();
    this.anyParked = undefined;
  }
}

function createTx(session: Session, commune: string, counter: Counter): CommuneTx {
  const remembered = new Remembered();
  const noteOp = async (op: DecidedOp) => {
    for (const record of new Set(op.op.ch.map((change) => change.id))) {
      await session.run(statements.insertOpRecord, {
        commune,
        record,
        seq: op.seq,
        device: op.device,
        n: op.n,
      });
    }
    await noteHeld(session, commune, op.device, op.n);
  };
  const putPersonal = async (holder: string, id: string, content: unknown) => {
    if (content !== undefined) {
      await session.run(statements.putPersonal, { commune, holder, id, content: JSON.stringify(content) });
    } else await session.run(statements.dropPersonal, { commune, holder, id });
  };

  return {
    state: async () => counter.state,
    async nextSeq() {
      counter.state = { ...counter.state, seq: counter.state.seq + 1 };
      return counter.state.seq;
    },
    savepoint(work) {
      const before = counter.state;
      return session.savepoint(work, () => {
        remembered.forget();
        counter.state = before;
      });
    },

    async device(id) {
      const [found] = await session.all(statements.device, { commune, id });
      return found ? (JSON.parse(found.state) as DeviceState) : null;
    },
    async putDevice(device) {
      const { id, person } = device;
      await session.run(statements.putDevice, { commune, id, person, state: JSON.stringify(device) });
    },

    async decided(device, ns) {
      if (ns.length === 0) return [];
      return (await session.all(statements.decided, { commune, device, ns: JSON.stringify(ns) })).map(
        readDecided,
      );
    },
    async putDecided(op) {
      const columns = decidedToColumns(commune, op);
      if (op.outcome === "parked") remembered.anyParked = true;
      const isNew = (await session.run(statements.insertOp, columns)) > 0;
      if (isNew) await noteOp(op);
      else await session.run(statements.updateOp, columns);
      if (op.personal || !isNew) await putPersonal("op", `${op.device}/${op.n}`, op.personal);
    },
    async heldRanges(device) {
      const ranges = await session.all(statements.heldRanges, { commune, device });
      return ranges.map(({ from_n, to_n }) => [from_n, to_n]);
    },
    async parked(waitingFor) {
      remembered.anyParked ??= (await session.all(statements.anyParked, { commune })).length > 0;
      if (!remembered.anyParked) return [];
      const found =
        waitingFor === undefined
          ? await session.all(statements.parked, { commune })
          : await session.all(statements.parkedFor, { commune, record: waitingFor });
      return found.map(readDecided).sort((a, b) => a.seq - b.seq || byDevice(a, b));
    },
    async redecided(device, afterSeq) {
      const found = await session.all(statements.redecided, { commune, device, after: afterSeq });
      return found
        .map(readDecided)
        .sort((a, b) => (a.redecidedSeq ?? 0) - (b.redecidedSeq ?? 0) || byDevice(a, b));
    },

    async rows(ids) {
      const [id, ...more] = ids;
      if (id === undefined) return [];
      const found =
        more.length === 0
          ? await session.all(statements.row, { commune, id })
          : await session.all(statements.rows, { commune, ids: JSON.stringify(ids) });
      return found.map(
        (row): ServerRow => ({ ...readRow(row), clocks: JSON.parse(row.clocks) as ServerRow["clocks"] }),
      );
    },
    async putRow(row) {
      if (row.kind === "village") remembered.villages = undefined;
      await session.run(statements.putRow, rowToColumns(commune, row));
      await putPersonal("row", row.id, row.personal);
    },
    async putExit(exit) {
      await session.run(statements.putExit, { commune, ...exit });
    },
    async conflictsOf(record) {
      return (await session.all(statements.idsAbout, { commune, record })).map(({ id }) => id);
    },

    async rowsAfter(scopes, after, limit) {
      if (scopes.length === 0) return [];
      const wanted = JSON.stringify(scopes);
      const page = await session.all(statements.rowsAfter, { commune, scopes: wanted, after, limit });
      const last = page.at(-1);
      const rest =
        last && page.length >= limit
          ? await session.all(statements.rowsOfSeqAfter, {
              commune,
              scopes: wanted,
              seq: last.seq,
              id: last.id,
            })
          : [];
      return [...page, ...rest].map(readRow);
    },
    async rowsBefore(scope, before, from, limit) {
      const page = await session.all(statements.rowsBefore, { commune, scope, before, from, limit });
      const last = page.at(-1);
      const rest =
        last && page.length >= limit
          ? await session.all(statements.rowsOfSeqBefore, { commune, scope, seq: last.seq, id: last.id })
          : [];
      return [...page, ...rest].map(readRow);
    },
    async exitsAfter(scopes, after) {
      if (scopes.length === 0) return [];
      const found = await session.all(statements.exitsAfter, {
        commune,
        scopes: JSON.stringify(scopes),
        after,
      });
      return found.sort((a, b) => a.seq - b.seq || (a.id < b.id ? -1 : 1));
    },
    async seqAt(timeMs) {
      const [found] = await session.all(statements.seqAt, { commune, time: timeMs });
      return found?.seq ?? 0;
    },

    async rightsOf(person) {
      const found = await session.all(statements.rightsOf, { commune, person });
      return found.map(({ from_time, rights }) => ({ ...(JSON.parse(rights) as Rights), from: from_time }));
    },
    async putRights(person, { from, ...rights }) {
      const columns = { commune, person, from_time: from, rights: JSON.stringify(rights) };
      await session.run(statements.putRights, columns);
    },
    async villages() {
      remembered.villages ??= (await session.all(statements.idsOfKind, { commune, kind: "village" })).map(
        ({ id }) => id,
      );
      return remembered.villages;
    },
    async cases(person) {
      const known = remembered.cases.get(person);
      if (known) return known;
      const found =
        person === null
          ? await session.all(statements.allCases, { commune })
          : await session.all(statements.casesOf, { commune, person });
      const ids = found.map(({ case_id }) => case_id);
      remembered.cases.set(person, ids);
      return ids;
    },
    async putCase(caseId, person) {
      remembered.cases.clear();
      await session.run(statements.putCase, { commune, case_id: caseId, person });
    },

    async erased(ids) {
      if (ids.length === 0) return [];
      const found = await session.all(statements.erased, { commune, ids: JSON.stringify(ids) });
      return found.map(({ id }) => id);
    },
    async putErasure({ id, at, by }) {
      await session.run(statements.putErasure, { commune, id, at, by_person: by });
    },
  };
}

function byDevice(a: DecidedOp, b: DecidedOp): number {
  return a.n - b.n || (a.device < b.device ? -1 : 1);
}

/** Keeps the ranges of n merged: nearly always one range that grows by one at its end. */
async function noteHeld(session: Session, commune: string, device: string, n: number): Promise<void> {
  const [next] = await session.all(statements.takeRange, { commune, device, from: n + 1 });
  const to = next?.to_n ?? n;
  const grown = await session.run(statements.extendRange, { commune, device, end: n - 1, to });
  if (grown === 0) await session.run(statements.insertRange, { commune, device, from: n, to });
}
