import type { ServerContext } from "../context.ts";
import { shaPattern } from "./attachment-folder.ts";
import { findStored } from "./finish-upload.ts";

type Context = Pick<ServerContext, "database" | "attachments" | "pokes" | "now">;

/** Asked of the database at once: whoever names a hundred thousand hashes holds up nobody else. */
const askedAtOnce = 500;

/** Photos that have just been told of, and whose bytes another photo brought before, are told that these lie here. */
export async function tellArrived(context: Context, commune: string, ops: readonly unknown[]): Promise<void> {
  const shas = [...new Set(ops.flatMap(shasIn))];
  for (let from = 0; from < shas.length; from += askedAtOnce) {
    const known = await context.database.read
      .selectFrom("attachments")
      .select("sha")
      .where("commune", "=", commune)
      .where("sha", "in", shas.slice(from, from + askedAtOnce))
      .execute();
    for (const { sha } of known) await findStored(context, { commune, sha });
  }
}

/** The same for photos that came another way than by an exchange, or just before the process ended. */
export async function tellLate(context: Context): Promise<void> {
  const late = await context.database.read
    .selectFrom("attachments as a")
    .innerJoin("rows as r", (join) => join.onRef("r.commune", "=", "a.commune").onRef("r.sha", "=", "a.sha"))
    .select(["a.commune as commune", "a.sha as sha"])
    .distinct()
    .where("r.erased", "=", 0)
    .where("r.body", "not like", '%"stored":%')
    .execute();
  for (const named of late) await findStored(context, named);
}

function shasIn(op: unknown): string[] {
  const { ch } = (op ?? {}) as { ch?: unknown };
  if (!Array.isArray(ch)) return [];
  return ch.flatMap((change: { k?: unknown; f?: { sha?: unknown } } | null) => {
    const sha = change?.k === "photo" ? change.f?.sha : undefined;
    return typeof sha === "string" && shaPattern.test(sha) ? [sha] : [];
  });
}
