import { type RawBuilder, sql } from "kysely";
import { type Dialect, postgres, sqlite } from "./dialect.ts";
import type { Schema } from "./schema.ts";
import { compiling, prepareStatement } from "./statement.ts";

interface Place extends OfCommune {
  readonly scope: string;
  /** What other scopes bring. */
  readonly except: readonly string[];
}

interface OfCommune {
  commune: string;
}
export type RowRead = Omit<Schema["rows"], "clocks" | "commune" | "about" | "sha"> & {
  personal: string | null;
};
export type OpRead = Omit<Schema["ops"], "commune"> & { personal: string | null };

const rowColumns = [
  "rows.id",
  "rows.kind",
  "rows.scope",
  "rows.seq",
  "rows.body",
  "rows.deleted",
  "rows.erased",
  "rows.created_at",
  "rows.created_by",
  "rows.created_device",
  "rows.changed_at",
  "rows.changed_by",
  "rows.changed_device",
  "rows.received",
] as const;

const opColumns = [
  "ops.device",
  "ops.n",
  "ops.person",
  "ops.op",
  "ops.outcome",
  "ops.seq",
  "ops.at",
  "ops.effective",
  "ops.code",
  "ops.facts",
  "ops.waits_for",
  "ops.redecided_seq",
] as const;

/** A scalar subquery and not a join: on the empty result that most reads have, SQLite takes a tenth of the time. */
const personalOf = {
  rows: sql<string | null>`(
    select p.content from personal_content as p
    where p.commune = rows.commune and p.holder = 'row' and p.id = rows.id)`.as("personal"),
  ops: sql<string | null>`(
    select p.content from personal_content as p
    where p.commune = ops.commune and p.holder = 'op' and p.id = ops.device || '/' || ops.n)`.as("personal"),
};

/** Every statement of the hot path but the writes in bulk, compiled once for the life of the process. */
function prepareAll(dialect: Dialect) {
  const build = compiling(dialect);
  const rowRead = build.selectFrom("rows").select([...rowColumns, personalOf.rows]);
  const opRead = build.selectFrom("ops").select([...opColumns, personalOf.ops]);
  const isParked = sql<boolean>`ops.outcome = 'parked'`;
  /** The scopes are exact ones and whole classes (`visits:*`). */
  const scopeIn = (table: "rows" | "exits", scopes: unknown) => {
    const scope = dialect.unindexed(`${table}.scope`);
    const whole = sql<string>`${sql.raw(dialect.classOf(`${table}.scope`))} || '*'`;
    return sql<boolean>`(${dialect.inTexts(scope, scopes)} or ${dialect.inTexts(whole, scopes)})`;
  };
  /** Besides, a person's own records wherever they lie (`own:<person>`). */
  const rowIn = (scopes: unknown) => {
    const own = sql<string>`'own:' || rows.created_by`;
    return sql<boolean>`(${scopeIn("rows", scopes)} or ${dialect.inTexts(own, scopes)})`;
  };

  /** Live rows of one scope, one class or one author, newest first: a page, and what is left of its last seq. */
  const backwards = (isWanted: (at: Place) => RawBuilder<boolean>) => ({
    page: prepareStatement<Place & { before: number; from: number; limit: number }, RowRead>((at) =>
      rowRead
        .where("rows.commune", "=", at.commune)
        .where(isWanted(at))
        .where("rows.seq", "<", at.before)
        .where("rows.seq", ">=", at.from)
        .where("rows.deleted", "=", sql.lit(0))
        .orderBy("rows.seq", "desc")
        .orderBy("rows.id", "desc")
        .limit(at.limit),
    ),
    rest: prepareStatement<Place & { seq: number; id: string }, RowRead>((at) =>
      rowRead
        .where("rows.commune", "=", at.commune)
        .where(isWanted(at))
        .where("rows.seq", "=", at.seq)
        .where("rows.id", "<", at.id)
        .where("rows.deleted", "=", sql.lit(0))
        .orderBy("rows.id", "desc"),
    ),
  });
  const ofScope = backwards((at) => sql`rows.scope = ${at.scope}`);
  const ofClass = backwards((at) => sql`${sql.raw(dialect.classOf("rows.scope"))} = ${at.scope}`);
  const ofAuthor = backwards(
    (at) => sql`rows.created_by = ${at.scope} and not ${scopeIn("rows", at.except)}`,
  );
  /** Counts and sums of live rows by what this column says. */
  const digestsBy = (column: string) =>
    prepareStatement<
      OfCommune & { scopes: readonly string[] },
      { scope: string; count: number; sum: number }
    >((at) =>
      build
        .selectFrom("rows")
        .select(sql.raw<string>(column).as("scope"))
        .select([sql<number>`count(*)`.as("count"), sql<number>`cast(sum(seq) as bigint)`.as("sum")])
        .where("commune", "=", at.commune)
        .where(dialect.inTexts(sql.raw(column), at.scopes))
        .where("deleted", "=", sql.lit(0))
        .groupBy(sql.raw(column)),
    );

  return {
    lockCommune: prepareStatement<{ id: string }, Schema["communes"]>((at) =>
      build.selectFrom("communes").selectAll().where("id", "=", at.id).modifyEnd(dialect.rowLock),
    ),
    storeSeq: prepareStatement<{ id: string; seq: number }>((at) =>
      build.updateTable("communes").set({ seq: at.seq }).where("id", "=", at.id),
    ),
    storeFloor: prepareStatement<{ id: string; floor: number }>((at) =>
      build.updateTable("communes").set({ floor: at.floor }).where("id", "=", at.id),
    ),
    digests: digestsBy("rows.scope"),
    digestsOfClasses: digestsBy(dialect.classOf("rows.scope")),
    oldTombstones: prepareStatement<OfCommune & { floor: number }, { id: string; kind: string }>((at) =>
      build
        .selectFrom("rows")
        .select(["id", "kind"])
        .where("commune", "=", at.commune)
        .where("seq", "<=", at.floor)
        .where("deleted", "=", sql.lit(1)),
    ),
    oldExits: prepareStatement<OfCommune & { floor: number }, { id: string; scope: string }>((at) =>
      build
        .selectFrom("exits")
        .select(["id", "scope"])
        .where("commune", "=", at.commune)
        .where("seq", "<=", at.floor),
    ),

    device: prepareStatement<OfCommune & { id: string }, { state: string }>((at) =>
      build
        .selectFrom("device_states")
        .select("state")
        .where("commune", "=", at.commune)
        .where("id", "=", at.id),
    ),

    decided: prepareStatement<OfCommune & { device: string; ns: readonly number[] }, OpRead>((at) =>
      opRead
        .where("ops.commune", "=", at.commune)
        .where("ops.device", "=", at.device)
        .where(dialect.inNumbers(sql.ref("ops.n"), at.ns)),
    ),
    waitedFor: prepareStatement<OfCommune, { waits_for: string }>((at) =>
      build
        .selectFrom("ops")
        .select(sql<string>`ops.waits_for`.as("waits_for"))
        .distinct()
        .where("commune", "=", at.commune)
        .where(isParked)
        .where("waits_for", "is not", null),
    ),
    parked: prepareStatement<OfCommune, OpRead>((at) =>
      opRead.where("ops.commune", "=", at.commune).where(isParked),
    ),
    parkedFor: prepareStatement<OfCommune & { record: string }, OpRead>((at) =>
      opRead.where("ops.commune", "=", at.commune).where(isParked).where("ops.waits_for", "=", at.record),
    ),
    redecided: prepareStatement<OfCommune & { device: string; after: number }, OpRead>((at) =>
      opRead
        .where("ops.commune", "=", at.commune)
        .where("ops.device", "=", at.device)
        .where("ops.redecided_seq", ">", at.after),
    ),
    seqAt: prepareStatement<OfCommune & { time: number }, { seq: number }>((at) =>
      build
        .selectFrom("ops")
        .select("seq")
        .where("commune", "=", at.commune)
        .where("at", "<", at.time)
        .orderBy("at", "desc")
        .orderBy("seq", "desc")
        .limit(1),
    ),
    heldRanges: prepareStatement<OfCommune & { device: string }, { from_n: number; to_n: number }>((at) =>
      build
        .selectFrom("held_ranges")
        .select(["from_n", "to_n"])
        .where("commune", "=", at.commune)
        .where("device", "=", at.device)
        .orderBy("from_n"),
    ),

    rows: prepareStatement<OfCommune & { ids: readonly string[] }, RowRead & { clocks: string }>((at) =>
      rowRead
        .select("rows.clocks as clocks")
        .where("rows.commune", "=", at.commune)
        .where(dialect.inTexts(sql.ref("rows.id"), at.ids)),
    ),
    rowsAfter: prepareStatement<
      OfCommune & { scopes: readonly string[]; after: number; limit: number },
      RowRead
    >((at) =>
      rowRead
        .where("rows.commune", "=", at.commune)
        .where("rows.seq", ">", at.after)
        .where(rowIn(at.scopes))
        .orderBy("rows.seq")
        .orderBy("rows.id")
        .limit(at.limit),
    ),
    rowsOfSeqAfter: prepareStatement<
      OfCommune & { scopes: readonly string[]; seq: number; id: string },
      RowRead
    >((at) =>
      rowRead
        .where("rows.commune", "=", at.commune)
        .where("rows.seq", "=", at.seq)
        .where("rows.id", ">", at.id)
        .where(rowIn(at.scopes))
        .orderBy("rows.id"),
    ),
    pageOfScope: ofScope.page,
    restOfScope: ofScope.rest,
    pageOfClass: ofClass.page,
    restOfClass: ofClass.rest,
    pageOfAuthor: ofAuthor.page,
    restOfAuthor: ofAuthor.rest,
    /** For a dump: every row in the order of ids. */
    allRows: prepareStatement<OfCommune & { after: string; limit: number }, RowRead>((at) =>
      rowRead
        .where("rows.commune", "=", at.commune)
        .where("rows.id", ">", at.after)
        .orderBy("rows.id")
        .limit(at.limit),
    ),
    rowsOfKind: prepareStatement<OfCommune & { kind: string }, RowRead>((at) =>
      rowRead.where("rows.commune", "=", at.commune).where("rows.kind", "=", at.kind).orderBy("rows.id"),
    ),
    idsOfKind: prepareStatement<OfCommune & { kind: string }, { id: string }>((at) =>
      build
        .selectFrom("rows")
        .select("id")
        .where("commune", "=", at.commune)
        .where("kind", "=", at.kind)
        .orderBy("id"),
    ),
    idsAbout: prepareStatement<OfCommune & { record: string }, { id: string }>((at) =>
      build
        .selectFrom("rows")
        .select("id")
        .where("commune", "=", at.commune)
        .where("about", "=", at.record)
        .orderBy("id"),
    ),
    holding: prepareStatement<OfCommune & { kind: string }, { id: string }>((at) =>
      build
        .selectFrom("personal_content as held")
        .innerJoin("rows", (join) =>
          join.onRef("rows.commune", "=", "held.commune").onRef("rows.id", "=", "held.id"),
        )
        .select("rows.id as id")
        .where("held.commune", "=", at.commune)
        .where("held.holder", "=", "row")
        .where("rows.kind", "=", at.kind)
        .orderBy("rows.id"),
    ),
    holdersOfStrays: prepareStatement<OfCommune, { id: string }>((at) =>
      build
        .selectFrom("rows as held")
        .innerJoin("rows as holder", (join) =>
          join.onRef("holder.commune", "=", "held.commune").onRef("holder.id", "=", "held.about"),
        )
        .select("holder.id as id")
        .distinct()
        .where("held.commune", "=", at.commune)
        .where("held.about", "is not", null)
        .whereRef("held.scope", "<>", "holder.scope")
        .orderBy("holder.id"),
    ),
    exitsAfter: prepareStatement<
      OfCommune & { scopes: readonly string[]; after: number },
      { id: string; scope: string; seq: number }
    >((at) =>
      build
        .selectFrom("exits")
        .select(["id", "scope", "seq"])
        .where("commune", "=", at.commune)
        .where("seq", ">", at.after)
        .where(scopeIn("exits", at.scopes)),
    ),

    rightsOf: prepareStatement<OfCommune & { person: string }, { from_time: number; rights: string }>((at) =>
      build
        .selectFrom("rights")
        .select(["from_time", "rights"])
        .where("commune", "=", at.commune)
        .where("person", "=", at.person)
        .orderBy("from_time"),
    ),
    casesOf: prepareStatement<OfCommune & { person: string }, { case_id: string }>((at) =>
      build
        .selectFrom("case_members")
        .select("case_id")
        .where("commune", "=", at.commune)
        .where("person", "=", at.person),
    ),
    allCases: prepareStatement<OfCommune, { case_id: string }>((at) =>
      build.selectFrom("case_members").select("case_id").distinct().where("commune", "=", at.commune),
    ),
    erased: prepareStatement<OfCommune & { ids: readonly string[] }, { id: string }>((at) =>
      build
        .selectFrom("erasures")
        .select("id")
        .where("commune", "=", at.commune)
        .where(dialect.inTexts(sql.ref("erasures.id"), at.ids)),
    ),
  };
}

const prepared = { sqlite: prepareAll(sqlite), postgres: prepareAll(postgres) };

export function statementsOf(dialect: Dialect): (typeof prepared)["sqlite"] {
  return prepared[dialect.name];
}
