import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { findPostgres, howToInstall } from "../../.config/postgres.mjs";

/** A PostgreSQL server of the test's own, from the system's packages, with a password and full durability. */
export interface Postgres {
  /** A fresh, empty database on it. */
  newDatabase(): Promise<string>;
  /** SIGKILL of every process of it, as a power cut. */
  kill9(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and takes everything away. */
  close(): Promise<void>;
}

const user = "so_truc";
/** A Vietnamese installation sorts text by its language: what we compare must not depend on it. */
const notC = ["--locale-provider=icu", "--icu-locale=vi-VN"];

/** With DATABASE_URL the tests use that server, and make databases on it; it cannot be killed. */
export async function startPostgres(): Promise<Postgres> {
  const given = process.env["DATABASE_URL"];
  if (given) {
    const never = () => Promise.reject(new Error("The server of DATABASE_URL is not ours to stop"));
    return {
      newDatabase: () => newDatabase(given),
      kill9: never,
      start: never,
      close: async () => undefined,
    };
  }
  const bin = findPostgres();
  if (!bin) throw new Error(howToInstall);
  const folder = await mkdtemp(join(tmpdir(), "so-truc-postgres-"));
  const data = join(folder, "data");
  const password = randomBytes(12).toString("hex");
  const port = await freePort();
  const as = await owner(folder);
  await writeFile(join(folder, "password"), password, { mode: 0o644 });
  const init = ["-D", data, "-U", user, "-A", "scram-sha-256", "--pwfile", join(folder, "password")];
  execFileSync(join(bin, "initdb"), [...init, "-E", "UTF8", "--locale=C.UTF-8", ...notC], {
    ...as,
    stdio: "pipe",
  });
  let child: ChildProcess | undefined;
  const base = `postgres://${user}:${password}@127.0.0.1:${port}`;

  async function start(): Promise<void> {
    const settings = { port, listen_addresses: "127.0.0.1", unix_socket_directories: "" };
    const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    child = spawn(join(bin as string, "postgres"), ["-D", data, ...args], { ...as, stdio: "ignore" });
    const started = child;
    for (;;) {
      if (started.exitCode !== null) throw new Error(`PostgreSQL ended with ${started.exitCode}`);
      if (await answers(`${base}/postgres`)) return;
    }
  }

  async function kill9(): Promise<void> {
    const dying = child;
    if (!dying?.pid || dying.exitCode !== null) return;
    const family = execFileSync("ps", ["-o", "pid=", "--ppid", String(dying.pid)], { encoding: "utf8" });
    const exited = new Promise((done) => dying.once("exit", done));
    for (const pid of [dying.pid, ...family.split("\n").map(Number).filter(Boolean)]) killQuietly(pid);
    await exited;
  }

  await start();
  return {
    newDatabase: () => newDatabase(`${base}/postgres`),
    start,
    kill9,
    async close() {
      await kill9();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function newDatabase(url: string): Promise<string> {
  const name = `so_truc_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
async function owner(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const idOf = (what: string) => Number(execFileSync("id", [what, "postgres"], { encoding: "utf8" }));
  const [uid, gid] = [idOf("-u"), idOf("-g")];
  await chown(folder, uid, gid);
  await chmod(folder, 0o755);
  return { uid, gid };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    await new Promise((done) => setTimeout(done, 50));
    return false;
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It went with its parent.
  }
}

/** Below those that the system gives to whoever connects or listens on 0, so that it is still free at every later start. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((found) => {
    const probe = createServer();
    probe.on("error", () => found(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => found(true)));
  });
}
