// `npm run restore -- FILE`: puts a backup in place of the database. The server must be stopped.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../config.ts";
import { onlyArgument, runCommand } from "./cli.ts";
import { restoreFrom } from "./restore.ts";
import { lockDataDir } from "./server-lock.ts";

await runCommand(async (config, args) => {
  const file = resolve(onlyArgument(args, "npm run restore -- FILE"));
  if (!existsSync(file)) throw new ConfigError(`Không có tệp / No such file: ${file}`);
  const unlock = lockDataDir(config.dataDir);
  try {
    const done = await restoreFrom(file, config.dataDir, Date.now());
    process.stdout.write(`${JSON.stringify({ restored: file, ...done })}\n`);
  } finally {
    unlock();
  }
});
