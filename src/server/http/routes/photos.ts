import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { askAgain } from "../../attachments/ask-again.ts";
import { findAttachment } from "../../attachments/attachment-records.ts";
import type { ServerContext } from "../../context.ts";
import { Problem } from "../../problem.ts";
import { parseAs } from "../bodies.ts";
import { findPhotoRow } from "../photo-access.ts";
import { readsRow } from "../readable.ts";
import { requireActive, requireAdmin } from "../sessions.ts";

const paramsSchema = z.object({ record: z.string().min(1).max(160) });
/** The picture itself, for those who may read its record; and what becomes of those that the data folder has lost. */
export function addPhotoRoute(app: FastifyInstance, context: ServerContext): void {
  const { database, attachments, log, now } = context;

  app.post("/api/admin/photos/missing", async (request) => {
    const { commune } = await requireAdmin(context, request);
    return askAgain(context, commune);
  });

  app.get("/api/photos/:record", async (request, reply) => {
    const caller = await requireActive(context, request);
    const { record } = parseAs(paramsSchema, request.params);
    const row = await findPhotoRow(context, caller.commune, record);
    if (!row || !(await readsRow(database.read, caller, row, now()))) throw new Problem("not-found");
    if (row.erased) throw new Problem("erased");
    const named = { commune: caller.commune, sha: String(row.sha) };
    const found = row.deleted ? undefined : await findAttachment(database.read, named);
    if (!found) throw new Problem(row.deleted ? "not-found" : "photo-not-stored");
    const bytes = await attachments.files.read(named.commune, named.sha);
    if (!bytes) {
      log.write("error", "attachment-damaged", { commune: named.commune, sha: named.sha });
      throw new Problem("photo-not-stored");
    }
    return reply
      .headers({
        "content-disposition": "inline",
        "x-content-type-options": "nosniff",
      })
      .type(found.media)
      .send(bytes);
  });
}
