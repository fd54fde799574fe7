import { copyFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { logbook } from "#server/store/migrations/001-logbook.ts";
import { addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import {
  dump,
  newDataDir,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

const restoreScript = "src/server/ops/restore-cli.ts";
const folders: string[] = [];
const running: ServerProcess[] = [];

async function start(dataDir?: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await startServer({ env, ...(dataDir ? { dataDir } : {}) });
  running.push(server);
  folders.push(server.dataDir);
  return server;
}
afterEach(async () => {
  for (const server of running.splice(0)) await server.kill9();
  for (const folder of folders.splice(0)) await removeDataDir(folder);
});

/** A commune with an officer whose device has sent a visit. */
async function begin(env: Record<string, string> = {}) {
  const server = await start(undefined, env);
  const { client: admin } = await setUp(server.url, server.setupToken);
  const officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  const device = createTestDevice(officer.client, officer.session);
  await device.pull();
  const sent = [device.op("support.visit", [visit("v-before")])];
  await device.exchange(sent);
  return { server, admin, client: officer.client, device, sent };
}

describe("an upgrade", () => {
  it("of a file of version 1 keeps everything, after a verified backup of it as it was", async () => {
    const { server, client, device } = await begin();
    await server.stop();
    const file = join(server.dataDir, "so-truc.sqlite");
    const before = await dump(server.dataDir);
    await turnBackTo1(file);
    const again = await start(server.dataDir);
    client.url = again.url;
    expect(await dump(server.dataDir)).toEqual(before);
    const names = await backupsIn(server.dataDir);
    expect(names).toHaveLength(1);
    expect(versionOf(names[0] as string)).toBe(1);
    expect(versionOf(file)).toBeGreaterThan(1);
    await device.exchange([device.op("support.visit", [visit("v-after")])]);
    expect(visitsIn(await dump(server.dataDir))).toEqual(["v-after", "v-before"]);

    await again.stop();
    await start(server.dataDir);
    expect(await backupsIn(server.dataDir)).toEqual(names);
  });

  it("makes its backup as well when a command comes before the server", async () => {
    const { server } = await begin();
    await server.stop();
    await turnBackTo1(join(server.dataDir, "so-truc.sqlite"));
    const args = ["--name", "Xã Bên", "--code", "XB"];
    const added = await runScript("src/server/ops/add-commune.ts", args, { DATA_DIR: server.dataDir });
    expect(added).toMatchObject({ code: 0 });
    expect((await backupsIn(server.dataDir)).map(versionOf)).toEqual([1]);
  });
});

describe("an upgrade of PostgreSQL", () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.close());

  it("by three processes at once makes one verified backup of it as it was, which brings it back", async () => {
    const env = { DATABASE_URL: await postgres.newDatabase() };
    const { server, client, device } = await begin(env);
    const { dataDir } = server;
    await server.stop();
    const before = await dump(dataDir, env);
    await turnPostgresBackTo3(env.DATABASE_URL);
    const [again, ...others] = await Promise.all([1, 2, 3].map(() => start(dataDir, env)));
    expect(await dump(dataDir, env)).toEqual(before);
    const names = await backupsIn(dataDir);
    expect(names).toHaveLength(1);
    expect(versionOf(names[0] as string)).toBe(3);
    client.url = (again as ServerProcess).url;
    await device.exchange([device.op("support.visit", [visit("v-after")])]);
    expect(visitsIn(await dump(dataDir, env))).toEqual(["v-after", "v-before"]);

    await Promise.all([again, ...others].map((one) => one?.stop()));
    const restored = await runScript(restoreScript, [names[0] as string], { DATA_DIR: dataDir, ...env });
    expect(restored).toMatchObject({ code: 0, stderr: "" });
    expect(await dump(dataDir, env)).toEqual(before);
    await start(dataDir, env);
    expect(await backupsIn(dataDir)).toEqual(names);
  });
});

describe("a rollback", () => {
  it("to the program of before: it refuses the newer file, takes the backup of before, and phones bring the rest", async () => {
    const { server, client, device, sent } = await begin();
    const backup = join(server.dataDir, "before.sqlite");
    const made = await runScript("src/server/ops/backup-cli.ts", [backup], { DATA_DIR: server.dataDir });
    expect(made.code, made.stderr).toBe(0);
    // The upgrade that went wrong, and the work of the hours before anybody saw it.
    const later = [device.op("support.visit", [visit("v-1")]), device.op("support.visit", [visit("v-2")])];
    await device.exchange(later);
    await server.stop();
    const file = join(server.dataDir, "so-truc.sqlite");
    const upgraded = new DatabaseDriver(file);
    upgraded.prepare("insert into migrations (number, name, applied_at) values (999, 'later', 1)").run();
    upgraded.close();

    const refused = await runScript("src/server/main.ts", [], { DATA_DIR: server.dataDir, PORT: "0" });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("phiên bản mới hơn (999") });
    expect(refused.stderr).not.toContain("    at ");
    const restored = await runScript(restoreScript, [backup], { DATA_DIR: server.dataDir });
    expect(restored.code, restored.stderr).toBe(0);
    const kept = JSON.parse(restored.stdout).keptAside as string;
    expect(versionOf(kept)).toBe(999);
    expect(visitsIn(await dump(server.dataDir))).toEqual(["v-before"]);

    const again = await start(server.dataDir);
    client.url = again.url;
    await device.exchange();
    await device.exchange([...sent, ...later]);
    expect(visitsIn(await dump(server.dataDir))).toEqual(["v-1", "v-2", "v-before"]);
  });
});

/** The same content in a file that version 1 made: its own tables, and none of later steps. */
async function turnBackTo1(file: string): Promise<void> {
  const folder = await newDataDir();
  folders.push(folder);
  const made = join(folder, "v1.sqlite");
  const old = new DatabaseDriver(made);
  old.pragma("journal_mode = WAL");
  old.exec(
    "create table migrations (number bigint not null primary key, name text not null, applied_at bigint not null)",
  );
  old.exec(logbook.sql);
  old.prepare("insert into migrations (number, name, applied_at) values (1, 'logbook', 1)").run();
  old.prepare("attach ? as now").run(file);
  const tables = old
    .prepare("select name from main.sqlite_master where type = 'table' and name <> 'migrations'")
    .pluck()
    .all() as string[];
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) {
    const columns = old.prepare(`select name from pragma_table_info('${table}')`).pluck().all().join(", ");
    old.exec(`insert into main.${table} (${columns}) select ${columns} from now.${table}`);
  }
  old.exec("detach now");
  old.pragma("wal_checkpoint(TRUNCATE)");
  old.close();
  await copyFile(made, file);
}

/** What the steps after version 3 made is taken out; nothing of this content lies there. */
async function turnPostgresBackTo3(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`drop table push_settings, push_subscriptions, push_told, push_waiting, attachments;
    drop index rows_live, rows_by_class;
    alter table rows drop column sha;
    delete from migrations where number > 3`);
  await client.end();
}

async function backupsIn(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, "backups");
  const notes = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  return notes.map((name) => join(folder, name.replace(/\.json$/, "")));
}

function versionOf(file: string): number {
  const database = new DatabaseDriver(file, { readonly: true });
  const version = database.prepare("select max(number) from migrations").pluck().get() as number;
  database.close();
  return version;
}

function visitsIn(lines: Record<string, unknown>[]): unknown[] {
  return lines
    .filter((line) => line.type === "record" && line.kind === "supportVisit")
    .map((line) => line.id)
    .sort();
}

function visit(id: string) {
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return { c: "create", k: "supportVisit", id, sc: "visits:counter", f };
}
