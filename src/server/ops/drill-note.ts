import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const stepSchema = z.object({
  step: z.enum(["whole", "counts", "restored", "sound", "readable", "erased", "photos"]),
  ok: z.boolean(),
  /** Numbers for the report; in a failed step also the reason. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
const drillSchema = z.object({
  at: z.number(),
  backup: z.string(),
  backupAt: z.number(),
  bytes: z.number(),
  tookMs: z.number(),
  ok: z.boolean(),
  steps: z.array(stepSchema),
});
export type DrillStep = z.infer<typeof stepSchema>;
export type Drill = z.infer<typeof drillSchema>;

/** Beside the backups, so that the administrator's page can tell of the last one. */
const noted = (backupDir: string) => join(backupDir, "drill.json");

export async function noteDrill(backupDir: string, drill: Drill): Promise<void> {
  await mkdir(backupDir, { recursive: true });
  await writeFile(noted(backupDir), JSON.stringify(drill));
}

/** The last drill; null when there was none. */
export async function lastDrill(backupDir: string): Promise<Drill | null> {
  const text = await readFile(noted(backupDir), "utf8").catch(() => "null");
  try {
    const parsed = drillSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
