// `npm run drill [-- FILE]`: restores the newest backup (or this one) into a scratch folder and reports, in Vietnamese,
// whether it would serve. Touches nothing in use; the server may run. Exit code 1: the backup would not serve.
import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { type Config, ConfigError } from "../config.ts";
import { readMoment } from "../store/open.ts";
import { type BackupEntry, listBackups, verifyBackup } from "./backup.ts";
import { runCommand } from "./cli.ts";
import { runDrill } from "./drill.ts";
import { noteDrill } from "./drill-note.ts";
import { drillReport } from "./drill-report.ts";

await runCommand(async (config, args) => {
  if (args.length > 1) throw new ConfigError("npm run drill [-- FILE]");
  const [given] = args;
  const entry = given ? await entryOf(resolve(given)) : await newest(config);
  const backupDir = given ? dirname(resolve(given)) : config.backupDir;
  const drill = await runDrill({ entry, backupDir, dataDir: config.dataDir, now: Date.now });
  await noteDrill(config.backupDir, drill);
  process.stdout.write(drillReport(drill, await missingSince(config, entry)));
  if (!drill.ok) process.exitCode = 1;
});

async function newest({ backupDir }: Config): Promise<BackupEntry> {
  const [entry] = await listBackups(backupDir);
  if (entry) return entry;
  throw new ConfigError(
    `Chưa có bản sao lưu nào / No backup in ${backupDir} (BACKUP_DIR). npm run backup -- FILE`,
  );
}

/** A file that was made by command, or carried here: its own counts are all there is to compare with. */
async function entryOf(file: string): Promise<Pick<BackupEntry, "name" | "at" | "counts">> {
  const { mtimeMs } = await stat(file).catch(() => {
    throw new ConfigError(`Không có tệp / No such file: ${file}`);
  });
  const counts = await verifyBackup(file).catch(() => ({}));
  return { name: basename(file), at: mtimeMs, counts };
}

/** How many ops the logbook in use has beyond the backup; null when there is none to compare with. */
async function missingSince(config: Config, entry: Pick<BackupEntry, "counts">): Promise<number | null> {
  try {
    const ops = await readMoment(config, async (connection) => {
      const [row] = (await connection.all("select count(*) as count from ops", [])) as { count: number }[];
      return Number(row?.count ?? 0);
    });
    return Math.max(0, ops - (entry.counts["ops"] ?? 0));
  } catch {
    return null;
  }
}
