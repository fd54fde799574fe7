import { existsSync } from "node:fs";
import { type Config, ConfigError, readConfig } from "../config.ts";
import { databaseFileIn } from "./server-lock.ts";

/** Runs a command; what went wrong is one sentence on stderr and exit code 1. */
export async function runCommand(
  work: (config: Config, args: readonly string[]) => Promise<void>,
): Promise<void> {
  try {
    await work(readConfig(process.env, []), process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** The database of the data folder, which must be there. */
export function requireDatabase(config: Config): string {
  const file = databaseFileIn(config.dataDir);
  if (!existsSync(file)) {
    throw new ConfigError(`Không có cơ sở dữ liệu / No database: ${file} (DATA_DIR)`);
  }
  return file;
}

export function onlyArgument(args: readonly string[], usage: string): string {
  const [file] = args;
  if (!file || args.length !== 1) throw new ConfigError(usage);
  return file;
}
