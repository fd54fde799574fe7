import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const markSchema = z.object({ commune: z.string(), id: z.string(), at: z.number(), by: z.string() });
export type CommuneErasure = z.infer<typeof markSchema>;

/**
 * Erasure marks beside the database, one JSON line each: a restored backup knows nothing of what was erased after it
 * was made, and this file does.
 */
export interface ErasureFile {
  /** Returns when the mark is on the disk. */
  append(mark: CommuneErasure): Promise<void>;
  /** All marks; a torn last line is left out, since its request was never answered. */
  read(): Promise<CommuneErasure[]>;
}

export function erasureFileIn(dataDir: string): ErasureFile {
  const path = join(dataDir, "erasures.jsonl");
  return {
    async append(mark) {
      const file = await open(path, "a");
      try {
        await file.write(`${JSON.stringify(mark)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    async read() {
      const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return "";
        throw error;
      });
      return text.split("\n").flatMap((line) => {
        try {
          const parsed = markSchema.safeParse(JSON.parse(line));
          return parsed.success ? [parsed.data] : [];
        } catch {
          return [];
        }
      });
    },
  };
}
