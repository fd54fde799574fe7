import type { FastifyInstance } from "fastify";
import * as z from "zod";
import type { Person } from "#domain/org/org-kinds.ts";
import type { Json } from "#kernel/json.ts";
import type { Change, Op } from "#protocol/op.ts";
import type { ServerContext } from "../../context.ts";
import { Problem } from "../../problem.ts";
import { parseAs } from "../bodies.ts";
import { type Reader, readsRow } from "../readable.ts";
import { requireActive } from "../sessions.ts";

const querySchema = z.looseObject({ record: z.string().min(1).max(160) });
const newestEntries = 300;

/** Who did what to a record, newest first, read from the permanent log; personal content is not in it. */
export function addHistoryRoute(app: FastifyInstance, context: ServerContext): void {
  app.get("/api/history", async (request) => {
    const caller = await requireActive(context, request);
    const { record } = parseAs(querySchema, request.query);
    await requireReadable(context, caller, record);
    const ops = await context.database.read
      .selectFrom("op_records as r")
      .innerJoin("ops as o", (join) =>
        join.onRef("o.commune", "=", "r.commune").onRef("o.device", "=", "r.device").onRef("o.n", "=", "r.n"),
      )
      .leftJoin("devices as d", "d.id", "r.device")
      .leftJoin("rows as p", (join) =>
        join.onRef("p.commune", "=", "o.commune").onRef("p.id", "=", "o.person"),
      )
      .select(["o.device", "o.n", "o.person", "o.op", "o.outcome", "o.at", "o.effective"])
      .select(["d.name as deviceName", "p.body as personBody"])
      .where("r.commune", "=", caller.commune)
      .where("r.record", "=", record)
      .orderBy("r.seq", "desc")
      .limit(newestEntries)
      .execute();
    return {
      entries: ops.map((entry) => {
        const op = JSON.parse(entry.op) as Op;
        return {
          device: entry.device,
          deviceName: entry.deviceName ?? "",
          n: entry.n,
          person: entry.person,
          personName: entry.personBody ? (JSON.parse(entry.personBody) as Person).name : "",
          action: op.a,
          at: entry.effective,
          received: entry.at,
          outcome: entry.outcome,
          fields: Object.assign({}, ...op.ch.filter(({ id }) => id === record).map(fieldsOf)) as object,
        };
      }),
    };
  });
}

/** The history of a record is for those who may read the record. */
async function requireReadable(
  { database, now }: ServerContext,
  caller: Reader,
  record: string,
): Promise<void> {
  const row = await database.read
    .selectFrom("rows")
    .select(["scope", "created_by", "created_at"])
    .where("commune", "=", caller.commune)
    .where("id", "=", record)
    .executeTakeFirst();
  if (!row || !(await readsRow(database.read, caller, row, now()))) throw new Problem("not-found");
}

/** Register → value as the op wrote it; a personal register is named without its content. */
function fieldsOf(change: Change): Record<string, Json> {
  const named = "f" in change && change.f ? { ...change.f } : {};
  const personal = (change as { pk?: unknown }).pk;
  const hidden = Array.isArray(personal)
    ? Object.fromEntries(personal.map((name) => [String(name), null]))
    : {};
  switch (change.c) {
    case "move":
      return { ...named, state: change.to };
    case "delete":
      return { deleted: true };
    case "restore":
      return { deleted: false };
    default:
      return { ...named, ...hidden };
  }
}
