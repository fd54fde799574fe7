import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { attachmentsIn } from "../attachments/attachment-folder.ts";
import { copyAttachments, dropUnnamed, namedIn } from "../attachments/backup-copies.ts";
import { type DatabasePlace, readMoment } from "../store/open.ts";
import { connect } from "../store/sqlite.ts";

export const copiesSchema = z.object({ count: z.number(), copied: z.number(), missing: z.number() });

/** Puts the photos that a backup names beside it, those that are new; what was erased meanwhile is not missing. */
export async function backUpAttachments(
  place: DatabasePlace,
  file: string,
): Promise<z.infer<typeof copiesSchema>> {
  const rows = await readFrom(file);
  const [from, to] = [attachmentsIn(place.dataDir), attachmentsIn(dirname(file))];
  const { count, copied, missing } = await copyAttachments(rows, from, to);
  if (missing.length === 0) return { count, copied, missing: 0 };
  const wanted = new Set((await readMoment(place, namedIn)).map(({ commune, sha }) => `${commune} ${sha}`));
  const lost = missing.filter(({ commune, sha }) => wanted.has(`${commune} ${sha}`));
  return { count, copied, missing: lost.length };
}

/** Photos beside backups go with the last backup that names them. */
export async function dropOldCopies(folder: string): Promise<void> {
  const named = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || /\.(json|part|jsonl|log)$|-(wal|shm)$/.test(entry.name)) continue;
    // Any other database that somebody put here counts too.
    named.push(...(await readFrom(join(folder, entry.name)).catch(() => [])));
  }
  await dropUnnamed(attachmentsIn(folder), named);
}

async function readFrom(file: string) {
  const copy = connect(file, { readOnly: true });
  try {
    return await namedIn(copy);
  } finally {
    copy.close();
  }
}
