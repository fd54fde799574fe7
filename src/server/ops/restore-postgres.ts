import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Kysely } from "kysely";
import { attachmentsIn } from "../attachments/attachment-folder.ts";
import { bringBack } from "../attachments/bring-back.ts";
import { flushFile } from "../attachments/durable.ts";
import { communeIds } from "../store/communes.ts";
import { clearTables, copyTables, differences, digestsOf } from "../store/copy.ts";
import { inTransaction } from "../store/database.ts";
import { migrate } from "../store/migrations.ts";
import { withWholePostgres } from "../store/postgres-database.ts";
import type { Schema } from "../store/schema.ts";
import { connect } from "../store/sqlite.ts";
import { copyToFile, verifyBackup } from "./backup.ts";
import { applyMarks } from "./erase.ts";
import { erasureFileIn } from "./erasure-file.ts";
import { type Restored, renewEpochs } from "./restore.ts";

/**
 * Puts a backup in place of what is in PostgreSQL, in one transaction: with new epochs, without what was erased since.
 * What was there before stays as a file in the data folder. No server may be using the database.
 */
export async function restoreIntoPostgres(
  backup: string,
  place: { databaseUrl: string; dataDir: string },
  now: number,
): Promise<Restored> {
  await verifyBackup(backup);
  const folder = await mkdtemp(join(tmpdir(), "so-truc-restore-"));
  const file = join(folder, "backup.sqlite");
  await copyFile(backup, file);
  const source = connect(file);
  try {
    await migrate(source, now);
    return await withWholePostgres(place.databaseUrl, now, async (connection) => {
      const query = new Kysely<Schema>({ dialect: connection.kysely });
      const isEmpty = (await communeIds(query)).length === 0;
      const aside = join(
        place.dataDir,
        `postgres.before-restore-${new Date(now).toISOString().replace(/[:.]/g, "")}`,
      );
      if (!isEmpty) {
        await copyToFile(connection, aside, now);
        await flushFile(aside);
      }
      const marks = await erasureFileIn(place.dataDir).read();
      const done = await inTransaction(connection, async () => {
        await clearTables(connection);
        const read = await copyTables(source, connection);
        if (differences(read, await digestsOf(connection)).length > 0) throw new Error("The copy differs");
        const communes = await renewEpochs({ query });
        const { dataDir } = place;
        const erasuresApplied = await applyMarks({ query, connection }, marks, { dataDir });
        const folders = { from: attachmentsIn(dirname(backup)), to: attachmentsIn(dataDir) };
        return { communes, erasuresApplied, ...(await bringBack({ query, connection }, folders, now)) };
      });
      return { ...done, ...(isEmpty ? {} : { keptAside: aside }) };
    });
  } finally {
    source.close();
    await rm(folder, { recursive: true, force: true });
  }
}
