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
  for (const named of rows) {
    if ((await takeFrom({ from, to }, named)) !== "nowhere") continue;
    await noteLost(write, named, now);
    missing += 1;
  }
  return { attachments: rows.length - missing, attachmentsMissing: missing };
}

/** Where these bytes were found whole; from beside they are copied to where they belong. */
export async function takeFrom(
  { from, to }: { readonly from: AttachmentFolder; readonly to: AttachmentFolder },
  { commune, sha }: { readonly commune: string; readonly sha: string },
): Promise<"here" | "beside" | "nowhere"> {
  if (await to.read(commune, sha)) return "here";
  const bytes = await from.read(commune, sha);
  if (!bytes) return "nowhere";
  await to.write(commune, sha, bytes);
  return "beside";
}
