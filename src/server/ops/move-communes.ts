import { Kysely } from "kysely";
import type { CommuneState } from "#authority/commune-store.ts";
import { communeIds } from "../store/communes.ts";
import type { SqlConnection } from "../store/connection.ts";
import { clearTables, copyTables, differences, digestsOf, markMoved } from "../store/copy.ts";
import { inTransaction } from "../store/database.ts";
import type { Schema } from "../store/schema.ts";
import { renewEpochs } from "./restore.ts";

export type Side = "sqlite" | "postgres";

/** A move that cannot be, in one sentence; nothing was changed. */
export class MoveRefused extends Error {}

export interface Moved {
  readonly communes: readonly string[];
  readonly rows: number;
  /** Already there from an earlier run that was cut off before the source was emptied. */
  readonly completed: readonly string[];
}

/**
 * Moves communes from one database to another that nobody else is using: everything is copied in one transaction, read
 * back and compared, and goes on under new epochs; only when that is committed are the communes taken out of the source,
 * which remembers where they went. Cut off at any point, the same command finishes what was begun.
 */
export async function moveCommunes(of: {
  from: SqlConnection;
  to: SqlConnection;
  /** Where they go. */
  destination: Side;
  /** All of them, without it. */
  commune?: string | undefined;
  now: number;
}): Promise<Moved> {
  const { from, to, destination, commune, now } = of;
  return inTransaction(from, async () => {
    const there = (await communeIds(new Kysely<Schema>({ dialect: from.kysely }))).map(({ id }) => id);
    const wanted = commune === undefined ? there : there.filter((id) => id === commune);
    if (wanted.length === 0) {
      throw new MoveRefused(
        `Không có gì để chuyển / There is nothing to move${commune === undefined ? "" : `: ${commune}`}`,
      );
    }
    const completed: string[] = [];
    for (const id of wanted) if (await wasCopied(from, to, id)) completed.push(id);
    const communes = wanted.filter((id) => !completed.includes(id));
    const rows = await inTransaction(to, () => copyAll(from, to, communes));
    for (const id of wanted) await clearTables(from, id);
    await markMoved(from, wanted, { destination, at: now });
    return { communes: wanted, rows, completed };
  });
}

async function copyAll(from: SqlConnection, to: SqlConnection, communes: readonly string[]): Promise<number> {
  let rows = 0;
  for (const id of communes) {
    const read = await copyTables(from, to, { commune: id });
    const different = differences(read, await digestsOf(to, { commune: id }));
    if (different.length > 0) throw new Error(`The copy of ${id} differs in ${different}`);
    rows += Object.values(read).reduce((sum, table) => sum + table.rows, 0);
  }
  await renewEpochs({ query: new Kysely<Schema>({ dialect: to.kysely }) }, communes);
  await markMoved(to, communes, null);
  return rows;
}

/** True when an earlier run had copied this commune; refuses when either side has gone on since, or was another. */
async function wasCopied(from: SqlConnection, to: SqlConnection, id: string): Promise<boolean> {
  const [here, there] = [await stateOf(from, id), await stateOf(to, id)];
  if (!there) return false;
  const copiedAt = there.pastEpochs.find(({ epoch }) => epoch === here?.epoch)?.restoredSeq;
  if (here && copiedAt === here.seq) return true;
  throw new MoveRefused(
    `Nơi đến đã có xã này / The destination has this commune already: ${id}. ` +
      "Không thay đổi gì / Nothing was changed.",
  );
}

async function stateOf(
  connection: SqlConnection,
  id: string,
): Promise<Pick<CommuneState, "epoch" | "seq" | "pastEpochs"> | undefined> {
  const found = await new Kysely<Schema>({ dialect: connection.kysely })
    .selectFrom("communes")
    .select(["epoch", "seq", "past_epochs"])
    .where("id", "=", id)
    .executeTakeFirst();
  return found && { epoch: found.epoch, seq: found.seq, pastEpochs: JSON.parse(found.past_epochs) };
}
