import { readFile } from "node:fs/promises";
import type { ServerContext } from "../context.ts";
import { Problem } from "../problem.ts";
import { ifMissing, type Named, shaOf } from "./attachment-folder.ts";
import { type Attachment, findAttachment, noteStored, photosOf } from "./attachment-records.ts";
import { bytesLockOf } from "./attachments.ts";
import { type Media, readPicture } from "./picture.ts";

type Context = Pick<ServerContext, "database" | "attachments" | "pokes" | "now">;

/** These bytes, when they lie here; every photo that shows them says so. */
export async function findStored(context: Context, named: Named): Promise<Attachment | undefined> {
  const { database, attachments } = context;
  const found = await findAttachment(database.read, named);
  if (!found || !(await attachments.files.has(named.commune, named.sha, found.bytes))) return undefined;
  if ((await photosOf(database.read, named)).some(({ isStored }) => !isStored)) await tell(context, found);
  return found;
}

/** What a restored database knows nothing of may lie here still; it need not be brought again. */
export async function adoptLeft(
  context: Context,
  named: Named,
  media: Media,
): Promise<Attachment | undefined> {
  const { files, locks } = context.attachments;
  return locks.hold(bytesLockOf(named), async () => {
    const bytes = await files.read(named.commune, named.sha);
    if (!bytes || readPicture(bytes)?.media !== media) return undefined;
    return settle(context, { ...named, bytes: bytes.length, media, at: context.now() });
  });
}

/**
 * All bytes of the upload `id` have come: they are read back from the disk and judged, get their name there, and in one
 * transaction every photo that shows them is told. Cut off anywhere and called again, it comes to the same end.
 */
export async function finishUpload(
  context: Context,
  named: Named,
  id: string,
  media: Media,
): Promise<Attachment> {
  const { uploads, locks } = context.attachments;
  return locks.hold(id, () =>
    locks.hold(bytesLockOf(named), async () => {
      const stored = (await findStored(context, named)) ?? (await takeIn(context, named, id, media));
      await uploads.forgetAllOf(named);
      return stored;
    }),
  );
}

/** The same of bytes that came all at once, by another way than an upload. */
export async function keepBytes(
  context: Context,
  named: Named,
  media: Media,
  bytes: Buffer,
): Promise<Attachment> {
  const { files, uploads, locks } = context.attachments;
  return locks.hold(bytesLockOf(named), async () => {
    let stored = await findStored(context, named);
    if (!stored) {
      const refusal = judge(bytes, named.sha, media);
      if (refusal) throw refusal;
      await files.write(named.commune, named.sha, bytes);
      stored = await settle(context, { ...named, bytes: bytes.length, media, at: context.now() });
    }
    await uploads.forgetAllOf(named);
    return stored;
  });
}

async function takeIn(context: Context, named: Named, id: string, media: Media): Promise<Attachment> {
  const { files, uploads } = context.attachments;
  const bytes = await readFile(uploads.pathOf(id)).catch(ifMissing(undefined));
  if (!bytes) throw new Problem("not-found");
  const refusal = judge(bytes, named.sha, media);
  if (refusal) {
    await uploads.forget(id);
    throw refusal;
  }
  await files.take(named.commune, named.sha, uploads.pathOf(id));
  return settle(context, { ...named, bytes: bytes.length, media, at: context.now() });
}

function judge(bytes: Buffer, sha: string, media: Media): Problem | undefined {
  if (shaOf(bytes) !== sha) return new Problem("hash-mismatch");
  const picture = readPicture(bytes);
  if (picture?.media !== media) return new Problem("not-an-image");
  return picture.isTelling ? new Problem("photo-has-exif") : undefined;
}

async function settle(context: Context, attachment: Attachment): Promise<Attachment> {
  if (await tell(context, attachment)) return attachment;
  const { files, uploads } = context.attachments;
  await files.remove(attachment.commune, attachment.sha);
  await uploads.forgetAllOf(attachment);
  throw new Problem("erased");
}

/** False when no photo shows these bytes any more. */
async function tell({ database, pokes, now }: Context, attachment: Attachment): Promise<boolean> {
  const { commune } = attachment;
  const isShown = await database.writeIn(commune, (write) => noteStored(write, attachment, now()));
  if (isShown) pokes.poke(commune);
  return isShown;
}
