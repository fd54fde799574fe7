// `npm run restore -- FILE`: puts a backup in place of the database. The server must be stopped.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../config.ts";
import { onlyArgument, runCommand } from "./cli.ts";
import { restoreFrom } from "./restore.ts";
import { restoreIntoPostgres } from "./restore-postgres.ts";
import { lockDataDir } from "./server-lock.ts";

await runCommand(async (config, args) => {
  const file = resolve(onlyArgument(args, "npm run restore -- FILE"));
  if (!existsSync(file)) throw new ConfigError(`Không có tệp / No such file: ${file}`);
  const { dataDir, databaseUrl } = config;
  const done = databaseUrl
    ? await restoreIntoPostgres(file, { dataDir, databaseUrl }, Date.now())
    : await locked(dataDir, () => restoreFrom(file, dataDir, Date.now()));
  process.stdout.write(`${JSON.stringify({ restored: file, ...done })}\n`);
});

async function locked<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const unlock = lockDataDir(dataDir);
  try {
    return await work();
  } finally {
    unlock();
  }
}
