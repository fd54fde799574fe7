import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { communeIds } from "./communes.ts";
import type { SqlConnection } from "./connection.ts";
import type { Database } from "./database.ts";
import type { BeforeUpgrade } from "./migrations.ts";
import { openPostgres, readingPostgres, withBackupLock } from "./postgres-database.ts";
import { connect } from "./sqlite.ts";
import { openForReading, openSqlite } from "./sqlite-database.ts";

export type DatabasePlace = Pick<Config, "dataDir" | "databaseUrl">;

/** The logbook lies in another place than the one that was named. */
export class WrongPlace extends Error {}

export function databaseFileIn(dataDir: string): string {
  return join(dataDir, "so-truc.sqlite");
}

/** Opens the database that the environment names, and refuses an empty one while the logbook lies in the other. */
export async function openDatabase(
  place: DatabasePlace,
  now: number,
  onTrouble?: (event: string, code: string) => void,
  before?: BeforeUpgrade,
): Promise<Database> {
  const { dataDir, databaseUrl } = place;
  const file = databaseFileIn(dataDir);
  const database = databaseUrl
    ? await openPostgres(databaseUrl, now, onTrouble, before)
    : await openSqlite(file, now, before);
  try {
    if ((await communeIds(database.read)).length === 0) {
      await refuseMoved(database);
      if (databaseUrl) await refuseForgotten(file);
    }
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Reads one moment of the logbook, which must be there, while a server may be writing to it. */
export async function readMoment<T>(
  { dataDir, databaseUrl }: DatabasePlace,
  work: (connection: SqlConnection) => Promise<T>,
): Promise<T> {
  if (databaseUrl) return readingPostgres(databaseUrl, work);
  const file = databaseFileIn(dataDir);
  if (!existsSync(file)) {
    throw new WrongPlace(`Không có cơ sở dữ liệu / No database: ${file} (DATA_DIR)`);
  }
  const connection = await openForReading(file);
  try {
    await connection.script("BEGIN");
    const result = await work(connection);
    await connection.commit();
    return result;
  } finally {
    connection.close();
  }
}

/** Processes of one PostgreSQL may share the folder of backups, and make them one after another. */
export function oneBackup<T>({ databaseUrl }: DatabasePlace, work: () => Promise<T>): Promise<T> {
  return databaseUrl ? withBackupLock(databaseUrl, work) : work();
}

async function refuseMoved({ read }: Database): Promise<void> {
  const moved = await read.selectFrom("moved_communes").select("destination").limit(1).executeTakeFirst();
  if (!moved) return;
  const away =
    moved.destination === "postgres" ? "PostgreSQL (DATABASE_URL)" : "SQLite (không có/without DATABASE_URL)";
  throw new WrongPlace(`Sổ của xã đã chuyển sang / The logbook was moved to ${away}.`);
}

async function refuseForgotten(file: string): Promise<void> {
  if (!existsSync(file)) return;
  const connection = connect(file, { readOnly: true });
  try {
    const there = await connection.all(connection.dialect.tableExists, ["communes"]);
    const communes = there.length === 0 ? [] : await connection.all("select id from communes", []);
    if (communes.length === 0) return;
  } finally {
    connection.close();
  }
  throw new WrongPlace(
    `PostgreSQL này còn trống, sổ của xã đang ở ${file}. Chuyển sang: npm run move -- postgres / ` +
      `This PostgreSQL database is empty and the logbook lies in ${file}. Move it: npm run move -- postgres`,
  );
}
