import type { Kysely } from "kysely";
import type { CommuneTx } from "#authority/commune-store.ts";
import { submitAsServer } from "#authority/server-ops.ts";
import type { WriteTransaction } from "../store/database.ts";
import type { Schema } from "../store/schema.ts";
import { inCommune } from "../store/sql-commune-store.ts";
import type { Named } from "./attachment-folder.ts";

export type Attachment = Schema["attachments"];

/** Changes in one op of the server; an op holds 200 at most. */
const mostInOneOp = 100;

export function findAttachment(
  read: Kysely<Schema>,
  { commune, sha }: Named,
): Promise<Attachment | undefined> {
  return read
    .selectFrom("attachments")
    .selectAll()
    .where("commune", "=", commune)
    .where("sha", "=", sha)
    .executeTakeFirst();
}

/** Every photo that shows these bytes, but those whose content was erased. */
export async function photosOf(read: Kysely<Schema>, { commune, sha }: Named) {
  const rows = await read
    .selectFrom("rows")
    .select(["id", "body", "deleted"])
    .where("commune", "=", commune)
    .where("sha", "=", sha)
    .where("kind", "=", "photo")
    .where("erased", "=", 0)
    .orderBy("id")
    .execute();
  return rows.map(({ id, body, deleted }) => ({
    id,
    isDeleted: deleted === 1,
    isStored: (JSON.parse(body) as { stored?: unknown }).stored !== undefined,
  }));
}

/**
 * Says in one transaction that these bytes lie here, whole, and tells every photo that shows them. False, and nothing is
 * written, when no photo does any more.
 */
export async function noteStored(
  write: WriteTransaction,
  attachment: Attachment,
  now: number,
): Promise<boolean> {
  return inCommune(write.connection, attachment.commune, async (tx) => {
    const photos = await photosOf(write.query, attachment);
    if (photos.length === 0) return false;
    await write.query
      .insertInto("attachments")
      .values(attachment)
      .onConflict((conflict) => conflict.columns(["commune", "sha"]).doUpdateSet(attachment))
      .execute();
    const ids = photos.filter(({ isStored }) => !isStored).map(({ id }) => id);
    await setStored(tx, ids, attachment.at, now);
    return true;
  });
}

/** The bytes are not here any more: no photo says so, and whoever still has them may bring them again. */
export async function noteLost(write: WriteTransaction, named: Named, now: number): Promise<void> {
  await inCommune(write.connection, named.commune, async (tx) => {
    const photos = await photosOf(write.query, named);
    await write.query
      .deleteFrom("attachments")
      .where("commune", "=", named.commune)
      .where("sha", "=", named.sha)
      .execute();
    const ids = photos.filter(({ isStored }) => isStored).map(({ id }) => id);
    await setStored(tx, ids, null, now);
  });
}

async function setStored(
  tx: CommuneTx,
  ids: readonly string[],
  at: number | null,
  now: number,
): Promise<void> {
  for (let from = 0; from < ids.length; from += mostInOneOp) {
    const changes = ids
      .slice(from, from + mostInOneOp)
      .map((id) => ({ kind: "photo", id, set: { stored: at } }) as const);
    await submitAsServer(tx, "photo.stored", changes, now);
  }
}
