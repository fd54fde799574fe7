// `npm run move -- postgres` and `npm run move -- sqlite`: moves the communes from the data folder's file to PostgreSQL
// (DATABASE_URL) or back, after a backup of where they are. No server may be running on either.
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import type { SqlConnection } from "../store/connection.ts";
import { migrate } from "../store/migrations.ts";
import { databaseFileIn } from "../store/open.ts";
import { withWholePostgres } from "../store/postgres-database.ts";
import { connect, foldLog } from "../store/sqlite.ts";
import { backupsOf, runCommand } from "./cli.ts";
import { moveCommunes, type Side } from "./move-communes.ts";
import { lockDataDir } from "./server-lock.ts";

const usage = "DATABASE_URL=postgres://… npm run move -- postgres|sqlite [--commune ID]";

await runCommand(async (config, args) => {
  const { destination, commune } = readArgs(args);
  const { databaseUrl, dataDir } = config;
  if (!databaseUrl) throw new ConfigError(usage);
  const now = Date.now();
  const moved = await withWholeFile(dataDir, now, (file) =>
    withWholePostgres(databaseUrl, now, async (postgres) => {
      const toPostgres = destination === "postgres";
      const source = { dataDir, databaseUrl: toPostgres ? undefined : databaseUrl };
      // The way back, kept no longer than every backup.
      const { name: backup } = await backupsOf(source, config.backupDir, () => now).make();
      const [from, to] = toPostgres ? [file, postgres] : [postgres, file];
      return { ...(await moveCommunes({ from, to, destination, commune, now })), backup };
    }),
  );
  process.stdout.write(`${JSON.stringify({ moved: destination, verified: true, ...moved })}\n`);
});

async function withWholeFile<T>(
  dataDir: string,
  now: number,
  work: (connection: SqlConnection) => Promise<T>,
): Promise<T> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockDataDir(dataDir);
  try {
    const connection = connect(databaseFileIn(dataDir));
    try {
      await migrate(connection, now);
      const result = await work(connection);
      await foldLog(connection);
      return result;
    } finally {
      connection.close();
    }
  } finally {
    unlock();
  }
}

function readArgs(args: readonly string[]): { destination: Side; commune: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { commune: { type: "string" } },
      allowPositionals: true,
    });
    const [destination, ...more] = positionals;
    if (more.length > 0 || (destination !== "postgres" && destination !== "sqlite")) throw new Error(usage);
    return { destination, commune: values.commune };
  } catch {
    throw new ConfigError(usage);
  }
}
