import { type FileHandle, open, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { flushFolder } from "../attachments/durable.ts";
import { type CommuneErasure, lineAfter, marksIn } from "./erasure-lines.ts";

export type { CommuneErasure } from "./erasure-lines.ts";

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

/** Fewer bytes than were given: the disk is full, whatever else it said. */
class ShortWrite extends Error {
  readonly code = "ENOSPC";
  constructor(path: string) {
    super(`Short write: ${basename(path)}`);
  }
}

async function lastByte(file: FileHandle, size: number): Promise<number | undefined> {
  if (size === 0) return undefined;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0];
}

export function erasureFileIn(dataDir: string): ErasureFile {
  const path = join(dataDir, "erasures.jsonl");
  return {
    async append(mark) {
      const file = await open(path, "a+", 0o600);
      try {
        const { size } = await file.stat();
        const line = lineAfter(await lastByte(file, size), mark);
        const { bytesWritten } = await file.write(line);
        if (bytesWritten < Buffer.byteLength(line)) throw new ShortWrite(path);
        await file.sync();
        // The first mark makes the file: its name must be on the disk as well.
        if (size === 0) await flushFolder(dataDir);
      } finally {
        await file.close();
      }
    },
    async read() {
      const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return "";
        throw error;
      });
      return marksIn(text);
    },
  };
}
