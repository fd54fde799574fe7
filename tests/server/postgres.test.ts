import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type ApiClient,
  addPerson,
  adminPassword,
  createApiClient,
  createTestDevice,
  type Session,
  setUp,
} from "../support/api-client.ts";
import { startFaultProxy } from "../support/fault-proxy.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import {
  newDataDir,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

const main = "src/server/main.ts";
const dumpScript = "src/server/ops/dump.ts";

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const running: ServerProcess[] = [];
async function start(url: string, dataDir?: string): Promise<ServerProcess> {
  const server = await startServer({ env: { DATABASE_URL: url }, ...(dataDir ? { dataDir } : {}) });
  running.push(server);
  return server;
}
afterEach(async () => {
  for (const server of running.splice(0)) {
    await server.kill9();
    await removeDataDir(server.dataDir);
  }
});

async function dump(url: string): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await runScript(dumpScript, [], { DATABASE_URL: url });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function passwordOf(url: string): string {
  return new URL(url).password;
}

describe("the server on PostgreSQL", () => {
  it("sets a commune up, takes ops, keeps people and sessions over a restart, and never prints its password", async () => {
    const url = await postgres.newDatabase();
    const server = await start(url);
    const { client: admin } = await setUp(server.url, server.setupToken);
    const { device, client } = await writerOf(admin);
    const reply = await device.exchange([visitOp(device), visitOp(device)]);
    expect(reply.body.receipts).toMatchObject([{ n: 1, to: 2, r: "applied", own: 1 }]);
    expect((await admin.get("/api/admin/people")).body.people).toHaveLength(2);
    expect((await admin.get("/api/admin/devices")).body.devices).toHaveLength(2);
    const record = visitId(device, 1);
    expect((await admin.post("/api/admin/erase", { record })).status).toBe(200);
    const quarantined = await client.call("POST", "/api/quarantine", Buffer.from("{\u0000 no op"));
    expect(quarantined.body).toEqual({ kept: true });
    for (const path of [
      "/api/admin/operations",
      "/api/admin/backups",
      "/metrics",
      "/healthz",
      "/api/hello",
    ]) {
      expect((await admin.get(path)).status, path).toBe(200);
    }
    expect((await client.get(`/api/history?record=${record}`)).body.entries).toHaveLength(1);
    expect(await server.stop()).toBe(0);

    const again = await start(url, server.dataDir);
    expect(again.setupToken).toBeUndefined();
    for (const one of [client, admin]) one.url = again.url;
    expect((await device.exchange([visitOp(device)])).body.receipts[0]).toMatchObject({ n: 3, r: "applied" });
    await createApiClient(again.url).signIn("quantri", adminPassword);
    const lines = await dump(url);
    expect(lines.filter((line) => line.type === "record" && line.kind === "supportVisit")).toHaveLength(3);
    expect(server.output() + again.output()).not.toContain(passwordOf(url));
  });

  it("holds the sample commune and further communes, sealed from each other", async () => {
    const url = await postgres.newDatabase();
    const server = await startServer({
      args: ["--demo"],
      env: { DATABASE_URL: url, DEMO_PASSWORD: "mật khẩu mẫu 24" },
    });
    running.push(server);
    const session = await createApiClient(server.url).signIn("motcua1", "mật khẩu mẫu 24");
    expect(session.commune.name).toBe("Xã Mẫu");
    const args = ["--name", "Xã Hai", "--code", "XH"];
    const env = { DATABASE_URL: url, DATA_DIR: server.dataDir };
    const made = await runScript("src/server/ops/add-commune.ts", args, env);
    expect(made).toMatchObject({ code: 0, stderr: "" });
    const token = /thiet-lap#(\S+)/.exec(made.stdout)?.[1];
    const { client, session: admin } = await setUp(server.url, token, { name: "Xã Hai" });
    const rows = await createTestDevice(client, admin).pull();
    expect([...rows.values()].filter((row) => row.k === "commune")).toMatchObject([
      { f: { name: "Xã Hai" } },
    ]);
  });

  it("backs up while it runs, and a restore brings that moment back under a new epoch", {
    timeout: 300_000,
  }, async () => {
    const url = await postgres.newDatabase();
    const server = await start(url);
    const { client: admin } = await setUp(server.url, server.setupToken);
    const { device, client, session } = await writerOf(admin);
    await device.exchange([visitOp(device)]);
    const [made] = (await admin.post("/api/admin/backups")).body.backups;
    expect(made).toMatchObject({ verified: true, counts: { communes: 1, accounts: 2, ops: 4 } });
    const before = await dump(url);
    await device.exchange([visitOp(device)]);
    const file = `${server.dataDir}/backups/${made.name}`;
    const env = { DATABASE_URL: url, DATA_DIR: server.dataDir };
    const early = await runScript("src/server/ops/restore-cli.ts", [file], env);
    expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining("is using this database") });
    await server.stop();

    const restored = await runScript("src/server/ops/restore-cli.ts", [file], env);
    expect(restored).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(restored.stdout)).toMatchObject({ communes: 1, keptAside: expect.any(String) });
    expect(await dump(url)).toEqual(before);
    const again = await start(url, server.dataDir);
    client.url = again.url;
    const reply = await device.exchange();
    expect(reply.body.epoch).not.toBe(session.epoch);
    expect(reply.body.known).toEqual([[1, 1]]);
  });

  it.each([
    ["mysql://u:secret-word@localhost/db", "DATABASE_URL"],
    ["postgres://u:secret-word@localhost:5432", "DATABASE_URL"],
    ["postgres://u:secret-word@127.0.0.1:1/db", "ECONNREFUSED"],
  ])("does not begin on %s, says why, and keeps the password to itself", async (url, word) => {
    const dataDir = await newDataDir();
    for (const script of [main, dumpScript]) {
      const result = await runScript(script, [], { DATABASE_URL: url, DATA_DIR: dataDir, PORT: "0" });
      expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining(word) });
      expect(result.stdout + result.stderr).not.toContain("secret-word");
      expect(result.stderr).not.toContain("    at ");
    }
    await removeDataDir(dataDir);
  });

  it("does not begin with a wrong password or on a database that is not there", async () => {
    const url = new URL(await postgres.newDatabase());
    const [wrong, absent] = [new URL(url), new URL(url)];
    wrong.password = "not-the-password";
    absent.pathname = "/nowhere";
    for (const [bad, word] of [
      [wrong, "28P01"],
      [absent, "3D000"],
    ] as const) {
      const result = await runScript(main, [], { DATABASE_URL: bad.href, PORT: "0" });
      expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining(word) });
      expect(result.stderr).not.toContain(bad.password);
    }
  });
});

describe("two processes on one PostgreSQL", () => {
  it("poke each other's listeners, and order one commune's changes", async () => {
    const url = await postgres.newDatabase();
    const one = await start(url);
    const { client: admin } = await setUp(one.url, one.setupToken);
    const two = await start(url);
    const { device: writer, ...person } = await writerOf(admin);
    const other = await addPerson(admin, { account: "motcua2", roles: ["centre"] });
    const listener = atServer(other.client, two.url);
    const reader = createTestDevice(listener, other.session);
    await reader.pull();
    const { poked } = await listenForPoke(listener, other.session);
    const receipt = await writer.exchange([visitOp(writer)]);
    expect(receipt.body.receipts[0]).toMatchObject({ r: "applied" });
    await poked;
    expect((await reader.exchange()).body.rows.map((row: { i: string }) => row.i)).toContain(
      visitId(writer, 1),
    );

    const here = createTestDevice(atServer(person.client, two.url), person.session);
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, i) => {
        const own = i % 2 === 0 ? writer : here;
        // Both stand for the same device, whose numbers one of them gives.
        return own.exchange([visitOp(writer)], { limit: 0 });
      }),
    );
    const receipts = replies.flatMap(({ body }) => body.receipts as { n: number; s: number; r: string }[]);
    expect(receipts.map(({ r }) => r)).toEqual(Array(12).fill("applied"));
    const seqs = receipts.map(({ s }) => s).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 12 }, (_, i) => (seqs[0] as number) + i));
  });

  it("hand over to each other in a rolling restart without a failed exchange", async () => {
    const url = await postgres.newDatabase();
    let server = await start(url);
    const proxy = await startFaultProxy(server.url);
    const { device } = await writerOf((await setUp(proxy.url, server.setupToken)).client);
    let rolling = true;
    const statuses: number[] = [];
    const work = (async () => {
      while (rolling) statuses.push((await device.exchange([visitOp(device)], { limit: 0 })).status);
    })();
    for (let restart = 0; restart < 3; restart++) {
      const next = await start(url);
      proxy.point(next.url);
      expect(await server.stop()).toBe(0);
      server = next;
    }
    rolling = false;
    await work;
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    const lines = await dump(url);
    expect(lines.filter(({ type, kind }) => type === "record" && kind === "supportVisit")).toHaveLength(
      statuses.length,
    );
    await proxy.close();
  });
});

describe("PostgreSQL that dies", () => {
  it("in mid-exchange costs a refusal, no op, and comes back by itself", async () => {
    const url = await postgres.newDatabase();
    const server = await start(url);
    const { client: admin } = await setUp(server.url, server.setupToken);
    const { device, session } = await writerOf(admin);
    for (let round = 0; round < 2; round++) {
      const ops = Array.from({ length: 300 }, () => visitOp(device));
      const halfWritten = await holdHistory(url);
      const cut = device.exchange(ops, { limit: 0 });
      await halfWritten();
      await postgres.kill9();
      expect(await cut).toMatchObject({ status: 429, code: "busy" });
      const during = await device.exchange(ops, { limit: 0 });
      expect(during).toMatchObject({ status: 429, code: "busy" });
      expect(Number(during.headers.get("retry-after"))).toBeGreaterThan(0);
      await postgres.start();
      const reply = await device.exchange(ops, { limit: 0 });
      expect(reply.status).toBe(200);
      expect(reply.body.receipts.map(({ r }: { r: string }) => r)).toEqual(["applied"]);
      const counted = reply.body.receipts.reduce(
        (sum: number, { n, to }: { n: number; to?: number }) => sum + (to ?? n) - n + 1,
        0,
      );
      expect(counted).toBe(300);
    }
    expect((await admin.get("/healthz")).status).toBe(200);
    const lines = await dump(url);
    const held = lines.filter(({ type, device: of }) => type === "op" && of === session.device);
    expect(held).toHaveLength(600);
    expect(lines.filter(({ type, kind }) => type === "record" && kind === "supportVisit")).toHaveLength(600);
    expect(server.output()).not.toContain(passwordOf(url));
  });

  it("is listened to again afterwards", async () => {
    const url = await postgres.newDatabase();
    const [one, two] = [await start(url), await start(url)];
    const { client: admin, session } = await setUp(two.url, two.setupToken);
    const listener = atServer(admin, one.url);
    await postgres.kill9();
    await postgres.start();
    const back = /"event":"database-back"/;
    while (!back.test(one.output()) || !back.test(two.output())) await aMoment();
    const { poked } = await listenForPoke(listener, session);
    await addPerson(admin, { account: "motcua1", roles: ["centre"] });
    await poked;
  });
});

/** A person of the Centre, signed in on a device that has everything. */
async function writerOf(admin: ApiClient) {
  const { client, session } = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  const device = createTestDevice(client, session);
  await device.pull();
  return { device, client, session };
}

function visitId(device: ReturnType<typeof createTestDevice>, n: number): string {
  return `visit-${device.request().device}-${n}`;
}

function visitOp(device: ReturnType<typeof createTestDevice>) {
  const op = device.op("support.visit", []);
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return {
    ...op,
    ch: [{ c: "create", k: "supportVisit", id: visitId(device, op.n), sc: "visits:counter", f }],
  };
}

/**
 * Lets nobody write which ops touched a record, the last but one thing an exchange writes. Answers how to wait until one
 * stands there with its records and ops written, and not committed.
 */
async function holdHistory(url: string): Promise<() => Promise<void>> {
  const open = async () => {
    const client = new pg.Client(url);
    client.on("error", () => {});
    await client.connect();
    return client;
  };
  const [holder, watcher] = [await open(), await open()];
  await holder.query("begin; lock table op_records in share mode");
  const waiting =
    "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into op_records%'";
  return async () => {
    while ((await watcher.query(waiting)).rows.length === 0) await aMoment();
  };
}

/** The same browser at another process: sessions lie in the database. */
function atServer(client: ApiClient, url: string): ApiClient {
  const other = createApiClient(url);
  other.device = client.device;
  for (const [name, value] of client.cookies()) (other.cookies() as Map<string, string>).set(name, value);
  return other;
}

/** Resolves when the stream is open; `poked`, when the first poke has come. */
async function listenForPoke(client: ApiClient, session: Session): Promise<{ poked: Promise<void> }> {
  const cookie = [...client.cookies()].map(([k, v]) => `${k}=${v}`).join("; ");
  const response = await fetch(`${client.url}/api/poke?device=${session.device}`, { headers: { cookie } });
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error("No stream");
  let text = "";
  const readUntil = async (word: string) => {
    while (!text.includes(word)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`The stream ended before ${word}`);
      text += value;
    }
  };
  await readUntil(": open");
  return { poked: readUntil("event: poke").then(() => reader.cancel()) };
}

function aMoment(): Promise<void> {
  return new Promise((done) => setTimeout(done, 50));
}
