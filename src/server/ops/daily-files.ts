import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type DestinationStream, destination } from "pino";
import { addDays, dayOf } from "#kernel/calendar.ts";

const named = /^so-truc-(\d{4}-\d\d-\d\d)\.log$/;

/**
 * Lines into `so-truc-<day>.log`, a file for each day in Viet Nam; files of more than `keepDays` days ago are removed as a
 * day begins. Several processes may append to the same files.
 */
export function openDailyFiles(
  folder: string,
  keepDays: number,
  now: () => number = Date.now,
  isSettled: () => boolean = () => true,
): DestinationStream & { close(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (day: string) => join(folder, `so-truc-${day}.log`);
  let day = dayOf(now());
  const stream = destination({ dest: fileOf(day), append: true, sync: true, mode: 0o600 });
  // A log that cannot be written must not stop the work: the line is still on stderr.
  stream.on("error", () => undefined);
  if (isSettled()) dropOlder(folder, addDays(day, -keepDays));
  return {
    write(line) {
      const today = dayOf(now());
      if (today !== day) {
        day = today;
        stream.reopen(fileOf(day));
        if (isSettled()) dropOlder(folder, addDays(day, -keepDays));
      }
      stream.write(line);
    },
    close() {
      stream.flushSync();
      stream.end();
    },
  };
}

function dropOlder(folder: string, oldest: string): void {
  for (const name of readdirSync(folder)) {
    const day = named.exec(name)?.[1];
    if (day !== undefined && day < oldest) rmSync(join(folder, name), { force: true });
  }
}
