import type { WriteTransaction } from "../store/database.ts";
import type { AttachmentFolder } from "./attachment-folder.ts";
import { noteLost } from "./attachment-records.ts";
import { namedIn } from "./backup-copies.ts";

export interface BroughtBack {
  /** Bytes that the database names and that lie in the data folder now, each read whole. */
  readonly attachments: number;
  /** In neither folder: their photos say so, and the devices that still have them bring them again. */
  readonly attachmentsMissing: number;
}

/** After a restore: what lies in the data folder still is kept, what is missing there is copied from beside the backup. */
export async function bringBack(
  write: WriteTransaction,
  folders: { readonly from: AttachmentFolder; readonly to: AttachmentFolder },
  now: number,
): Promise<BroughtBack> {
  const { from, to } = folders;
  const rows = await namedIn(write.connection);
  let missing = 0;
  for (const { commune, sha } of rows) {
    if (await to.read(commune, sha)) continue;
    const bytes = await from.read(commune, sha);
    if (bytes) await to.write(commune, sha, bytes);
    else {
      await noteLost(write, { commune, sha }, now);
      missing += 1;
    }
  }
  return { attachments: rows.length - missing, attachmentsMissing: missing };
}
