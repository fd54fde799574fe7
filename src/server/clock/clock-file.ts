import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { writeWholeSync } from "../ops/whole-file.ts";

const jumpSchema = z.object({
  /** By the time that the server kept to. */
  at: z.number(),
  /** How far the machine's clock went, ms; back is negative. */
  by: z.number(),
  /** When the two agreed again; null while they do not. */
  until: z.number().nullable(),
});
export type Jump = z.infer<typeof jumpSchema>;

const notedSchema = z.object({
  /** The last time that nothing spoke against. */
  known: z.number(),
  /** Newest first. */
  jumps: z.array(jumpSchema),
});
export type Noted = z.infer<typeof notedSchema>;

/** What the clock remembers across starts. */
export interface ClockFile {
  read(): Noted | null;
  /** A disk that takes nothing must not stop the clock. */
  write(noted: Noted): void;
}

/** Beside the database, of this machine alone: another machine of the same database has a clock of its own. */
export function clockFileIn(dataDir: string): ClockFile {
  const path = join(dataDir, "clock.json");
  return {
    read() {
      try {
        const parsed = notedSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
        return parsed.success ? parsed.data : null;
      } catch {
        return null;
      }
    },
    write(noted) {
      try {
        mkdirSync(dataDir, { recursive: true, mode: 0o700 });
        writeWholeSync(path, JSON.stringify(noted));
      } catch {
        // The next minute tries again.
      }
    },
  };
}
