import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import {
  dump,
  newDataDir,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

const running: ServerProcess[] = [];
async function start(options: Parameters<typeof startServer>[0] = {}): Promise<ServerProcess> {
  const server = await startServer(options);
  running.push(server);
  return server;
}
afterEach(async () => {
  for (const server of running.splice(0)) {
    await server.kill9();
    await removeDataDir(server.dataDir);
  }
});

/** `KILLS=200` makes a long run of it. */
const kills = Number(process.env["KILLS"] ?? 4);

describe("a server that dies", () => {
  it(
    "keeps every receipted op through SIGKILL, once each, and the devices' sessions with them",
    async () => {
      let server = await start();
      const admin = (await setUp(server.url, server.setupToken)).client;
      const { client, session } = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
      const device = createTestDevice(client, session);
      await device.pull();
      const receipted = new Set<number>();
      const inFlight: number[] = [];
      for (let round = 0; round < kills; round++) {
        for (let i = 0; i < 3; i++) {
          const ops = [1, 2, 3].map(() => visitOp(device));
          const reply = await device.exchange(ops);
          for (const receipt of reply.body.receipts) {
            for (let n = receipt.n; n <= (receipt.to ?? receipt.n); n++) receipted.add(n);
          }
        }
        const last = visitOp(device);
        inFlight.push(last.n);
        const cut = device.exchange([last]).catch(() => undefined);
        await server.kill9();
        await cut;
        server = await start({ dataDir: server.dataDir });
        client.url = server.url;
        const reply = await device.exchange([last]);
        expect(reply.body.receipts[0]).toMatchObject({ n: last.n, r: "applied" });
        receipted.add(last.n);
      }
      const lines = await dump(server.dataDir);
      const held = lines
        .filter((line) => line.type === "op" && line.device === session.device)
        .map((line) => line.n);
      expect(held.sort((a, b) => Number(a) - Number(b))).toEqual([...receipted].sort((a, b) => a - b));
      expect(lines.filter((line) => line.type === "record" && line.kind === "supportVisit")).toHaveLength(
        receipted.size,
      );
      expect(inFlight).toHaveLength(kills);
    },
    kills * 30_000,
  );

  it("closes cleanly on SIGTERM and SIGINT, with a poke stream open", async () => {
    const server = await start();
    const { client, session } = await setUp(server.url, server.setupToken);
    const cookie = [...client.cookies()].map(([k, v]) => `${k}=${v}`).join("; ");
    const stream = await fetch(`${server.url}/api/poke?device=${session.device}`, { headers: { cookie } });
    expect(stream.status).toBe(200);
    expect(await server.stop()).toBe(0);
    await stream.text();
    const second = await start({ dataDir: server.dataDir });
    process.kill(second.pid, "SIGINT");
    expect(await second.stop()).toBe(0);
  });

  it("prints a new set-up link at each start while there is no commune, and the old one ends", async () => {
    const first = await start();
    await first.stop();
    const second = await start({ dataDir: first.dataDir });
    expect(second.setupToken).toBeDefined();
    expect(second.setupToken).not.toBe(first.setupToken);
    await expect(setUp(second.url, first.setupToken)).rejects.toThrow("wrong-code");
    await setUp(second.url, second.setupToken);
    await second.stop();
    const third = await start({ dataDir: first.dataDir });
    expect(third.setupToken).toBeUndefined();
  });
});

describe("a start that cannot be", () => {
  const main = "src/server/main.ts";

  it("on a data folder that another server holds", async () => {
    const server = await start();
    const second = await runScript(main, [], { DATA_DIR: server.dataDir, PORT: "0" });
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining("Another server process") });
    await server.kill9();
    const third = await start({ dataDir: server.dataDir });
    expect(await third.stop()).toBe(0);
  });

  it("on a database of a newer version, which it leaves as it is", async () => {
    const dataDir = await newDataDir();
    const first = await start({ dataDir });
    await first.stop();
    const database = new DatabaseDriver(join(dataDir, "so-truc.sqlite"));
    database.prepare("insert into migrations (number, name, applied_at) values (999, 'later', 1)").run();
    database.close();
    for (const script of [main, "src/server/ops/dump.ts"]) {
      const result = await runScript(script, [], { DATA_DIR: dataDir, PORT: "0" });
      expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("999") });
      expect(result.stderr).not.toContain("    at ");
    }
    await removeDataDir(dataDir);
  });

  it.each([
    [{ PORT: "eighty" }, "PORT"],
    [{ PORT: "70000" }, "PORT"],
    [{ BASE_URL: "xa.example" }, "BASE_URL"],
    [{ BASE_URL: "https://xa.example/so" }, "BASE_URL"],
    [{ TLS_CERT: "/nowhere/cert.pem" }, "TLS_CERT"],
    [{ DEMO_PASSWORD: "short" }, "DEMO_PASSWORD"],
    [{ TRUST_PROXY: "maybe" }, "TRUST_PROXY"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
  ])("with %o, and names it", async (env, name) => {
    const dataDir = await newDataDir();
    const result = await runScript(main, [], { DATA_DIR: dataDir, ...(env as Record<string, string>) });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining(name) });
    await removeDataDir(dataDir);
  });

  it("on a port in use, in one sentence", async () => {
    const server = await start();
    const dataDir = await newDataDir();
    const { port } = new URL(server.url);
    const result = await runScript(main, [], { DATA_DIR: dataDir, PORT: port, HOST: "127.0.0.1" });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("EADDRINUSE") });
    await removeDataDir(dataDir);
  });

  it("on a file that is no database", async () => {
    const dataDir = await newDataDir();
    await writeFile(
      join(dataDir, "so-truc.sqlite"),
      "this is no database at all, whatever its name says".repeat(50),
    );
    const result = await runScript(main, [], { DATA_DIR: dataDir, PORT: "0" });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("Not a database") });
    expect(result.stderr).not.toContain("    at ");
    await removeDataDir(dataDir);
  });
});

function visitOp(device: ReturnType<typeof createTestDevice>) {
  const op = device.op("support.visit", []);
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return { ...op, ch: [{ c: "create", k: "supportVisit", id: `visit-${op.n}`, sc: "visits:counter", f }] };
}
