import { type Photo, photoSchema } from "#domain/photos/photo-kinds.ts";
import type { ServerContext } from "../context.ts";
import { Problem } from "../problem.ts";
import { readsRow } from "./readable.ts";
import { type Caller, readRights } from "./sessions.ts";

/**
 * The photo that somebody brings bytes for. Who made it may bring them whatever became of their rights since, as with ops;
 * a device reported lost hands over its own and nothing else.
 */
export async function findPhoto(
  context: Pick<ServerContext, "database" | "now">,
  caller: Pick<Caller, "commune" | "person" | "lost">,
  id: string,
): Promise<Photo> {
  const row = await findPhotoRow(context, caller.commune, id);
  if (!row) throw new Problem("photo-unknown");
  const isOwn = row.created_by === caller.person;
  const reads = async () => {
    const rights = await readRights(context, caller);
    return readsRow(context.database.read, { ...caller, rights }, row, context.now());
  };
  if (!isOwn && (caller.lost || !(await reads()))) throw new Problem("photo-unknown");
  if (row.erased) throw new Problem("erased");
  return photoSchema.parse(JSON.parse(row.body));
}

export function findPhotoRow({ database }: Pick<ServerContext, "database">, commune: string, id: string) {
  return database.read
    .selectFrom("rows")
    .select(["scope", "body", "created_by", "created_at", "deleted", "erased", "sha"])
    .where("commune", "=", commune)
    .where("id", "=", id)
    .where("kind", "=", "photo")
    .executeTakeFirst();
}

/**
 * A photo of these bytes for which this caller may bring them, their own first: who else tells of the same bytes, and
 * where, neither helps nor hinders.
 */
export async function findBringable(context: ServerContext, caller: Caller, sha: string): Promise<Photo> {
  const rows = await context.database.read
    .selectFrom("rows")
    .select(["scope", "body", "created_by", "created_at", "erased"])
    .where("commune", "=", caller.commune)
    .where("sha", "=", sha)
    .where("kind", "=", "photo")
    .orderBy("id")
    .execute();
  const own = rows.filter(({ created_by }) => created_by === caller.person);
  const shown = own.find(({ erased }) => !erased) ?? (await readableOf(context, caller, rows));
  if (shown) return photoSchema.parse(JSON.parse(shown.body));
  throw new Problem(own.length > 0 ? "erased" : "photo-unknown");
}

async function readableOf<
  T extends { scope: string; created_by: string; created_at: number; erased: number },
>(context: ServerContext, caller: Caller, rows: readonly T[]): Promise<T | undefined> {
  if (caller.lost) return undefined;
  const reader = { ...caller, rights: await readRights(context, caller) };
  const whole = rows.filter(({ erased }) => !erased);
  for (const row of new Map(whole.map((row) => [row.scope, row])).values()) {
    if (await readsRow(context.database.read, reader, row, context.now())) return row;
  }
  return undefined;
}
