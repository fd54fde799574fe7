import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

/** Returns when what was written to the file is on the disk. */
export function flushFile(path: string): Promise<void> {
  return flush(path, "r+");
}

/** Returns when the names in the folder are on the disk. */
export function flushFolder(path: string): Promise<void> {
  return flush(path, "r");
}

/** Makes a folder with all above it; returns when their names are on the disk too. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await flushFolder(dirname(made));
}

async function flush(path: string, mode: string): Promise<void> {
  const handle = await open(path, mode);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
