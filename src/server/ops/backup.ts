import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import { addDays, DAY_MS, dayOf, startOfDay, weekdayOf } from "#kernel/calendar.ts";
import { flushFile, flushFolder, makeFolder } from "../attachments/durable.ts";
import type { Log } from "../log.ts";
import { errorFacts } from "../log.ts";
import type { SqlConnection } from "../store/connection.ts";
import { copyTables, differences, digestsOf, tablesOf } from "../store/copy.ts";
import { inTransaction } from "../store/database.ts";
import { migrate, refuseNewer } from "../store/migrations.ts";
import { type DatabasePlace, oneBackup, readMoment } from "../store/open.ts";
import { connect, foldLog, isSqlite, isWhole } from "../store/sqlite.ts";
import { backUpAttachments, copiesSchema, dropOldCopies } from "./backup-attachments.ts";
import { type Drill, lastDrill } from "./drill-note.ts";

const counted = ["communes", "rows", "ops", "personal_content", "accounts", "devices"] as const;
const dailyKept = 7;
const weeklyKept = 4;
/** Erased content may live on in a backup no longer than this. */
const oldestMs = 30 * DAY_MS;
/** 02:00 in Viet Nam. */
const nightlyMs = 2 * 3_600_000;
const checkEveryMs = 10 * 60_000;

const entrySchema = z.object({
  name: z.string(),
  at: z.number(),
  bytes: z.number(),
  verified: z.boolean(),
  counts: z.record(z.string(), z.number()),
  /** Photos beside it; a backup of an earlier version has none. */
  attachments: copiesSchema.optional(),
});
export type BackupEntry = z.infer<typeof entrySchema>;

export interface BackupList {
  readonly backups: readonly BackupEntry[];
  /** Age of the newest verified one; null when there is none. */
  readonly ageMs: number | null;
  /** On the disk of the database itself: a copy, but no protection against that disk. Where PostgreSQL lies, we cannot see. */
  readonly sameDisk: boolean;
  /** Why the last attempt failed, when it did. */
  readonly failure: string | null;
  /** Photos that the newest backup names and that could not be copied: missing or damaged in the data folder. */
  readonly missingPhotos: number;
  /** The last `npm run drill`. */
  readonly drill: Drill | null;
}

export interface Backups {
  make(): Promise<BackupEntry>;
  list(): Promise<BackupList>;
  /**
   * Makes one after every 02:00 from now on; soon after the start where the machine is off at night. `afterwards` runs
   * when it is made and verified, `before` ahead of it, so that what it erases is not in it.
   */
  startNightly(afterwards?: () => Promise<void>, before?: () => Promise<unknown>): () => void;
}

export function createBackups(of: {
  place: DatabasePlace;
  folder: string;
  now: () => number;
  /** Whether the time may be trusted with deleting what is old; without it: always. */
  isSettled?: () => boolean;
  log: Log;
  /** Told when the nightly work fails: nobody waits for it. */
  onDefect?: (error: unknown) => void;
}): Backups {
  const { place, folder, now, log, isSettled = () => true } = of;
  let failure: string | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function makeNow(): Promise<BackupEntry> {
    await makeFolder(folder);
    await dropHalfWritten(folder);
    const at = now();
    await dateAnew(folder, at);
    const name = `so-truc-${new Date(at).toISOString().replace(/[:.]/g, "")}.sqlite`;
    const { counts, bytes } = await backUpTo(place, join(folder, name), at);
    const attachments = await backUpAttachments(place, join(folder, name));
    const entry = { name, at, bytes, verified: true, counts, attachments };
    await writeEntry(folder, entry);
    if (isSettled()) await dropOld(folder, at);
    log.write("info", "backup-made", { bytes, ...counts, photos: attachments.copied });
    if (attachments.missing > 0) log.write("error", "photos-missing", { missing: attachments.missing });
    return entry;
  }

  const make = () => {
    const run = last
      .then(() => oneBackup(place, makeNow))
      .then(
        (entry) => {
          failure = null;
          return entry;
        },
        (error: unknown) => {
          failure = error instanceof Error ? error.message : String(error);
          log.write("error", "backup-failed", errorFacts(error));
          throw error;
        },
      );
    last = run.catch(() => undefined);
    return run;
  };

  return {
    make,
    async list() {
      const backups = await listBackups(folder);
      const newest = backups.find((one) => one.verified);
      return {
        backups,
        ageMs: newest ? Math.max(0, now() - newest.at) : null,
        sameDisk: !place.databaseUrl && (await isSameDisk(place.dataDir, folder)),
        failure,
        missingPhotos: newest?.attachments?.missing ?? 0,
        drill: await lastDrill(folder),
      };
    },
    startNightly(afterwards, before) {
      const check = async () => {
        const newest = await newestAt(now());
        if (newest >= lastNight(now())) return;
        await before?.().catch((error) => of.onDefect?.(error));
        await make();
        await afterwards?.();
      };
      const timer = setInterval(() => check().catch((error) => of.onDefect?.(error)), checkEveryMs);
      timer.unref();
      return () => clearInterval(timer);
    },
  };

  /** Of those that were made by now: what is dated later was made while the clock was wrong. */
  async function newestAt(time: number): Promise<number> {
    return (await listBackups(folder)).find((one) => one.verified && one.at <= time)?.at ?? 0;
  }
}

/** Every backup of the folder that is whole to the last step, newest first. */
export async function listBackups(folder: string): Promise<BackupEntry[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const entries: BackupEntry[] = [];
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const parsed = entrySchema.safeParse(await readJson(join(folder, name)));
    if (parsed.success && names.includes(parsed.data.name)) entries.push(parsed.data);
  }
  return entries.sort((a, b) => b.at - a.at);
}

async function writeEntry(folder: string, entry: BackupEntry): Promise<void> {
  const path = join(folder, `${entry.name}.json`);
  await writeFile(`${path}.part`, JSON.stringify(entry));
  await flushFile(`${path}.part`);
  await rename(`${path}.part`, path);
  await flushFolder(folder);
}

async function dropOld(folder: string, now: number): Promise<void> {
  for (const old of backupsToDrop(await listBackups(folder), now)) {
    await rm(join(folder, old.name), { force: true });
    await rm(join(folder, `${old.name}.json`), { force: true });
  }
  await dropOldCopies(folder);
}

/** A backup made while the clock was ahead counts from the day on which that is seen, and goes when its time has come. */
async function dateAnew(folder: string, now: number): Promise<void> {
  for (const entry of await listBackups(folder)) {
    if (entry.at > now) await writeEntry(folder, { ...entry, at: now - 1 });
  }
}

/** What a process left that died while it copied; it never had a backup's name. */
async function dropHalfWritten(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^so-truc-.*\.part(-wal|-shm|-journal)?$/.test(name)) await rm(join(folder, name), { force: true });
  }
}

/** Copies the database while it is in use, then opens the copy and proves it whole and complete. */
export async function backUpTo(
  place: DatabasePlace,
  target: string,
  now: number,
): Promise<{ counts: Record<string, number>; bytes: number }> {
  const part = `${target}.part`;
  await removeDatabase(part);
  const counts = await readMoment(place, async (source) => {
    // The counts and the copy are of the same moment, whatever is written meanwhile.
    const counts = await countsOf(source);
    if (isSqlite(source)) await source.backupTo(part);
    else await copyToFile(source, part, now);
    return counts;
  });
  const found = await verifyBackup(part);
  if (JSON.stringify(found) !== JSON.stringify(counts)) throw new Error("The backup's counts differ");
  await flushFile(part);
  await rename(part, target);
  await flushFolder(dirname(target));
  return { counts, bytes: (await stat(target)).size };
}

/**
 * A backup is an SQLite file whatever it was made of, so that it can be put back into either; of the same version, so that
 * the program which made that version can do so.
 */
export async function copyToFile(source: SqlConnection, file: string, now: number): Promise<void> {
  const copy = connect(file);
  try {
    await migrate(copy, now, { upTo: await refuseNewer(source) });
    const known = await tablesOf(copy);
    const read = await inTransaction(copy, () => copyTables(source, copy, { known }));
    if (differences(read, await digestsOf(copy, { known })).length > 0) throw new Error("The backup differs");
    await foldLog(copy);
  } finally {
    copy.close();
  }
}

export async function removeDatabase(file: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm"]) await rm(file + suffix, { force: true });
}

/** Opens a backup file, refuses one that is damaged, not ours or of a newer version, and counts what it holds. */
export async function verifyBackup(file: string): Promise<Record<string, number>> {
  const copy = connect(file, { readOnly: true });
  try {
    if (!(await isWhole(copy))) throw new Error(`Tệp hỏng / Damaged file: ${basename(file)}`);
    if ((await refuseNewer(copy)) === 0)
      throw new Error(`Không phải tệp sao lưu / Not a backup: ${basename(file)}`);
    return await countsOf(copy);
  } catch (error) {
    if ((error as { code?: string }).code !== "SQLITE_NOTADB") throw error;
    throw new Error(`Không phải tệp sao lưu / Not a backup: ${basename(file)}`);
  } finally {
    copy.close();
  }
}

async function countsOf(connection: SqlConnection): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of counted) {
    const [row] = (await connection.all(`select count(*) as count from ${table}`, [])) as { count: number }[];
    counts[table] = row?.count ?? 0;
  }
  return counts;
}

/** Keeps the newest of each of the last 7 days and of the last 4 weeks; nothing is older than 30 days. */
export function backupsToDrop<T extends { at: number }>(entries: readonly T[], now: number): T[] {
  const newestFirst = [...entries].sort((a, b) => b.at - a.at);
  const kept = new Set<T>();
  keepNewestOfEach(newestFirst, (entry) => dayOf(entry.at), dailyKept, kept);
  keepNewestOfEach(newestFirst, (entry) => weekOf(entry.at), weeklyKept, kept);
  return newestFirst.filter((entry) => !kept.has(entry) || now - entry.at > oldestMs);
}

function keepNewestOfEach<T>(
  newestFirst: readonly T[],
  period: (entry: T) => string,
  count: number,
  kept: Set<T>,
) {
  const seen = new Set<string>();
  for (const entry of newestFirst) {
    const name = period(entry);
    if (seen.has(name)) continue;
    if (seen.size >= count) return;
    seen.add(name);
    kept.add(entry);
  }
}

/** The Monday of the week. */
function weekOf(at: number): string {
  const day = dayOf(at);
  return addDays(day, 1 - weekdayOf(day));
}

function lastNight(now: number): number {
  const tonight = startOfDay(dayOf(now)) + nightlyMs;
  return tonight <= now ? tonight : tonight - DAY_MS;
}

async function isSameDisk(a: string, b: string): Promise<boolean> {
  const device = async (path: string): Promise<number> =>
    stat(path).then(
      ({ dev }) => dev,
      () => (dirname(path) === path ? 0 : device(dirname(path))),
    );
  return (await device(a)) === (await device(b));
}

async function readJson(path: string): Promise<unknown> {
  return readFile(path, "utf8").then(JSON.parse, () => undefined);
}
