import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { DAY_MS } from "#kernel/calendar.ts";
import type { ServerContext } from "../context.ts";

/** What was erased since lives on in the database that a restore laid aside, as in a backup no longer than this. */
const keptMs = 30 * DAY_MS;

/** Drops databases laid aside by a restore once they are as old as no backup may be. Answers their names. */
export async function dropOldAsides({
  config,
  clock,
  now,
}: Pick<ServerContext, "config" | "clock" | "now">): Promise<string[]> {
  if (!clock.isSettled()) return [];
  const names = (await readdir(config.dataDir)).filter((name) => name.includes(".before-restore-"));
  const old: string[] = [];
  for (const name of names) {
    const at = momentIn(name) ?? (await stat(join(config.dataDir, name))).mtimeMs;
    if (now() - at <= keptMs) continue;
    await rm(join(config.dataDir, name), { force: true });
    old.push(name);
  }
  return old;
}

/** `…before-restore-2026-11-23T050000000Z` */
function momentIn(name: string): number | null {
  const found = /before-restore-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z/.exec(name);
  if (!found) return null;
  const [, day, hour, minute, second, ms] = found;
  return Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`);
}
