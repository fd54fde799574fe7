import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { insertCommune } from "#server/store/communes.ts";
import type { Database } from "#server/store/database.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";

/** A data folder and its database with one commune, `x`, anew for each test of the file. */
export let folder: string;
export let database: Database;

export function sqliteForEach(began: number): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "so-truc-night-"));
    database = await openSqlite(join(folder, "so-truc.sqlite"), began);
    const commune = { id: "x", epoch: "e1", capsulePublic: "p", capsuleSecret: "s", now: began };
    await database.write(({ query }) => insertCommune(query, commune));
  });
  afterEach(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });
}
