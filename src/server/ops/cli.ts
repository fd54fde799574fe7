import { type Config, ConfigError, readConfig } from "../config.ts";
import { createLog } from "../log.ts";
import type { DatabasePlace } from "../store/open.ts";
import { type Backups, createBackups } from "./backup.ts";

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

export function onlyArgument(args: readonly string[], usage: string): string {
  const [file] = args;
  if (!file || args.length !== 1) throw new ConfigError(usage);
  return file;
}

/** The backups of a command, which speaks only of what goes wrong. */
export function backupsOf(place: DatabasePlace, folder: string, now: () => number): Backups {
  return createBackups({ place, folder, now, log: createLog({ level: "error", keepDays: 1 }) });
}
