import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { mostLines } from "#domain/org/import/import-lines.ts";
import type { ServerContext } from "../../context.ts";
import { importEquipment, importPeople } from "../../org/import.ts";
import { parseAs } from "../bodies.ts";
import { originOf } from "../origin.ts";
import { requireAdmin } from "../sessions.ts";

/** A cell is words; what they mean is judged line by line, so that each mistake is told at its line. */
const cell = z.string().max(4000);
/** What an app of before these columns does not send. */
const later = cell.default("");
const line = z.number().int().min(1).max(100_000);
const wish = { apply: z.boolean().default(false), update: z.boolean().default(false) };
const importSchema = z.discriminatedUnion("what", [
  z.object({
    what: z.literal("people"),
    ...wish,
    lines: z
      .array(
        z.object({
          ...{ line, name: cell, account: cell, roles: cell, units: cell, villages: cell, sites: later },
        }),
      )
      .min(1)
      .max(mostLines.people),
  }),
  z.object({
    what: z.literal("equipment"),
    ...wish,
    lines: z
      .array(
        z.object({
          ...{ line, code: cell, name: cell, place: cell, sort: cell, site: cell },
          ...{ serial: later, supplier: later, warrantyUntil: later, note: cell },
        }),
      )
      .min(1)
      .max(mostLines.equipment),
  }),
]);

/** People and equipment of a spreadsheet: first what each line would do, then all of them in one transaction. */
export function addImportRoute(app: FastifyInstance, context: ServerContext): void {
  const { database, pokes, now } = context;
  app.post("/api/admin/import", async (request) => {
    const { commune, person } = await requireAdmin(context, request);
    const given = parseAs(importSchema, request.body);
    const importer = { commune, by: person, now: now() };
    const done = await database.write(async (write) =>
      given.what === "people"
        ? importPeople(write, importer, given.lines, given)
        : { ...(await importEquipment(write, importer, given.lines, given)), codes: [] },
    );
    if (done.applied) pokes.poke(commune);
    const origin = originOf(context.config, request);
    return {
      applied: done.applied,
      plan: done.plan,
      // The code behind `#` never reaches a server's log.
      codes: done.codes.map((one) => ({ ...one, link: `${origin}/dang-nhap#${one.code}` })),
    };
  });
}
