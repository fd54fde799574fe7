import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiClient, addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import { until } from "../support/patience.ts";
import {
  newDataDir,
  type Planted,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

/** What the bugs below say holds what somebody wrote, without any quotes around it. */
const words = "Bà Ngọ 0912 345 678";

const planted: readonly Planted[] = [
  {
    file: "authority/decide.ts",
    find: "const definition = kindOf(change.k);\n  if (!definition) throw",
    replace: `if (change.id.startsWith("bad-")) BigInt("${words}");\n  const definition = kindOf(change.k);\n  if (!definition) throw`,
  },
  {
    file: "server/http/app.ts",
    find: "  addSessionRoutes(app, context, signIn);",
    replace: `  addSessionRoutes(app, context, signIn);
    app.get("/planted/mine", async (request) => {
      await (await import("./sessions.ts")).requireCaller(context, request);
      BigInt("${words}");
    });
    app.get("/planted/fails", async () => BigInt("${words}"));
    app.get("/planted/rejects", async () => ({ left: void Promise.reject(new RangeError("${words}")) }));
    app.get("/planted/throws", async () => ({ soon: void setTimeout(() => BigInt("${words}")) }));`,
  },
  {
    file: "server/attachments/arrived.ts",
    find: "export async function tellLate(",
    replace: `export async function tellLate() { BigInt("${words}"); }\nasync function toldLate(`,
  },
];

let server: ServerProcess;
let admin: ApiClient;
let officer: Awaited<ReturnType<typeof addPerson>>;
let device: ReturnType<typeof createTestDevice>;
beforeAll(async () => {
  server = await startServer({ planted });
  admin = (await setUp(server.url, server.setupToken)).client;
  officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  device = createTestDevice(officer.client, officer.session);
  await device.pull();
});
afterAll(async () => {
  await server?.kill9();
  await removeDataDir(server.dataDir);
});

const lines = () =>
  server
    .output()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const logged = (place: string, what: string) =>
  lines()
    .filter((line) => line.event === "defect" && line.place === place && line.what === what)
    .map((line) => ({ ...line, stack: String(line["stack"]) }));
const shown = async (place: string, what: string) => {
  const { latest } = (await admin.get("/api/admin/operations")).body.defects;
  return (latest as { place: string; what: string }[]).filter(
    (one) => one.place === place && one.what === what,
  );
};
const counted = async (place: string) => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^sotruc_defects_total\\{place="${place}"\\} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
};

/** In the log with the place in the sources, in the metric, and before the administrator; nowhere with a word of content. */
async function expectReported(place: string, what: string, failure: string, file: RegExp): Promise<void> {
  await until(() => logged(place, what).length > 0);
  const [line] = logged(place, what);
  expect(line).toMatchObject({ level: "error", failure });
  expect(line?.stack).toMatch(file);
  expect(await counted(place)).toBeGreaterThan(0);
  expect(await shown(place, what)).toContainEqual({ at: expect.any(Number), place, what, failure });
  expect(JSON.stringify(await shown(place, what))).not.toMatch(/Ngọ|0912/);
  expect(server.output()).not.toMatch(/Ngọ|0912/);
}

describe("nothing that goes wrong in the program is lost", () => {
  it("an op that makes it throw is parked and told of by its number; others go on", async () => {
    const note = { note: "Bà Ngọ 0912 345 678" };
    const reply = await device.exchange([
      device.op("support.visit", [visit("good-1")]),
      device.op("support.visit", [{ ...visit("bad-1"), p: note }]),
      device.op("support.visit", [visit("good-2")]),
    ]);
    const [first, second, third] = [1, 2, 3].map((n) =>
      reply.body.receipts.find((one: { n: number; to?: number }) => one.n <= n && n <= (one.to ?? one.n)),
    );
    expect([first, second, third]).toMatchObject([
      { r: "applied" },
      { r: "parked", code: "server-fault" },
      { r: "applied" },
    ]);
    const what = `${officer.session.device}/2 support.visit`;
    await expectReported("op", what, "SyntaxError", /decide\.ts:\d+/);
    const { parked } = (await admin.get("/api/admin/operations")).body;
    expect(parked).toMatchObject([{ n: 2, action: "support.visit", code: "server-fault" }]);
  });

  it("is told to the administrator of its own commune, and to no other", async () => {
    const more = ["--name", "Phường Bên", "--code", "PB"];
    const added = await runScript("src/server/ops/add-commune.ts", more, { DATA_DIR: server.dataDir });
    const token = /#(\S+)/.exec(added.stdout)?.[1];
    const other = await setUp(server.url, token, { name: "Phường Bên", villages: ["Khu phố 1"] });
    const seen = async (who: ApiClient) => {
      const { count, latest } = (await who.get("/api/admin/operations")).body.defects;
      // The nightly jobs may begin meanwhile, and are everybody's; what is parked is tried again and told of again.
      const ours = (latest as { place: string; what: string }[]).filter(({ place }) => place !== "job");
      const told = (await who.get("/api/admin/attention")).body.defects as number;
      expect(told).toBe(count);
      return [...new Set(ours.map(({ what }) => what))].sort();
    };
    const op = `${officer.session.device}/2 support.visit`;
    expect(await seen(admin)).toEqual([op]);
    expect(await seen(other.client)).toEqual([]);
    // And the other way round, by an op and by a request; a fault that is nobody's is everybody's.
    const theirs = createTestDevice(other.client, other.session);
    await theirs.pull();
    const site = { c: "create", k: "site", id: "bad-site", sc: "org", f: { name: "Điểm 1" } };
    await theirs.exchange([theirs.op("org.edit", [site])]);
    await other.client.get("/planted/mine");
    expect(await seen(admin)).toEqual([op]);
    const own = ["GET /planted/mine", `${other.session.device}/1 org.edit`];
    expect(await seen(other.client)).toEqual(own);
    await fetch(`${server.url}/planted/fails`);
    expect(await seen(other.client)).toEqual(["GET /planted/fails", ...own]);
    expect(await seen(admin)).toEqual(["GET /planted/fails", op]);
  });

  it("tried again without having been mended, it is parked and told of again", async () => {
    const before = await counted("op");
    const { body } = await admin.post("/api/admin/operations/retry");
    expect(body).toMatchObject({ settled: 0, parked: [{ n: 2, code: "server-fault" }] });
    expect(await counted("op")).toBe(before + 1);
  });

  it("a request that fails is answered as our fault and told of by its route", async () => {
    expect(await admin.get("/planted/fails?of=0912")).toMatchObject({ status: 500, code: "server-fault" });
    await expectReported("request", "GET /planted/fails", "SyntaxError", /app\.ts:\d+/);
  });

  it("a promise that nobody waits for", async () => {
    await admin.get("/planted/rejects");
    await expectReported("process", "unhandledRejection", "RangeError", /app\.ts:\d+/);
    expect((await admin.get("/healthz")).status).toBe(200);
  });

  it("a nightly job, and those after it are done", async () => {
    await expectReported("job", "tell-late", "SyntaxError", /arrived\.ts:\d+/);
  });

  it("an exception that nobody catches: told of, and the program ends for another to begin", async () => {
    await admin.get("/planted/throws").catch(() => undefined);
    expect(await server.exited).toBe(1);
    const [line] = logged("process", "uncaughtException");
    expect(line).toMatchObject({ level: "error", failure: "SyntaxError" });
    expect(line?.stack).toMatch(/app\.ts:\d+/);
    expect(server.output()).not.toMatch(/Ngọ|0912/);
    expect(lines().at(-1)).toMatchObject({ event: "closed" });
    // What it had taken is there, and is decided by the program that has no such bug.
    server = await startServer({ dataDir: server.dataDir });
    for (const client of [admin, officer.client]) client.url = server.url;
    expect((await admin.get("/api/admin/operations")).body).toMatchObject({
      parked: [],
      defects: { count: 0, latest: [] },
    });
    await device.pull();
    expect(device.rows.has("bad-1")).toBe(true);
  });
});

describe("a server that cannot start says why in one plain sentence", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await newDataDir();
  });
  afterAll(() => removeDataDir(folder));

  const start = (env: Record<string, string>) =>
    runScript("src/server/main.ts", [], {
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: join(folder, "d"),
      ...env,
    });
  async function expectPlain(env: Record<string, string>, words: string): Promise<void> {
    const { code, stdout, stderr } = await start(env);
    const said = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
    expect(said.join("\n")).toContain(words);
    expect(said[0]).toMatch(/ \/ /);
    expect(stderr).not.toContain("    at ");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  }

  it("where the data folder is a file", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    await expectPlain({ DATA_DIR: file }, file);
    await expectPlain({ DATA_DIR: join(file, "below") }, file);
  });

  it("where the database is none", async () => {
    const dataDir = join(folder, "damaged");
    await mkdir(dataDir);
    await writeFile(join(dataDir, "so-truc.sqlite"), "not a database ".repeat(1000));
    await expectPlain({ DATA_DIR: dataDir }, "so-truc.sqlite");
  });

  it("where its port is taken", async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const { port } = other.address() as { port: number };
    await expectPlain({ PORT: String(port) }, `127.0.0.1:${port}`);
    await new Promise((done) => other.close(done));
  });

  it("where a setting is wrong, a file that it names is not there, or PostgreSQL is not", async () => {
    await expectPlain({ PORT: "tám" }, "PORT");
    const missing = join(folder, "TLS_CERT");
    await expectPlain({ TLS_CERT: missing, TLS_KEY: missing }, "TLS_CERT");
    await expectPlain({ DATABASE_URL: "postgres://so:truc@127.0.0.1:1/x" }, "PostgreSQL");
  });
});

function visit(id: string) {
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return { c: "create", k: "supportVisit", id, sc: "visits:counter", f };
}
