import { type Photo, photoSchema } from "#domain/photos/photo-kinds.ts";
import type { ServerContext } from "../context.ts";
import { Problem } from "../problem.ts";
import { readsScope } from "./readable.ts";
import { type Caller, readRights } from "./sessions.ts";

/**
 * The photo that somebody brings bytes for. Who made it may bring them whatever became of their rights since, as with ops;
 * a device reported lost hands over its own and nothing else.
 */
export async function findPhoto(context: ServerContext, caller: Caller, id: string): Promise<Photo> {
  const row = await findPhotoRow(context, caller.commune, id);
  if (!row) throw new Problem("photo-unknown");
  const isOwn = row.created_by === caller.person;
  const reads = async () => {
    const rights = await readRights(context, caller);
    return readsScope(context.database.read, { ...caller, rights }, row.scope);
  };
  if (!isOwn && (caller.lost || !(await reads()))) throw new Problem("photo-unknown");
  if (row.erased) throw new Problem("erased");
  return photoSchema.parse(JSON.parse(row.body));
}

export function findPhotoRow({ database }: ServerContext, commune: string, id: string) {
  return database.read
    .selectFrom("rows")
    .select(["scope", "body", "created_by", "deleted", "erased", "sha"])
    .where("commune", "=", commune)
    .where("id", "=", id)
    .where("kind", "=", "photo")
    .executeTakeFirst();
}
