import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY_MS } from "#kernel/calendar.ts";
import { dropOldAsides } from "#server/ops/old-asides.ts";

/** What was erased lives on in a database that a restore laid aside: for thirty days, and no longer. */
const now = Date.parse("2026-11-30T05:00:00Z");
const aside = (at: number, tail = "") =>
  `so-truc.sqlite.before-restore-${new Date(at).toISOString().replace(/[:.]/g, "")}${tail}`;

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "so-truc-asides-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const drop = (isSettled = true) =>
  dropOldAsides({
    config: { dataDir },
    clock: { isSettled: () => isSettled },
    now: () => now,
  } as unknown as Parameters<typeof dropOldAsides>[0]);

it("goes by the moment in its name, with its log, and by nothing else of the folder", async () => {
  const old = [aside(now - 30 * DAY_MS - 1), aside(now - 400 * DAY_MS, "-wal")];
  const young = [aside(now - 30 * DAY_MS), aside(now - 1, "-wal"), aside(now + DAY_MS)];
  const others = ["so-truc.sqlite", "so-truc.sqlite-wal", "erasures.jsonl", "clock.json"];
  for (const name of [...old, ...young, ...others]) await writeFile(join(dataDir, name), "");
  expect((await drop()).sort()).toEqual([...old].sort());
  expect((await readdir(dataDir)).sort()).toEqual([...young, ...others].sort());
});

it("goes by the file's own time where the name tells none", async () => {
  const name = "so-truc.sqlite.before-restore-cu";
  await writeFile(join(dataDir, name), "");
  await utimes(join(dataDir, name), new Date(now - DAY_MS), new Date(now - DAY_MS));
  expect(await drop()).toEqual([]);
  await utimes(join(dataDir, name), new Date(now - 31 * DAY_MS), new Date(now - 31 * DAY_MS));
  expect(await drop()).toEqual([name]);
});

it("drops nothing while the server's clock is in doubt", async () => {
  const name = aside(now - 400 * DAY_MS);
  await writeFile(join(dataDir, name), "");
  expect(await drop(false)).toEqual([]);
  expect(await readdir(dataDir)).toEqual([name]);
});
