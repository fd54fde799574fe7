import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";

/** A file that is there whole or not at all, whenever the power fails. */
export function writeWholeSync(path: string, text: string): void {
  const handle = openSync(`${path}.part`, "w", 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${path}.part`, path);
}
