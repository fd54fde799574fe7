import { DummyDriver, Kysely, SqliteAdapter, SqliteQueryCompiler, sql } from "kysely";
import { inList } from "./dialect.ts";
import type { Schema } from "./schema.ts";
import { prepareStatement } from "./statement.ts";

/** Compiles and never runs. */
const build = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: () => {
      throw new Error("not for introspection");
    },
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

interface OfCommune {
  commune: string;
}
type RowColumns = Schema["rows"];
export type RowRead = Omit<RowColumns, "clocks" | "commune" | "about"> & { personal: string | null };
export type OpRead = Omit<Schema["ops"], "commune"> & { personal: string | null };

/** A scalar subquery and not a join: on the empty result that most reads have, SQLite takes a tenth of the time. */
const rowRead = build
  .selectFrom("rows")
  .select((eb) => [
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
    eb
      .selectFrom("personal_content as p")
      .select("p.content")
      .whereRef("p.commune", "=", "rows.commune")
      .where("p.holder", "=", sql.lit("row"))
      .whereRef("p.id", "=", "rows.id")
      .as("personal"),
  ]);

const opRead = build
  .selectFrom("ops")
  .select((eb) => [
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
    eb
      .selectFrom("personal_content as p")
      .select("p.content")
      .whereRef("p.commune", "=", "ops.commune")
      .where("p.holder", "=", sql.lit("op"))
      .where("p.id", "=", sql<string>`ops.device || '/' || ops.n`)
      .as("personal"),
  ]);

const isParked = sql<boolean>`ops.outcome = 'parked'`;

/** Every statement of the hot path, compiled once for the life of the process. */
export const statements = {
  lockCommune: prepareStatement<{ id: string }, Schema["communes"]>((at) =>
    build
      .updateTable("communes")
      .set((eb) => ({ seq: eb.ref("seq") }))
      .where("id", "=", at.id)
      .returningAll(),
  ),
  storeSeq: prepareStatement<{ id: string; seq: number }>((at) =>
    build.updateTable("communes").set({ seq: at.seq }).where("id", "=", at.id),
  ),

  device: prepareStatement<OfCommune & { id: string }, { state: string }>((at) =>
    build
      .selectFrom("device_states")
      .select("state")
      .where("commune", "=", at.commune)
      .where("id", "=", at.id),
  ),
  putDevice: prepareStatement<Schema["device_states"]>((at) =>
    build
      .insertInto("device_states")
      .values({ commune: at.commune, id: at.id, person: at.person, state: at.state })
      .onConflict((conflict) =>
        conflict.columns(["commune", "id"]).doUpdateSet((eb) => ({
          person: eb.ref("excluded.person"),
          state: eb.ref("excluded.state"),
        })),
      ),
  ),

  decided: prepareStatement<OfCommune & { device: string; ns: string }, OpRead>((at) =>
    opRead
      .where("ops.commune", "=", at.commune)
      .where("ops.device", "=", at.device)
      .where(inList(sql.ref("ops.n"), at.ns))
      .orderBy("ops.n"),
  ),
  // Sorted by whoever reads: opening a sorter costs more than the whole of a read that mostly finds nothing.
  anyParked: prepareStatement<OfCommune, { seq: number }>((at) =>
    build
      .selectFrom("ops")
      .select("seq")
      .where("commune", "=", at.commune)
      .where(isParked)
      .orderBy("seq")
      .limit(1),
  ),
  parked: prepareStatement<OfCommune, OpRead>((at) =>
    opRead.where("ops.commune", "=", at.commune).where(isParked).orderBy("ops.seq"),
  ),
  parkedFor: prepareStatement<OfCommune & { record: string }, OpRead>((at) =>
    opRead.where("ops.commune", "=", at.commune).where(isParked).where("ops.waits_for", "=", at.record),
  ),
  redecided: prepareStatement<OfCommune & { device: string; after: number }, OpRead>((at) =>
    opRead
      .where("ops.commune", "=", at.commune)
      .where("ops.device", "=", at.device)
      .where("ops.redecided_seq", ">", at.after)
      .orderBy("ops.redecided_seq"),
  ),
  insertOp: prepareStatement<Schema["ops"]>((at) =>
    build
      .insertInto("ops")
      .values({
        commune: at.commune,
        device: at.device,
        n: at.n,
        person: at.person,
        op: at.op,
        outcome: at.outcome,
        seq: at.seq,
        at: at.at,
        effective: at.effective,
        code: at.code,
        facts: at.facts,
        waits_for: at.waits_for,
        redecided_seq: at.redecided_seq,
      })
      .onConflict((conflict) => conflict.columns(["commune", "device", "n"]).doNothing()),
  ),
  updateOp: prepareStatement<Schema["ops"]>((at) =>
    build
      .updateTable("ops")
      .set({
        person: at.person,
        op: at.op,
        outcome: at.outcome,
        seq: at.seq,
        at: at.at,
        effective: at.effective,
        code: at.code,
        facts: at.facts,
        waits_for: at.waits_for,
        redecided_seq: at.redecided_seq,
      })
      .where("commune", "=", at.commune)
      .where("device", "=", at.device)
      .where("n", "=", at.n),
  ),
  insertOpRecord: prepareStatement<Schema["op_records"]>((at) =>
    build
      .insertInto("op_records")
      .values({ commune: at.commune, record: at.record, seq: at.seq, device: at.device, n: at.n })
      .onConflict((conflict) => conflict.doNothing()),
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
  extendRange: prepareStatement<OfCommune & { device: string; end: number; to: number }>((at) =>
    build
      .updateTable("held_ranges")
      .set({ to_n: at.to })
      .where("commune", "=", at.commune)
      .where("device", "=", at.device)
      .where("to_n", "=", at.end),
  ),
  insertRange: prepareStatement<OfCommune & { device: string; from: number; to: number }>((at) =>
    build
      .insertInto("held_ranges")
      .values({ commune: at.commune, device: at.device, from_n: at.from, to_n: at.to }),
  ),
  takeRange: prepareStatement<OfCommune & { device: string; from: number }, { to_n: number }>((at) =>
    build
      .deleteFrom("held_ranges")
      .where("commune", "=", at.commune)
      .where("device", "=", at.device)
      .where("from_n", "=", at.from)
      .returning("to_n"),
  ),

  rows: prepareStatement<OfCommune & { ids: string }, RowRead & { clocks: string }>((at) =>
    rowRead
      .select("rows.clocks as clocks")
      .where("rows.commune", "=", at.commune)
      .where(inList(sql.ref("rows.id"), at.ids)),
  ),
  /** Most reads ask for one: a list costs twice as much. */
  row: prepareStatement<OfCommune & { id: string }, RowRead & { clocks: string }>((at) =>
    rowRead
      .select("rows.clocks as clocks")
      .where("rows.commune", "=", at.commune)
      .where("rows.id", "=", at.id),
  ),
  putRow: prepareStatement<RowColumns>((at) =>
    build
      .insertInto("rows")
      .values({
        commune: at.commune,
        id: at.id,
        kind: at.kind,
        scope: at.scope,
        seq: at.seq,
        body: at.body,
        clocks: at.clocks,
        deleted: at.deleted,
        erased: at.erased,
        created_at: at.created_at,
        created_by: at.created_by,
        created_device: at.created_device,
        changed_at: at.changed_at,
        changed_by: at.changed_by,
        changed_device: at.changed_device,
        received: at.received,
        about: at.about,
      })
      .onConflict((conflict) =>
        conflict.columns(["commune", "id"]).doUpdateSet((eb) => ({
          kind: eb.ref("excluded.kind"),
          scope: eb.ref("excluded.scope"),
          seq: eb.ref("excluded.seq"),
          body: eb.ref("excluded.body"),
          clocks: eb.ref("excluded.clocks"),
          deleted: eb.ref("excluded.deleted"),
          erased: eb.ref("excluded.erased"),
          created_at: eb.ref("excluded.created_at"),
          created_by: eb.ref("excluded.created_by"),
          created_device: eb.ref("excluded.created_device"),
          changed_at: eb.ref("excluded.changed_at"),
          changed_by: eb.ref("excluded.changed_by"),
          changed_device: eb.ref("excluded.changed_device"),
          received: eb.ref("excluded.received"),
          about: eb.ref("excluded.about"),
        })),
      ),
  ),
  putPersonal: prepareStatement<Schema["personal_content"]>((at) =>
    build
      .insertInto("personal_content")
      .values({ commune: at.commune, holder: at.holder, id: at.id, content: at.content })
      .onConflict((conflict) =>
        conflict
          .columns(["commune", "holder", "id"])
          .doUpdateSet((eb) => ({ content: eb.ref("excluded.content") })),
      ),
  ),
  dropPersonal: prepareStatement<OfCommune & { holder: string; id: string }>((at) =>
    build
      .deleteFrom("personal_content")
      .where("commune", "=", at.commune)
      .where("holder", "=", at.holder)
      .where("id", "=", at.id),
  ),
  rowsAfter: prepareStatement<OfCommune & { scopes: string; after: number; limit: number }, RowRead>((at) =>
    rowRead
      .where("rows.commune", "=", at.commune)
      .where("rows.seq", ">", at.after)
      .where(inList(sql`+rows.scope`, at.scopes))
      .orderBy("rows.seq")
      .orderBy("rows.id")
      .limit(at.limit),
  ),
  rowsOfSeqAfter: prepareStatement<OfCommune & { scopes: string; seq: number; id: string }, RowRead>((at) =>
    rowRead
      .where("rows.commune", "=", at.commune)
      .where("rows.seq", "=", at.seq)
      .where("rows.id", ">", at.id)
      .where(inList(sql`+rows.scope`, at.scopes))
      .orderBy("rows.id"),
  ),
  rowsBefore: prepareStatement<
    OfCommune & { scope: string; before: number; from: number; limit: number },
    RowRead
  >((at) =>
    rowRead
      .where("rows.commune", "=", at.commune)
      .where("rows.scope", "=", at.scope)
      .where("rows.seq", "<", at.before)
      .where("rows.seq", ">=", at.from)
      .where("rows.deleted", "=", sql.lit(0))
      .orderBy("rows.seq", "desc")
      .orderBy("rows.id", "desc")
      .limit(at.limit),
  ),
  rowsOfSeqBefore: prepareStatement<OfCommune & { scope: string; seq: number; id: string }, RowRead>((at) =>
    rowRead
      .where("rows.commune", "=", at.commune)
      .where("rows.scope", "=", at.scope)
      .where("rows.seq", "=", at.seq)
      .where("rows.id", "<", at.id)
      .where("rows.deleted", "=", sql.lit(0))
      .orderBy("rows.id", "desc"),
  ),
  /** For a dump: every row in the order of ids. */
  allRows: prepareStatement<OfCommune & { after: string; limit: number }, RowRead>((at) =>
    rowRead
      .where("rows.commune", "=", at.commune)
      .where("rows.id", ">", at.after)
      .orderBy("rows.id")
      .limit(at.limit),
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

  putExit: prepareStatement<Schema["exits"]>((at) =>
    build
      .insertInto("exits")
      .values({ commune: at.commune, scope: at.scope, id: at.id, seq: at.seq })
      .onConflict((conflict) =>
        conflict.columns(["commune", "scope", "id"]).doUpdateSet((eb) => ({ seq: eb.ref("excluded.seq") })),
      ),
  ),
  exitsAfter: prepareStatement<
    OfCommune & { scopes: string; after: number },
    { id: string; scope: string; seq: number }
  >((at) =>
    build
      .selectFrom("exits")
      .select(["id", "scope", "seq"])
      .where("commune", "=", at.commune)
      .where("seq", ">", at.after)
      .where(inList(sql`+exits.scope`, at.scopes))
      .orderBy("seq"),
  ),

  rightsOf: prepareStatement<OfCommune & { person: string }, { from_time: number; rights: string }>((at) =>
    build
      .selectFrom("rights")
      .select(["from_time", "rights"])
      .where("commune", "=", at.commune)
      .where("person", "=", at.person)
      .orderBy("from_time"),
  ),
  putRights: prepareStatement<Schema["rights"]>((at) =>
    build
      .insertInto("rights")
      .values({ commune: at.commune, person: at.person, from_time: at.from_time, rights: at.rights })
      .onConflict((conflict) =>
        conflict
          .columns(["commune", "person", "from_time"])
          .doUpdateSet((eb) => ({ rights: eb.ref("excluded.rights") })),
      ),
  ),
  casesOf: prepareStatement<OfCommune & { person: string }, { case_id: string }>((at) =>
    build
      .selectFrom("case_members")
      .select("case_id")
      .where("commune", "=", at.commune)
      .where("person", "=", at.person)
      .orderBy("case_id"),
  ),
  allCases: prepareStatement<OfCommune, { case_id: string }>((at) =>
    build
      .selectFrom("case_members")
      .select("case_id")
      .distinct()
      .where("commune", "=", at.commune)
      .orderBy("case_id"),
  ),
  putCase: prepareStatement<Schema["case_members"]>((at) =>
    build
      .insertInto("case_members")
      .values({ commune: at.commune, case_id: at.case_id, person: at.person })
      .onConflict((conflict) => conflict.doNothing()),
  ),
  erased: prepareStatement<OfCommune & { ids: string }, { id: string }>((at) =>
    build
      .selectFrom("erasures")
      .select("id")
      .where("commune", "=", at.commune)
      .where(inList(sql.ref("erasures.id"), at.ids)),
  ),
  putErasure: prepareStatement<Schema["erasures"]>((at) =>
    build
      .insertInto("erasures")
      .values({ commune: at.commune, id: at.id, at: at.at, by_person: at.by_person })
      .onConflict((conflict) => conflict.doNothing()),
  ),
};
