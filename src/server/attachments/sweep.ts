import { stat } from "node:fs/promises";
import { DAY_MS } from "#kernel/calendar.ts";
import type { ServerContext } from "../context.ts";
import { ifMissing, type Named } from "./attachment-folder.ts";
import { findAttachment, noteLost, photosOf } from "./attachment-records.ts";
import { bytesLockOf } from "./attachments.ts";

type Context = Pick<ServerContext, "database" | "attachments" | "log" | "now"> & {
  readonly clock: Pick<ServerContext["clock"], "isSettled">;
};

/** An upload to which nothing was added for so long was given up. */
const uploadMs = 7 * DAY_MS;
/** Bytes that no photo shows any more; until then a deletion may be taken back. */
const unusedMs = 30 * DAY_MS;

/** The nightly sweep of bytes that nobody comes back for. */
export async function sweepAttachments(context: Context): Promise<void> {
  const { attachments, log, now, clock } = context;
  if (!clock.isSettled()) return;
  const { uploads, locks } = attachments;
  // Files are dated by the machine's clock, whatever it said when they were written.
  const isDated = clock.isSettled(unusedMs);
  const idle = isDated ? await uploads.idleSince(now() - uploadMs, now()) : [];
  for (const id of idle) await locks.hold(id, () => uploads.forget(id));
  const unused = (await unusedRows(context)).concat(isDated ? await unknownFiles(context) : []);
  for (const named of unused) await locks.hold(bytesLockOf(named), () => removeUnused(context, named));
  if (idle.length + unused.length > 0) {
    log.write("info", "attachments-swept", { uploads: idle.length, unused: unused.length });
  }
}

/** Known to the database, and shown by no photo but deleted or erased ones, all of them for long. */
async function unusedRows({ database, now }: Pick<Context, "database" | "now">): Promise<Named[]> {
  const since = now() - unusedMs;
  return database.read
    .selectFrom("attachments as a")
    .select(["a.commune as commune", "a.sha as sha"])
    .where("a.at", "<", since)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("rows as r")
            .select("r.id")
            .whereRef("r.commune", "=", "a.commune")
            .whereRef("r.sha", "=", "a.sha")
            .where((row) =>
              row.or([
                row.and([row("r.deleted", "=", 0), row("r.erased", "=", 0)]),
                row("r.received", ">=", since),
              ]),
            ),
        ),
      ),
    )
    .execute();
}

/** Files that the database knows nothing of: it was restored since, and nobody brought their photo again. */
async function unknownFiles({ database, attachments, now }: Context): Promise<Named[]> {
  const unknown: Named[] = [];
  for await (const named of attachments.files.list()) {
    const changed = (
      await stat(attachments.files.pathOf(named.commune, named.sha)).catch(ifMissing(undefined))
    )?.ctimeMs;
    if (changed === undefined || changed >= now() - unusedMs) continue;
    if (!(await findAttachment(database.read, named))) unknown.push(named);
  }
  return unknown;
}

async function removeUnused({ database, attachments, now }: Context, named: Named): Promise<void> {
  await database.writeIn(named.commune, async (write) => {
    const shown = await photosOf(write.query, named);
    if (shown.some(({ isDeleted }) => !isDeleted)) return;
    await noteLost(write, named, now());
    await attachments.files.remove(named.commune, named.sha);
  });
}
