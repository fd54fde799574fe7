import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attachmentsIn } from "../attachments/attachment-folder.ts";
import { damagedIn, namedIn } from "../attachments/backup-copies.ts";
import { databaseFileIn } from "../store/open.ts";
import { connect, isWhole } from "../store/sqlite.ts";
import { type BackupEntry, verifyBackup } from "./backup.ts";
import type { Drill, DrillStep } from "./drill-note.ts";
import { type CommuneErasure, erasureFileIn } from "./erasure-file.ts";
import { restoreFrom } from "./restore.ts";

type Counts = Readonly<Record<string, number>>;

/**
 * Restores a backup into a scratch folder, exactly as `npm run restore` would, and asks of the result what matters: whole,
 * complete, readable, and without what was erased since. The logbook in use is not touched; the scratch folder goes.
 */
export async function runDrill(of: {
  readonly entry: Pick<BackupEntry, "name" | "at" | "counts">;
  readonly backupDir: string;
  readonly dataDir: string;
  readonly now: () => number;
}): Promise<Drill> {
  const { entry, backupDir, dataDir, now } = of;
  const begun = now();
  const file = join(backupDir, entry.name);
  const scratch = await mkdtemp(join(tmpdir(), "so-truc-drill-"));
  const steps: DrillStep[] = [];
  /** One failed step ends the drill: what follows would only repeat it. */
  const step = async (name: DrillStep["step"], work: () => Promise<DrillStep["facts"]>) => {
    if (steps.some(({ ok }) => !ok)) return;
    try {
      steps.push({ step: name, ok: true, facts: await work() });
    } catch (error) {
      steps.push({
        step: name,
        ok: false,
        facts: { why: error instanceof Error ? error.message : String(error) },
      });
    }
  };
  let counts: Counts = {};
  try {
    await step("whole", async () => {
      counts = await verifyBackup(file);
      return {};
    });
    await step("counts", async () => sameCounts(counts, entry.counts));
    await step("restored", async () => {
      const marks = join(dataDir, "erasures.jsonl");
      if (existsSync(marks)) await copyFile(marks, join(scratch, "erasures.jsonl"));
      const { communes, erasuresApplied } = await restoreFrom(file, scratch, now(), "without photos");
      return { communes, erasuresApplied };
    });
    const restored = databaseFileIn(scratch);
    await step("sound", () => soundness(restored, counts));
    await step("readable", () => readability(restored));
    await step("erased", async () => erasure(restored, await erasureFileIn(dataDir).read()));
    await step("photos", () => wholePhotos(restored, backupDir));
    const bytes = await stat(file).then(
      ({ size }) => size,
      () => 0,
    );
    const ok = steps.every((one) => one.ok);
    const { name: backup, at: backupAt } = entry;
    return { at: begun, backup, backupAt, bytes, tookMs: now() - begun, ok, steps };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function sameCounts(found: Counts, noted: Counts): DrillStep["facts"] {
  const names = [...new Set([...Object.keys(found), ...Object.keys(noted)])];
  const wrong = names.filter((name) => found[name] !== noted[name]);
  if (wrong.length > 0) {
    throw new Error(wrong.map((name) => `${name}: ${found[name] ?? 0} ≠ ${noted[name] ?? 0}`).join(", "));
  }
  return { rows: found["rows"] ?? 0, ops: found["ops"] ?? 0, communes: found["communes"] ?? 0 };
}

/** Pages, indexes and references are whole, and nothing is missing but personal content that was erased since. */
async function soundness(file: string, before: Counts): Promise<DrillStep["facts"]> {
  const after = await verifyBackup(file);
  const connection = connect(file, { readOnly: true });
  try {
    if (!(await isWhole(connection))) throw new Error("integrity_check");
    const broken = await connection.all("PRAGMA foreign_key_check", []);
    if (broken.length > 0) throw new Error(`foreign_key_check: ${broken.length}`);
  } finally {
    connection.close();
  }
  const { personal_content: personal = 0, ...rest } = after;
  const { personal_content: personalBefore = 0, ...restBefore } = before;
  sameCounts(rest, restBefore);
  if (personal > personalBefore) throw new Error(`personal_content: ${personal} > ${personalBefore}`);
  return { personalContent: personal };
}

/** Every record and every op can be read, and every commune has somebody who may administer it. */
async function readability(file: string): Promise<DrillStep["facts"]> {
  const connection = connect(file, { readOnly: true });
  try {
    const bad = (await connection.all(
      "select (select count(*) from rows where not json_valid(body)) + (select count(*) from ops where not json_valid(op)) as count",
      [],
    )) as { count: number }[];
    if (bad[0]?.count !== 0) throw new Error(`json: ${bad[0]?.count}`);
    const orphans = (await connection.all(
      `select c.id from communes c where exists (select 1 from rows r where r.commune = c.id and r.kind = 'person')
         and not exists (select 1 from rows r, json_each(r.body, '$.roles') role
           where r.commune = c.id and r.kind = 'person' and r.deleted = 0 and role.value = 'admin'
             and json_extract(r.body, '$.active'))`,
      [],
    )) as { id: string }[];
    if (orphans.length > 0) throw new Error(`no administrator: ${orphans.map(({ id }) => id).join(", ")}`);
    const people = (await connection.all("select count(*) as count from accounts", [])) as {
      count: number;
    }[];
    return { accounts: people[0]?.count ?? 0 };
  } finally {
    connection.close();
  }
}

/** Every photo that the restored logbook names lies beside the backup, and is what it was. */
async function wholePhotos(file: string, backupDir: string): Promise<DrillStep["facts"]> {
  const connection = connect(file, { readOnly: true });
  try {
    const rows = await namedIn(connection);
    const damaged = await damagedIn(rows, attachmentsIn(backupDir));
    if (damaged.length > 0) throw new Error(`attachments: ${damaged.length} / ${rows.length}`);
    return { photos: rows.length };
  } finally {
    connection.close();
  }
}

/** Every mark that concerns this database is in it, and nothing lies under one. */
async function erasure(file: string, marks: readonly CommuneErasure[]): Promise<DrillStep["facts"]> {
  const connection = connect(file, { readOnly: true });
  try {
    const communes = new Set(
      ((await connection.all("select id from communes", [])) as { id: string }[]).map(({ id }) => id),
    );
    const wanted = new Set(
      marks.filter(({ commune }) => communes.has(commune)).map(({ commune, id }) => `${commune} ${id}`),
    );
    const kept = (await connection.all("select commune, id from erasures", [])) as {
      commune: string;
      id: string;
    }[];
    const have = new Set(kept.map(({ commune, id }) => `${commune} ${id}`));
    const forgotten = [...wanted].filter((mark) => !have.has(mark));
    if (forgotten.length > 0) throw new Error(`marks not applied: ${forgotten.length}`);
    const left = (await connection.all(
      `select count(*) as count from erasures e join personal_content p on p.commune = e.commune
         and p.holder = 'row' and (p.id in (e.id, 'call/' || e.id) or p.id in
           (select r.id from rows r where r.commune = e.commune and r.about = e.id and r.kind = 'conflict'))`,
      [],
    )) as { count: number }[];
    if (left[0]?.count !== 0) throw new Error(`content under a mark: ${left[0]?.count}`);
    return { marks: kept.length };
  } finally {
    connection.close();
  }
}
