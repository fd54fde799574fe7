import { existsSync } from "node:fs";
import type { Config } from "../config.ts";
import { newestVersion, refuseNewer } from "../store/migrations.ts";
import { databaseFileIn } from "../store/open.ts";
import { openForReading } from "../store/sqlite-database.ts";
import type { Backups } from "./backup.ts";

/**
 * A backup of the file as the version before left it, made before its first step forward: with it the earlier program can
 * be put back. PostgreSQL is left to its administrator, who upgrades while other processes work.
 */
export async function backUpBeforeUpgrade(config: Config, backups: Backups): Promise<boolean> {
  const file = databaseFileIn(config.dataDir);
  if (config.databaseUrl || !existsSync(file)) return false;
  const connection = await openForReading(file).catch(() => undefined);
  // Damaged, foreign or newer: opening it for good says so.
  if (!connection) return false;
  try {
    if ((await refuseNewer(connection)) >= newestVersion) return false;
  } finally {
    connection.close();
  }
  await backups.make();
  return true;
}
