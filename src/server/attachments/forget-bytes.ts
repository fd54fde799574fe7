import type { WriteTransaction } from "../store/database.ts";
import { attachmentsIn } from "./attachment-folder.ts";
import { noteLost, photosOf } from "./attachment-records.ts";
import { forgetUploadsOf, uploadsIn } from "./upload-store.ts";

/** Folders in which bytes may lie: the data folder, and that of the backups where the server can reach it. */
export interface BytePlaces {
  readonly dataDir: string;
  readonly backupDir?: string;
}

/**
 * The record is erased: the bytes it showed go from the disk at once, whole or on their way, and from the backups, unless
 * another photo that is not deleted shows the same. They go before the transaction ends, and the mark outside the database
 * stands before it begins: cut off in between, the next start does it again.
 */
export async function forgetBytes(
  write: WriteTransaction,
  places: BytePlaces,
  of: { readonly commune: string; readonly record: string; readonly now: number },
): Promise<void> {
  const { commune, record, now } = of;
  const row = await write.query
    .selectFrom("rows")
    .select("sha")
    .where("commune", "=", commune)
    .where("id", "=", record)
    .where("kind", "=", "photo")
    .executeTakeFirst();
  if (!row?.sha) return;
  const named = { commune, sha: row.sha };
  const others = await photosOf(write.query, named);
  if (others.some(({ id, isDeleted }) => id !== record && !isDeleted)) return;
  await forgetUploadsOf(uploadsIn(places.dataDir), named);
  await attachmentsIn(places.dataDir).remove(commune, named.sha);
  if (places.backupDir) await attachmentsIn(places.backupDir).remove(commune, named.sha);
  await noteLost(write, named, now);
}
