import { statfs } from "node:fs/promises";
import { Problem } from "../problem.ts";

/** Beyond the photo itself: the database has to go on writing. */
const keptFreeBytes = 64 * 1024 * 1024;

export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes + keptFreeBytes) throw new Problem("server-full");
}
