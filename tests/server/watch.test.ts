import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { errorFacts } from "#server/log.ts";
import { openDailyFiles } from "#server/ops/daily-files.ts";
import { addPerson, adminPassword, createTestDevice, setUp } from "../support/api-client.ts";
import { removeDataDir, runScript, type ServerProcess, startServer } from "../support/server-process.ts";

const running: ServerProcess[] = [];
const folders: string[] = [];

async function start(env: Record<string, string> = {}, dataDir?: string): Promise<ServerProcess> {
  const server = await startServer({ env, ...(dataDir ? { dataDir } : {}) });
  running.push(server);
  folders.push(server.dataDir);
  return server;
}
async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "so-truc-watch-"));
  folders.push(made);
  return made;
}
afterEach(async () => {
  for (const server of running.splice(0)) await server.kill9();
  for (const made of folders.splice(0)) await removeDataDir(made);
});

describe("the log", () => {
  it("of a whole morning with faults holds no name, note, password, code, cookie, token or address", async () => {
    const logs = await folder();
    const server = await start({ LOG_LEVEL: "debug", LOG_DIR: logs });
    const { client: admin } = await setUp(server.url, server.setupToken);
    const person = { account: "binhminh", roles: ["centre"] };
    const officer = await addPerson(admin, person);
    const device = createTestDevice(officer.client, officer.session);
    await device.pull();
    await device.exchange([device.op("support.visit", [visit("v-1", "Bà Ngọ, số 0900000001")])]);
    await officer.client.post("/api/quarantine", { d: officer.session.device, note: "Bà Ngọ" });
    await officer.client.post("/api/session", {
      account: "binhminh",
      password: "nhầm mật khẩu",
      device: { name: "Máy thử" },
    });
    await officer.client.post("/api/session/first", {
      code: "zzzz-zzzz-zz",
      password: "mật khẩu khác",
      device: { name: "Máy thử" },
    });
    await officer.client.post("/api/exchange", "{ không phải JSON Bà Ngọ");
    await officer.client.get("/api/history?record=v-1&name=Ng%E1%BB%8D");
    await admin.post("/api/admin/erase", { record: "v-1" });
    await admin.post("/api/admin/backups");
    breakRow(server.dataDir, "v-1", "không phải JSON: Bà Ngọ, số 0900000001");
    const broken = await officer.client.get("/api/history?record=v-1");
    expect(broken).toMatchObject({ status: 500, code: "server-fault" });
    await server.stop();

    const [file] = await readdir(logs);
    const written = await readFile(join(logs, file as string), "utf8");
    const all = `${written}\n${server.output().replace(/^.*\/thiet-lap#.*$/m, "")}`;
    const forbidden = [
      ...["Bà Ngọ", "Ngọ", "Ng%E1%BB%8D", "0900000001", "Quản trị", "Người binhminh", "binhminh", "quantri"],
      ...["nhầm mật khẩu", "mật khẩu khác", officer.password, adminPassword, "zzzz", "127.0.0.1", "::1"],
      ...[...admin.cookies().values(), ...officer.client.cookies().values(), server.setupToken as string],
      ...["Xã Thử", "Máy thử", "AGE-SECRET", "$argon2", "st."],
    ];
    expect(officer.client.cookies().size).toBeGreaterThan(0);
    for (const text of forbidden) {
      expect(
        all.split("\n").filter((line) => line.startsWith("{") && line.includes(text)),
        text,
      ).toEqual([]);
    }
    const lines = written
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const requests = lines.filter((line) => line.event === "request");
    expect(requests.length).toBeGreaterThan(12);
    expect(requests).toContainEqual(
      expect.objectContaining({ path: "/api/exchange", status: 200, ms: expect.any(Number) }),
    );
    expect(requests).toContainEqual(
      expect.objectContaining({ path: "/api/session/first", code: "wrong-code" }),
    );
    const failed = lines.find((line) => line.event === "defect");
    expect(failed).toMatchObject({ level: "error", failure: "SyntaxError", what: "GET /api/history" });
    expect(failed?.stack).toContainEqual(expect.stringMatching(/^\s+at /));
  });

  it("says what failed without the words that an error quotes", () => {
    for (const content of ['{"note":"Bà Ngọ"', "Bà Ngọ 0900000001", '["Ngọ"']) {
      let caught: unknown;
      try {
        JSON.parse(content);
      } catch (error) {
        caught = error;
      }
      const told = JSON.stringify(errorFacts(caught));
      expect(told).toContain("SyntaxError");
      expect(told).not.toMatch(/Ngọ|0900000001/);
    }
    expect(errorFacts(Object.assign(new Error("SQL failed"), { code: "SQLITE_IOERR" }))).toMatchObject({
      code: "SQLITE_IOERR",
      message: "SQL failed",
    });
    expect(errorFacts("Bà Ngọ")).toEqual({ failure: "string" });
  });

  it("goes into a file a day and keeps twelve months of them, and nothing else is touched", async () => {
    const logs = await folder();
    let now = Date.parse("2026-11-22T23:59:00+07:00");
    for (const name of [
      "so-truc-2025-11-20.log",
      "so-truc-2025-11-21.log",
      "so-truc-2026-11-21.log",
      "khac.log",
    ]) {
      await writeFile(join(logs, name), "cũ\n");
      await utimes(join(logs, name), 1, 1);
    }
    const files = openDailyFiles(logs, 366, () => now);
    files.write("hôm nay\n");
    now += 2 * 60_000;
    files.write("hôm sau\n");
    files.close();
    expect(await readFile(join(logs, "so-truc-2026-11-22.log"), "utf8")).toBe("hôm nay\n");
    expect(await readFile(join(logs, "so-truc-2026-11-23.log"), "utf8")).toBe("hôm sau\n");
    expect((await readdir(logs)).sort()).toEqual([
      "khac.log",
      "so-truc-2026-11-21.log",
      "so-truc-2026-11-22.log",
      "so-truc-2026-11-23.log",
    ]);
    const again = openDailyFiles(logs, 366, () => now);
    again.write("mở lại\n");
    again.close();
    expect(await readFile(join(logs, "so-truc-2026-11-23.log"), "utf8")).toBe("hôm sau\nmở lại\n");
  });

  it("wrongly configured is told before anything is opened", async () => {
    const dataDir = join(await folder(), "data");
    for (const [name, value] of [
      ["LOG_KEEP_DAYS", "0"],
      ["LOG_KEEP_DAYS", "một năm"],
      ["METRICS_TOKEN", "ngắn"],
    ] as const) {
      const ended = await runScript("src/server/main.ts", [], {
        DATA_DIR: dataDir,
        PORT: "0",
        [name]: value,
      });
      expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(name) });
    }
    expect(existsSync(dataDir)).toBe(false);
    await rm(dataDir, { recursive: true, force: true });
  });
});

describe("/metrics", () => {
  it("counts exchanges, refusals, parked ops, gaps, outboxes and the age of the backup", async () => {
    const server = await start();
    const { client: admin } = await setUp(server.url, server.setupToken);
    const officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
    const device = createTestDevice(officer.client, officer.session);
    await device.pull();
    const first = device.op("support.visit", [visit("v-1")]);
    device.op("support.visit", [visit("v-lost")]);
    const third = device.op("support.visit", [{ ...visit("v-3"), k: "checkTemplate" }]);
    const fourth = device.op("support.visit", [
      { c: "set", k: "supportVisit", id: "v-later", b: 0, f: { people: 2 } },
    ]);
    await device.exchange([first, third, fourth], { have: { outbox: 7, maxN: 11 } });
    await officer.client.get("/api/admin/people");
    const before = await read(server.url);
    expect(before).toMatchObject({
      'sotruc_receipts_total{outcome="applied",code=""}': 1,
      'sotruc_receipts_total{outcome="parked",code="missing-record"}': 1,
      'sotruc_refusals_total{route="/api/admin/people",code="forbidden"}': 1,
      sotruc_parked_ops: 1,
      sotruc_gap_ops: 1,
      sotruc_devices: 2,
      sotruc_silent_devices: 0,
      sotruc_outbox_ops: 7,
      sotruc_op_age_seconds_count: 3,
      sotruc_exchanges_running: 0,
      sotruc_backup_age_seconds: -1,
    });
    expect(before.sotruc_exchanges_total).toBeGreaterThan(1);
    expect(before["sotruc_exchange_seconds_count"]).toBe(before.sotruc_exchanges_total);
    await admin.post("/api/admin/backups");
    const after = await read(server.url);
    expect(after.sotruc_backup_age_seconds).toBeGreaterThanOrEqual(0);
  });

  it("is for this machine alone, and not for a proxy on it", async () => {
    const server = await start();
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
    for (const header of ["x-forwarded-for", "forwarded", "via"]) {
      const asked = await fetch(`${server.url}/metrics`, { headers: { [header]: "127.0.0.1" } });
      expect(asked.status, header).toBe(404);
    }
  });

  it("is for whoever bears the token when there is one", async () => {
    const token = "mot-ma-dai-de-theo-doi";
    const server = await start({ METRICS_TOKEN: token });
    const ask = (authorization?: string) =>
      fetch(`${server.url}/metrics`, { headers: authorization ? { authorization } : {} });
    expect((await ask()).status).toBe(404);
    expect((await ask(`Bearer ${token}x`)).status).toBe(404);
    expect((await ask(`Bearer ${token}`)).status).toBe(200);
    expect(server.output()).not.toContain(token);
  });
});

/** Every sample by its name and labels. */
async function read(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    samples.map((line) => [
      line.slice(0, line.lastIndexOf(" ")),
      Number(line.slice(line.lastIndexOf(" ") + 1)),
    ]),
  );
}

function breakRow(dataDir: string, record: string, op: string): void {
  const database = new DatabaseDriver(join(dataDir, "so-truc.sqlite"));
  const changed = database
    .prepare(
      "update ops set op = ? where (commune, device, n) in (select commune, device, n from op_records where record = ?)",
    )
    .run(op, record);
  database.close();
  expect(changed.changes).toBe(1);
}

function visit(id: string, note?: string) {
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return { c: "create", k: "supportVisit", id, sc: "visits:counter", f, ...(note ? { p: { note } } : {}) };
}
