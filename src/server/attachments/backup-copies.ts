import type { SqlConnection } from "../store/connection.ts";
import type { Schema } from "../store/schema.ts";
import type { AttachmentFolder } from "./attachment-folder.ts";

type Row = Pick<Schema["attachments"], "commune" | "sha" | "bytes">;

export interface AttachmentCopies {
  /** How many the backup names. */
  readonly count: number;
  /** How many of them were copied now; the others lay there. */
  readonly copied: number;
  /** Missing or damaged where they were to be copied from. */
  readonly missing: readonly Row[];
}

/** What a database names; nothing in one of a version that knew no photos. */
export async function namedIn(connection: SqlConnection): Promise<Row[]> {
  const known = await connection.all(connection.dialect.tableExists, ["attachments"]);
  if (known.length === 0) return [];
  return (await connection.all(
    "select commune, sha, bytes from attachments order by commune, sha",
    [],
  )) as Row[];
}

/** Copies what does not lie there yet; each is read whole and must be what its name says. */
export async function copyAttachments(
  rows: readonly Row[],
  from: AttachmentFolder,
  to: AttachmentFolder,
): Promise<AttachmentCopies> {
  const missing: Row[] = [];
  let copied = 0;
  for (const row of rows) {
    if (await to.has(row.commune, row.sha, row.bytes)) continue;
    const bytes = await from.read(row.commune, row.sha);
    if (bytes) {
      await to.write(row.commune, row.sha, bytes);
      copied += 1;
    } else missing.push(row);
  }
  return { count: rows.length, copied, missing };
}

/** Those that are not there, or not what their name says: every one is read. */
export async function damagedIn(rows: readonly Row[], folder: AttachmentFolder): Promise<Row[]> {
  const damaged: Row[] = [];
  for (const row of rows) {
    if (!(await folder.read(row.commune, row.sha))) damaged.push(row);
  }
  return damaged;
}

/** Takes away what no backup of the folder names any more. */
export async function dropUnnamed(folder: AttachmentFolder, named: readonly Row[]): Promise<number> {
  const kept = new Set(named.map(({ commune, sha }) => `${commune} ${sha}`));
  let dropped = 0;
  for await (const { commune, sha } of folder.list()) {
    if (kept.has(`${commune} ${sha}`)) continue;
    await folder.remove(commune, sha);
    dropped += 1;
  }
  return dropped;
}
