import type {
  CommuneState,
  DatedRights,
  DecidedOp,
  DeviceState,
  Exit,
  ServerRow,
} from "#authority/commune-store.ts";
import { isPartial } from "#authority/partial.ts";
import type { RecordRow } from "#domain/record.ts";
import type { Rights } from "#domain/rights.ts";
import { authorOf, isWhole } from "#domain/scope.ts";
import type { Digest } from "#protocol/exchange.ts";
import { readClocks } from "./clocks-codec.ts";
import { type RowRead, statementsOf } from "./commune-statements.ts";
import { deleteAll, insertAll, type SqlConnection } from "./connection.ts";
import { type Range, rangesChanged } from "./held-ranges.ts";
import { decidedToColumns, readDecided, readRow, rowToColumns } from "./row-codec.ts";
import type { Statement } from "./statement.ts";
import type { Writes } from "./writes.ts";

/** What is known of the database before a write, so that nothing is deleted that was never there. */
export interface Before {
  row(id: string): { readonly personal?: unknown } | null | undefined;
  op(key: string): Pick<DecidedOp, "op" | "personal"> | null | undefined;
  held(device: string): Promise<readonly Range[]>;
}

/** The tables of one commune in one transaction: each read is a statement, each write a few for any number of rows. */
export class CommuneTables {
  readonly connection: SqlConnection;
  readonly commune: string;
  private readonly statements: ReturnType<typeof statementsOf>;

  constructor(connection: SqlConnection, commune: string) {
    this.connection = connection;
    this.commune = commune;
    this.statements = statementsOf(connection.dialect);
  }

  /** Takes the commune's counter: whoever comes next waits until this transaction has ended. */
  async lock(): Promise<CommuneState> {
    const [found] = await this.read(this.statements.lockCommune, { id: this.commune });
    if (!found) throw new Error(`No commune ${this.commune}`);
    const { id, seq, epoch, floor, past_epochs } = found;
    return { id, seq, epoch, floor, pastEpochs: JSON.parse(past_epochs) as CommuneState["pastEpochs"] };
  }

  async storeSeq(seq: number): Promise<void> {
    const { sql, bind } = this.statements.storeSeq;
    await this.connection.run(sql, bind({ id: this.commune, seq }));
  }

  async storeFloor(floor: number): Promise<void> {
    const { sql, bind } = this.statements.storeFloor;
    await this.connection.run(sql, bind({ id: this.commune, floor }));
  }

  async digests(scopes: readonly string[]): Promise<Map<string, Digest>> {
    if (scopes.length === 0) return new Map();
    const narrow = scopes.filter((scope) => !isWhole(scope));
    const classes = scopes.filter(isWhole).map((scope) => scope.slice(0, -1));
    const ofClasses =
      classes.length > 0 ? await this.of(this.statements.digestsOfClasses, { scopes: classes }) : [];
    const found = [
      ...(await this.of(this.statements.digests, { scopes: narrow })),
      ...ofClasses.map((one) => ({ ...one, scope: `${one.scope}*` })),
    ];
    const digests = new Map<string, Digest>(scopes.map((scope) => [scope, [0, 0]]));
    for (const { scope, count, sum } of found) digests.set(scope, [Number(count), Number(sum)]);
    return digests;
  }

  async purge(floor: number, kept: readonly string[]): Promise<{ rows: number; exits: number }> {
    const { commune, connection } = this;
    const tombstones = await this.of(this.statements.oldTombstones, { floor });
    const rows = tombstones.filter(({ kind }) => !kept.includes(kind)).map(({ id }) => ({ commune, id }));
    const exits = (await this.of(this.statements.oldExits, { floor })).map((exit) => ({ commune, ...exit }));
    const personal = rows.map((row) => ({ ...row, holder: "row" }));
    await deleteAll(connection, "personal_content", ["commune", "holder", "id"], personal);
    await deleteAll(connection, "rows", ["commune", "id"], rows);
    await deleteAll(connection, "exits", ["commune", "scope", "id"], exits);
    return { rows: rows.length, exits: exits.length };
  }

  async device(id: string): Promise<DeviceState | null> {
    const [found] = await this.of(this.statements.device, { id });
    return found ? (JSON.parse(found.state) as DeviceState) : null;
  }

  async decided(device: string, ns: readonly number[]): Promise<DecidedOp[]> {
    return (await this.of(this.statements.decided, { device, ns })).map(readDecided);
  }

  async heldRanges(device: string): Promise<Range[]> {
    return (await this.of(this.statements.heldRanges, { device })).map(({ from_n, to_n }) => [from_n, to_n]);
  }

  async waitedFor(): Promise<string[]> {
    return (await this.of(this.statements.waitedFor, {})).map(({ waits_for }) => waits_for);
  }

  async parked(record?: string): Promise<DecidedOp[]> {
    const found =
      record === undefined
        ? await this.of(this.statements.parked, {})
        : await this.of(this.statements.parkedFor, { record });
    return found.map(readDecided).sort((a, b) => a.seq - b.seq || byDevice(a, b));
  }

  async redecided(device: string, after: number): Promise<DecidedOp[]> {
    return (await this.of(this.statements.redecided, { device, after }))
      .map(readDecided)
      .sort((a, b) => (a.redecidedSeq ?? 0) - (b.redecidedSeq ?? 0) || byDevice(a, b));
  }

  async rows(ids: readonly string[]): Promise<ServerRow[]> {
    return (await this.of(this.statements.rows, { ids })).map((row) => ({
      ...readRow(row),
      clocks: readClocks(row.clocks),
    }));
  }

  async under(record: string): Promise<string[]> {
    return (await this.of(this.statements.idsAbout, { record })).map(({ id }) => id);
  }

  async holding(kind: string): Promise<string[]> {
    return (await this.of(this.statements.holding, { kind })).map(({ id }) => id);
  }

  async holdersOfStrays(): Promise<string[]> {
    return (await this.of(this.statements.holdersOfStrays, {})).map(({ id }) => id);
  }

  async rowsAfter(scopes: readonly string[], after: number, limit: number): Promise<RecordRow[]> {
    const page = await this.of(this.statements.rowsAfter, { scopes, after, limit });
    return this.withWholeSeq(page, limit, (last) =>
      this.of(this.statements.rowsOfSeqAfter, { scopes, ...last }),
    );
  }

  async rowsBefore(
    granted: string,
    before: number,
    from: number,
    limit: number,
    except: readonly string[],
  ): Promise<RecordRow[]> {
    const author = authorOf(granted);
    const scope = author ?? (isWhole(granted) ? granted.slice(0, -1) : granted);
    const of = author !== undefined ? "Author" : isWhole(granted) ? "Class" : "Scope";
    const rows = await this.of(this.statements[`pageOf${of}`], { scope, except, before, from, limit });
    const rest = this.statements[`restOf${of}`];
    return this.withWholeSeq(rows, limit, (last) => this.of(rest, { scope, except, ...last }));
  }

  private async withWholeSeq(
    page: readonly RowRead[],
    limit: number,
    restOf: (last: { seq: number; id: string }) => Promise<RowRead[]>,
  ): Promise<RecordRow[]> {
    const last = page.at(-1);
    const rest = last && page.length >= limit ? await restOf({ seq: last.seq, id: last.id }) : [];
    return [...page, ...rest].map(readRow);
  }

  async exitsAfter(scopes: readonly string[], after: number): Promise<Exit[]> {
    const found = await this.of(this.statements.exitsAfter, { scopes, after });
    return found.sort((a, b) => a.seq - b.seq || (a.id < b.id ? -1 : 1));
  }

  async seqAt(time: number): Promise<number> {
    const [found] = await this.of(this.statements.seqAt, { time });
    return found?.seq ?? 0;
  }

  async rightsOf(person: string): Promise<DatedRights[]> {
    const found = await this.of(this.statements.rightsOf, { person });
    return found.map(({ from_time, rights }) => ({ ...(JSON.parse(rights) as Rights), from: from_time }));
  }

  async ofKind(kind: string): Promise<RecordRow[]> {
    return (await this.of(this.statements.rowsOfKind, { kind })).map(readRow);
  }

  async villages(): Promise<string[]> {
    return (await this.of(this.statements.idsOfKind, { kind: "village" })).map(({ id }) => id).sort();
  }

  async cases(person: string | null): Promise<string[]> {
    const found =
      person === null
        ? await this.of(this.statements.allCases, {})
        : await this.of(this.statements.casesOf, { person });
    return found.map(({ case_id }) => case_id).sort();
  }

  async erased(ids: readonly string[]): Promise<string[]> {
    return (await this.of(this.statements.erased, { ids })).map(({ id }) => id);
  }

  async write(writes: Writes, before: Before): Promise<void> {
    await this.writeRows(writes, before);
    await this.writeOps(writes, before);
    const { connection, commune } = this;
    const { devices, exits, rights, cases, erasures } = writes;
    const toState = (device: DeviceState) => {
      return { commune, id: device.id, person: device.person, state: JSON.stringify(device) };
    };
    await insertAll(connection, "device_states", all(devices, toState));
    await insertAll(
      connection,
      "exits",
      all(exits, (exit) => ({ commune, ...exit })),
    );
    const toRights = ({ person, rights: { from, ...held } }: { person: string; rights: DatedRights }) => {
      return { commune, person, from_time: from, rights: JSON.stringify(held) };
    };
    await insertAll(connection, "rights", all(rights, toRights));
    const toMember = ({ caseId, person }: { caseId: string; person: string }) => {
      return { commune, case_id: caseId, person };
    };
    await insertAll(connection, "case_members", all(cases, toMember), "keep");
    const marks = all(erasures, ({ id, at, by }) => ({ commune, id, at, by_person: by }));
    await insertAll(connection, "erasures", marks, "keep");
  }

  private async writeRows({ rows }: Writes, before: Before): Promise<void> {
    const { commune } = this;
    await insertAll(
      this.connection,
      "rows",
      all(rows, (row) => rowToColumns(commune, row)),
    );
    await this.writePersonal("row", rows, (id) => before.row(id));
  }

  private async writeOps({ ops }: Writes, before: Before): Promise<void> {
    const { connection, commune } = this;
    await insertAll(
      connection,
      "ops",
      all(ops, (op) => decidedToColumns(commune, op)),
    );
    await this.writePersonal("op", ops, (key) => before.op(key));
    const isFresh = (known: Pick<DecidedOp, "op"> | null | undefined) => !known || isPartial(known);
    const fresh = [...ops].filter(([key]) => isFresh(before.op(key))).map(([, op]) => op);
    const records = fresh.flatMap(({ op, seq, device, n }) =>
      [...new Set(op.ch.map(({ id }) => id))].map((record) => ({ commune, record, seq, device, n })),
    );
    await insertAll(connection, "op_records", records, "keep");
    const whole = fresh.filter((op) => !isPartial(op));
    for (const [device, of] of Map.groupBy(whole, ({ device }) => device)) {
      const held = await before.held(device);
      const { gone, put } = rangesChanged(
        held,
        of.map(({ n }) => n),
      );
      const toColumns = ([from_n, to_n]: Range) => ({ commune, device, from_n, to_n });
      await deleteAll(connection, "held_ranges", ["commune", "device", "from_n"], gone.map(toColumns));
      await insertAll(connection, "held_ranges", put.map(toColumns));
    }
  }

  private async writePersonal(
    holder: "row" | "op",
    written: ReadonlyMap<string, { readonly personal?: unknown }>,
    before: (id: string) => { readonly personal?: unknown } | null | undefined,
  ): Promise<void> {
    const { connection, commune } = this;
    const put: { commune: string; holder: string; id: string; content: string }[] = [];
    const gone: { commune: string; holder: string; id: string }[] = [];
    for (const [id, { personal }] of written) {
      if (personal !== undefined) put.push({ commune, holder, id, content: JSON.stringify(personal) });
      else if (mayHavePersonal(before(id))) gone.push({ commune, holder, id });
    }
    await insertAll(connection, "personal_content", put);
    await deleteAll(connection, "personal_content", ["commune", "holder", "id"], gone);
  }

  private of<Args extends { commune: string }, Row>(
    statement: Statement<Args, Row>,
    args: Omit<Args, "commune">,
  ): Promise<Row[]> {
    return this.read(statement, { commune: this.commune, ...args } as Args);
  }

  private async read<Args, Row>({ sql, bind }: Statement<Args, Row>, args: Args): Promise<Row[]> {
    return (await this.connection.all(sql, bind(args))) as Row[];
  }
}

/** `undefined`: nobody has looked. */
function mayHavePersonal(before: { readonly personal?: unknown } | null | undefined): boolean {
  return before === undefined || before?.personal !== undefined;
}

function all<V, Row>(map: ReadonlyMap<string, V>, toColumns: (value: V) => Row): Row[] {
  return Array.from(map.values(), toColumns);
}

function byDevice(a: DecidedOp, b: DecidedOp): number {
  return a.n - b.n || (a.device < b.device ? -1 : 1);
}
