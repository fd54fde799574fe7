import { existsSync } from "node:fs";
import { copyFile, link, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type { CommuneState } from "#authority/commune-store.ts";
import { attachmentsIn } from "../attachments/attachment-folder.ts";
import { type BroughtBack, bringBack } from "../attachments/bring-back.ts";
import { flushFile, flushFolder } from "../attachments/durable.ts";
import { newEpoch } from "../org/commune-setup.ts";
import type { WriteTransaction } from "../store/database.ts";
import { databaseFileIn } from "../store/open.ts";
import { connect, foldLog } from "../store/sqlite.ts";
import { openSqlite } from "../store/sqlite-database.ts";
import { removeDatabase, verifyBackup } from "./backup.ts";
import { applyMarks } from "./erase.ts";
import { erasureFileIn } from "./erasure-file.ts";

export interface Restored extends Partial<BroughtBack> {
  readonly communes: number;
  readonly erasuresApplied: number;
  /** The database that was in place before; undefined when there was none. */
  readonly keptAside?: string;
}

/**
 * Replaces the database by a backup, and brings back the photos beside it unless that is left out: the copy is verified, gets new epochs so that every device offers again what it
 * sent since, and forgets what was erased since; only then does it take the database's name, in one step of the file
 * system. The caller holds the lock of the data folder.
 */
export async function restoreFrom(
  backup: string,
  dataDir: string,
  now: number,
  photos: "with photos" | "without photos" = "with photos",
): Promise<Restored> {
  await verifyBackup(backup);
  const target = databaseFileIn(dataDir);
  const part = `${target}.restoring`;
  await removeDatabase(part);
  await copyFile(backup, part);
  const prepared = await prepare(part, dataDir, now, photos === "with photos" ? dirname(backup) : undefined);
  await flushFile(part);
  const keptAside = await keepAside(target, now);
  await rename(part, target);
  await flushFolder(dirname(target));
  return { ...prepared, ...(keptAside ? { keptAside } : {}) };
}

async function prepare(file: string, dataDir: string, now: number, beside: string | undefined) {
  const database = await openSqlite(file, now);
  try {
    const marks = await erasureFileIn(dataDir).read();
    return await database.write(async (write) => ({
      communes: await renewEpochs(write),
      erasuresApplied: await applyMarks(write, marks, { dataDir }),
      ...(beside === undefined
        ? {}
        : await bringBack(write, { from: attachmentsIn(beside), to: attachmentsIn(dataDir) }, now)),
    }));
  } finally {
    await database.close();
    await withConnection(file, foldLog);
  }
}

/** Each commune's history goes on under a new name, and remembers where it left the old one. */
export async function renewEpochs(
  { query }: Pick<WriteTransaction, "query">,
  only?: readonly string[],
): Promise<number> {
  const all = await query.selectFrom("communes").select(["id", "seq", "epoch", "past_epochs"]).execute();
  const communes = all.filter(({ id }) => only === undefined || only.includes(id));
  for (const { id, seq, epoch, past_epochs } of communes) {
    const past = JSON.parse(past_epochs) as CommuneState["pastEpochs"];
    await query
      .updateTable("communes")
      .set({ epoch: newEpoch(), past_epochs: JSON.stringify([...past, { epoch, restoredSeq: seq }]) })
      .where("id", "=", id)
      .execute();
  }
  return communes.length;
}

/** The old database stays beside the new one under another name, whole if it could still be opened. */
async function keepAside(target: string, now: number): Promise<string | undefined> {
  if (!existsSync(target)) return undefined;
  const aside = `${target}.before-restore-${new Date(now).toISOString().replace(/[:.]/g, "")}`;
  await withConnection(target, foldLog).catch(() => undefined);
  for (const suffix of ["-wal", "-shm"]) {
    if (existsSync(target + suffix)) await rename(target + suffix, aside + suffix);
  }
  await link(target, aside);
  return aside;
}

async function withConnection<T>(file: string, work: (connection: ReturnType<typeof connect>) => Promise<T>) {
  const connection = connect(file);
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
}
