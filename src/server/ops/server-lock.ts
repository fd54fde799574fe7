import { mkdirSync } from "node:fs";
import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";

export class DataDirInUse extends Error {
  constructor(dataDir: string) {
    super(
      `Một máy chủ khác đang dùng thư mục dữ liệu này: ${dataDir}. / ` +
        `Another server process is using this data folder: ${dataDir}.`,
    );
  }
}

/**
 * One server process for each data folder. The lock is one of the operating system, held through an empty SQLite file,
 * so it ends with the process however that dies; there is no stale lock to clear away.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const lock = new DatabaseDriver(join(dataDir, "server.lock"), { timeout: 0 });
  try {
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code === "SQLITE_BUSY") throw new DataDirInUse(dataDir);
    throw error;
  }
  return () => lock.close();
}
