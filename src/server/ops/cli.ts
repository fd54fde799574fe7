import { type Config, ConfigError, readConfig } from "../config.ts";

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
