import { open } from "node:fs/promises";

/** Returns when what was written to the file is on the disk. */
export function flushFile(path: string): Promise<void> {
  return flush(path, "r+");
}

/** Returns when the names in the folder are on the disk. */
export function flushFolder(path: string): Promise<void> {
  return flush(path, "r");
}

async function flush(path: string, mode: string): Promise<void> {
  const handle = await open(path, mode);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
