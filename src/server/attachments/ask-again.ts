import type { ServerContext } from "../context.ts";
import { attachmentsIn } from "./attachment-folder.ts";
import { noteLost } from "./attachment-records.ts";
import { bytesLockOf } from "./attachments.ts";
import { takeFrom } from "./bring-back.ts";
import { adoptLeft } from "./finish-upload.ts";
import type { Media } from "./picture.ts";

type Context = Pick<ServerContext, "config" | "database" | "attachments" | "pokes" | "log" | "now">;

export interface AskedAgain {
  /** Found again: in the data folder, or beside the backups. */
  readonly found: number;
  /** Nowhere on this machine: the devices that still have them bring them again. */
  readonly asked: number;
}

/** What the data folder has lost of a commune's photos is put back from beside the backups, or asked of the devices. */
export async function askAgain(context: Context, commune: string): Promise<AskedAgain> {
  const { config, database, attachments, pokes, log, now } = context;
  const folders = { from: attachmentsIn(config.backupDir), to: attachments.files };
  let found = await adoptReappeared(context, commune);
  let asked = 0;
  const rows = await database.read
    .selectFrom("attachments")
    .select(["commune", "sha"])
    .where("commune", "=", commune)
    .orderBy("sha")
    .execute();
  for (const named of rows) {
    await attachments.locks.hold(bytesLockOf(named), async () => {
      const place = await takeFrom(folders, named);
      if (place === "beside") found += 1;
      if (place !== "nowhere") return;
      await database.writeIn(commune, (write) => noteLost(write, named, now()));
      asked += 1;
    });
  }
  if (asked > 0) pokes.poke(commune);
  log.write("info", "photos-asked-again", { found, asked });
  return { found, asked };
}

/** Files that came back after they were noted as lost, as when a disk was away: their photos say so again. */
export async function adoptReappeared(
  context: Pick<Context, "database" | "attachments" | "pokes" | "now">,
  commune?: string,
): Promise<number> {
  const waiting = context.database.read
    .selectFrom("rows as r")
    .leftJoin("attachments as a", (join) =>
      join.onRef("a.commune", "=", "r.commune").onRef("a.sha", "=", "r.sha"),
    )
    .select(["r.commune as commune", "r.sha as sha", "r.body as body"])
    .where("r.sha", "is not", null)
    .where("r.kind", "=", "photo")
    .where("r.deleted", "=", 0)
    .where("r.erased", "=", 0)
    .where("a.sha", "is", null);
  const rows = await (commune === undefined ? waiting : waiting.where("r.commune", "=", commune)).execute();
  let found = 0;
  for (const { commune, sha, body } of rows) {
    const { type } = JSON.parse(body) as { type: Media };
    if (await adoptLeft(context, { commune, sha: String(sha) }, type)) found += 1;
  }
  return found;
}
