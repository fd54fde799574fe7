import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { moveCommunes } from "#server/ops/move-communes.ts";
import { communeIds, insertCommune } from "#server/store/communes.ts";
import type { SqlConnection } from "#server/store/connection.ts";
import { openPostgres, withWholePostgres } from "#server/store/postgres-database.ts";
import { connect } from "#server/store/sqlite.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";
import { type ApiClient, addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import {
  newDataDir,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const running: ServerProcess[] = [];
const folders: string[] = [];
async function start(dataDir: string, url?: string): Promise<ServerProcess> {
  const server = await startServer({ dataDir, ...(url ? { env: { DATABASE_URL: url } } : {}) });
  running.push(server);
  return server;
}
async function newFolder(): Promise<string> {
  const folder = await newDataDir();
  folders.push(folder);
  return folder;
}
afterEach(async () => {
  for (const server of running.splice(0)) await server.kill9();
  for (const folder of folders.splice(0)) await removeDataDir(folder);
});

const move = (destination: string, dataDir: string, url: string) =>
  runScript("src/server/ops/move-cli.ts", [destination], { DATA_DIR: dataDir, DATABASE_URL: url });

async function dump(dataDir: string, url?: string): Promise<Record<string, unknown>[]> {
  const env = { DATA_DIR: dataDir, ...(url ? { DATABASE_URL: url } : {}) };
  const { stdout, stderr } = await runScript("src/server/ops/dump.ts", [], env);
  expect(stderr).toBe("");
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe("a commune that moves", () => {
  it("to PostgreSQL and back keeps every record, op, receipt and session, each time under a new epoch", {
    timeout: 300_000,
  }, async () => {
    const [dataDir, url] = [await newFolder(), await postgres.newDatabase()];
    let server = await start(dataDir);
    const { client: admin } = await setUp(server.url, server.setupToken);
    const { client, session } = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
    const device = createTestDevice(client, session);
    await device.pull();
    await device.exchange([visitOp(device), visitOp(device), parkedOp(device)]);

    const early = await move("postgres", dataDir, url);
    expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining("Another server process") });
    await server.stop();
    const first = await dump(dataDir);
    expect(first.length).toBeGreaterThan(10);

    const there = await move("postgres", dataDir, url);
    expect(there).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(there.stdout)).toMatchObject({ moved: "postgres", verified: true, completed: [] });
    expect(await dump(dataDir, url)).toEqual(first);
    expect(await dump(dataDir)).toEqual([]);

    const left = await runScript("src/server/main.ts", [], { DATA_DIR: dataDir, PORT: "0" });
    expect(left).toMatchObject({ code: 1, stderr: expect.stringContaining("was moved to PostgreSQL") });
    server = await start(dataDir, url);
    const epochs = [session.epoch, await goOn(device, client, server)];
    const busy = await move("sqlite", dataDir, url);
    expect(busy).toMatchObject({ code: 1, stderr: expect.stringContaining("is using this database") });
    await server.stop();

    const second = await dump(dataDir, url);
    expect(second.length).toBeGreaterThan(first.length);
    expect(await move("sqlite", dataDir, url)).toMatchObject({ code: 0, stderr: "" });
    expect(await dump(dataDir)).toEqual(second);
    expect(await dump(dataDir, url)).toEqual([]);
    const gone = await runScript("src/server/main.ts", [], {
      DATA_DIR: dataDir,
      DATABASE_URL: url,
      PORT: "0",
    });
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining("was moved to SQLite") });
    server = await start(dataDir);
    epochs.push(await goOn(device, client, server));
    expect(new Set(epochs).size).toBe(3);
  });

  it("is not overlooked: a server on an empty PostgreSQL beside a full file refuses and says what to do", async () => {
    const [dataDir, url] = [await newFolder(), await postgres.newDatabase()];
    const server = await start(dataDir);
    await setUp(server.url, server.setupToken);
    await server.stop();
    const result = await runScript("src/server/main.ts", [], {
      DATA_DIR: dataDir,
      DATABASE_URL: url,
      PORT: "0",
    });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("npm run move -- postgres") });
  });

  it.each([[[]], [["oracle"]], [["postgres", "sqlite"]]])("refuses %j with how to say it", async (args) => {
    const env = { DATABASE_URL: "postgres://u:secret-word@localhost/db", DATA_DIR: await newFolder() };
    const result = await runScript("src/server/ops/move-cli.ts", args, env);
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("npm run move") });
    expect(result.stderr).not.toContain("secret-word");
  });
});

describe("a move that is cut off", () => {
  it("while copying leaves everything where it was", async () => {
    await betweenTwo(async (file, pg) => {
      const failing: SqlConnection = {
        ...pg,
        runAll: (sql, rows) =>
          sql.startsWith("insert into ops") ? Promise.reject(new Error("power cut")) : pg.runAll(sql, rows),
      };
      await expect(go(file, failing)).rejects.toThrow("power cut");
      expect([await idsOf(file), await idsOf(pg)]).toEqual([["x", "y"], []]);
      expect((await go(file, pg)).communes).toEqual(["x", "y"]);
      expect([await idsOf(file), await idsOf(pg)]).toEqual([[], ["x", "y"]]);
    });
  });

  it("between the two commits is finished by the same command, with one copy left and one new epoch", async () => {
    await betweenTwo(async (file, pg) => {
      const failing: SqlConnection = { ...file, commit: () => Promise.reject(new Error("power cut")) };
      await expect(go(failing, pg)).rejects.toThrow("power cut");
      expect([await idsOf(file), await idsOf(pg)]).toEqual([
        ["x", "y"],
        ["x", "y"],
      ]);
      const copied = await pg.all("select id, epoch from communes order by id", []);
      expect((await go(file, pg)).completed).toEqual(["x", "y"]);
      expect(await idsOf(file)).toEqual([]);
      expect(await pg.all("select id, epoch from communes order by id", [])).toEqual(copied);
    });
  });

  it("and whose source went on since is refused, with nothing changed", async () => {
    await betweenTwo(async (file, pg) => {
      const failing: SqlConnection = { ...file, commit: () => Promise.reject(new Error("power cut")) };
      await expect(go(failing, pg)).rejects.toThrow("power cut");
      await file.run("update communes set seq = seq + 1 where id = ?", ["y"]);
      await expect(go(file, pg)).rejects.toThrow("has this commune already: y");
      expect([await idsOf(file), await idsOf(pg)]).toEqual([
        ["x", "y"],
        ["x", "y"],
      ]);
    });
  });

  it("moves one commune of several when it is named, and says when there is none", async () => {
    await betweenTwo(async (file, pg) => {
      expect((await go(file, pg, "x")).communes).toEqual(["x"]);
      expect([await idsOf(file), await idsOf(pg)]).toEqual([["y"], ["x"]]);
      await expect(go(file, pg, "x")).rejects.toThrow("nothing to move: x");
    });
  });
});

const go = (from: SqlConnection, to: SqlConnection, commune?: string) =>
  moveCommunes({ from, to, destination: "postgres", commune, now: 5 });

async function idsOf(connection: SqlConnection): Promise<string[]> {
  const found = (await connection.all("select id from communes order by id", [])) as { id: string }[];
  return found.map(({ id }) => id);
}

/** A file with the communes `x` and `y`, and an empty PostgreSQL that nobody else uses. */
async function betweenTwo(work: (file: SqlConnection, pg: SqlConnection) => Promise<void>): Promise<void> {
  const [folder, url] = [await newFolder(), await postgres.newDatabase()];
  const path = join(folder, "so-truc.sqlite");
  const database = await openSqlite(path, 1);
  await database.write(async ({ query }) => {
    for (const id of ["x", "y"]) {
      const keys = { capsulePublic: "p", capsuleSecret: "s" };
      await insertCommune(query, { id, epoch: `epoch-${id}`, ...keys, now: 1 });
      const op = { commune: id, device: "d", n: 1, person: "p", op: "{}", outcome: "applied" };
      const rest = { code: null, facts: null, waits_for: null, redecided_seq: null };
      await query
        .insertInto("ops")
        .values({ ...op, seq: 1, at: 1, effective: 1, ...rest })
        .execute();
    }
  });
  expect(await communeIds(database.read)).toHaveLength(2);
  await database.close();
  await (await openPostgres(url, 1)).close();
  const file = connect(path);
  try {
    await withWholePostgres(url, 1, (pg) => work(file, pg));
  } finally {
    file.close();
  }
}

/** The device goes on at the new place: nothing is asked for again, and its next op is taken. Answers the epoch. */
async function goOn(
  device: ReturnType<typeof createTestDevice>,
  client: ApiClient,
  server: ServerProcess,
): Promise<string> {
  client.url = server.url;
  const learned = await device.exchange();
  expect(learned.status).toBe(200);
  expect(learned.body.missing).toBeUndefined();
  const reply = await device.exchange([visitOp(device)]);
  expect(reply.body.receipts[0]).toMatchObject({ r: "applied" });
  return reply.body.epoch;
}

function visitOp(device: ReturnType<typeof createTestDevice>) {
  const op = device.op("support.visit", []);
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  const change = { c: "create", k: "supportVisit", id: `visit-${op.n}`, sc: "visits:counter", f };
  return { ...op, ch: [{ ...change, p: { note: `ghi chú ${op.n}` } }] };
}

function parkedOp(device: ReturnType<typeof createTestDevice>) {
  const change = { c: "set", k: "supportVisit", id: "not-yet", b: 1, f: { people: 2 }, p: { note: "chờ" } };
  return device.op("support.edit", [change]);
}
