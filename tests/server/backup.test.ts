import { existsSync } from "node:fs";
import { copyFile, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { backupsToDrop } from "#server/ops/backup.ts";
import { addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import {
  dump,
  newDataDir,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

const folders: string[] = [];
const running: ServerProcess[] = [];
const backupScript = "src/server/ops/backup-cli.ts";
const restoreScript = "src/server/ops/restore-cli.ts";

async function start(dataDir?: string, env?: Record<string, string>): Promise<ServerProcess> {
  const server = await startServer({ ...(dataDir ? { dataDir } : {}), ...(env ? { env } : {}) });
  running.push(server);
  folders.push(server.dataDir);
  return server;
}
async function folder(): Promise<string> {
  const made = await newDataDir();
  folders.push(made);
  return made;
}
afterEach(async () => {
  for (const server of running.splice(0)) await server.kill9();
  for (const made of folders.splice(0)) await removeDataDir(made);
});

/** A commune with one officer whose device has sent two visits, one with a note about a person. */
async function begin() {
  const server = await start();
  const { client: admin, session: adminSession } = await setUp(server.url, server.setupToken);
  const { client, session, password } = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  const device = createTestDevice(client, session);
  await device.pull();
  const first = device.op("support.visit", [visit("v-1", "Bà Ngọ, số 0900000001")]);
  const second = device.op("support.visit", [visit("v-2")]);
  await device.exchange([first, second]);
  return { server, admin, adminSession, client, session, password, device, sent: [first, second] };
}

describe("a backup", () => {
  it("is made and verified while the server runs, on demand by the administrator, and shows its age", async () => {
    const { server, admin } = await begin();
    expect((await admin.get("/api/admin/backups")).body).toMatchObject({
      backups: [],
      ageMs: null,
      sameDisk: true,
    });
    const made = await admin.post("/api/admin/backups");
    expect(made).toMatchObject({ status: 200, body: { failure: null, sameDisk: true } });
    expect(made.body.ageMs).toBeLessThan(60_000);
    const [entry] = made.body.backups;
    expect(entry).toMatchObject({ verified: true, counts: { communes: 1 } });
    const ops = (await dump(server.dataDir)).filter((line) => line.type === "op").length;
    expect(entry.counts.ops).toBe(ops);
    expect(await readdir(join(server.dataDir, "backups"))).toEqual([entry.name, `${entry.name}.json`].sort());
  });

  it("by command is one whole file that dumps the same", async () => {
    const { server } = await begin();
    const file = join(await folder(), "copy.sqlite");
    const result = await runScript(backupScript, [file], { DATA_DIR: server.dataDir });
    expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(result.stdout)).toMatchObject({ verified: true });
    const elsewhere = await folder();
    await copyFile(file, join(elsewhere, "so-truc.sqlite"));
    expect(await dump(elsewhere)).toEqual(await dump(server.dataDir));
    expect(await runScript(backupScript, [file], { DATA_DIR: server.dataDir })).toMatchObject({ code: 1 });
    expect(await runScript(backupScript, [], { DATA_DIR: server.dataDir })).toMatchObject({ code: 1 });
  });

  it("keeps seven days and four weeks, and nothing older than thirty days", () => {
    const day = 86_400_000;
    const now = Date.parse("2026-11-22T12:00:00+07:00");
    const nightly = Array.from({ length: 60 }, (_, i) => ({ at: now - i * day }));
    const twiceToday = { at: now - 1000 };
    const dropped = new Set(backupsToDrop([...nightly, twiceToday], now));
    const kept = nightly.filter((one) => !dropped.has(one)).map((one) => Math.round((now - one.at) / day));
    expect(kept.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(kept.slice(7)).toEqual([7, 14, 21]);
    expect(dropped.has(twiceToday)).toBe(true);
    const stopped = nightly.filter((one) => now - one.at > 20 * day);
    const left = stopped.filter((one) => !backupsToDrop(stopped, now).includes(one));
    expect(left.every((one) => now - one.at <= 30 * day)).toBe(true);
    expect(left.length).toBeGreaterThanOrEqual(7);
  });
});

describe("a restore", () => {
  it("brings back yesterday under a new epoch; what devices sent since comes back from them, once", async () => {
    const { server, admin, device, client, sent } = await begin();
    const file = join(await folder(), "yesterday.sqlite");
    await runScript(backupScript, [file], { DATA_DIR: server.dataDir });
    const later = [device.op("support.visit", [visit("v-3")]), device.op("support.visit", [visit("v-4")])];
    await device.exchange(later);
    const newcomer = await addPerson(admin, { account: "nguoimoi", roles: ["centre"] });
    const before = await dump(server.dataDir);

    const busy = await runScript(restoreScript, [file], { DATA_DIR: server.dataDir });
    expect(busy).toMatchObject({ code: 1, stderr: expect.stringContaining("Another server process") });
    expect(await dump(server.dataDir)).toEqual(before);

    await server.stop();
    const result = await runScript(restoreScript, [file], { DATA_DIR: server.dataDir });
    expect(result, result.stderr).toMatchObject({ code: 0 });
    const told = JSON.parse(result.stdout);
    expect(told).toMatchObject({ communes: 1, erasuresApplied: 0 });
    expect(existsSync(told.keptAside)).toBe(true);
    expect(idsOf(await dump(server.dataDir))).toEqual(["v-1", "v-2"]);
    const aside = await folder();
    await copyFile(told.keptAside, join(aside, "so-truc.sqlite"));
    expect(await dump(aside)).toEqual(before);

    const again = await start(server.dataDir);
    client.url = again.url;
    const oldEpoch = sent[0]?.e;
    const reply = await device.exchange();
    expect(reply.body.epoch).not.toBe(oldEpoch);
    expect(reply.body.known).toEqual([[1, 2]]);
    const offered = await device.exchange([...sent, ...later]);
    const covered = offered.body.receipts.reduce(
      (sum: number, one: { n: number; to?: number }) => sum + (one.to ?? one.n) - one.n + 1,
      0,
    );
    expect(covered).toBe(4);
    expect(idsOf(await dump(server.dataDir))).toEqual(["v-1", "v-2", "v-3", "v-4"]);

    newcomer.client.url = again.url;
    admin.url = again.url;
    const remade = await admin.post("/api/admin/people", {
      name: "Người nguoimoi",
      account: "nguoimoi",
      roles: ["centre"],
    });
    const fresh = await newcomer.client.call("POST", "/api/session/first", {
      code: remade.body.code,
      password: newcomer.password,
      device: { name: "Máy khác", key: null },
    });
    expect(fresh.status).toBe(200);
  });

  it("lets a device that the backup has forgotten come back under its own name with its unsent work", async () => {
    const { server, client, session, password } = await begin();
    const file = join(await folder(), "b.sqlite");
    await runScript(backupScript, [file], { DATA_DIR: server.dataDir });
    const phone = await client.signIn("motcua1", password);
    expect(phone.device).not.toBe(session.device);
    const book = createTestDevice(client, phone);
    await book.pull();
    const op = book.op("support.visit", [visit("v-phone")]);
    await book.exchange([op]);
    await server.stop();
    await runScript(restoreScript, [file], { DATA_DIR: server.dataDir });
    const again = await start(server.dataDir);
    client.url = again.url;
    expect(await client.post("/api/exchange", book.request())).toMatchObject({ code: "sign-in" });
    const renewed = await client.post("/api/session/renew", { account: "motcua1", password });
    expect(renewed, JSON.stringify(renewed.body)).toMatchObject({
      status: 200,
      body: { device: phone.device },
    });
    expect((await book.exchange()).body.known).toEqual([]);
    const reply = await book.exchange([op]);
    expect(reply.body.receipts).toEqual([expect.objectContaining({ n: 1, r: "applied" })]);
  });

  it("learns the name and the key of such a device as it returns, and never lets them be replaced", async () => {
    const { server, admin, client, password } = await begin();
    const file = join(await folder(), "b.sqlite");
    await runScript(backupScript, [file], { DATA_DIR: server.dataDir });
    const phone = await client.signIn("motcua1", password);
    await server.stop();
    await runScript(restoreScript, [file], { DATA_DIR: server.dataDir });
    const neighbour = await runScript("src/server/ops/add-commune.ts", ["--name", "Xã Bên", "--code", "XB"], {
      DATA_DIR: server.dataDir,
    });
    expect(neighbour.code, neighbour.stderr).toBe(0);
    const again = await start(server.dataDir);
    client.url = again.url;
    admin.url = again.url;
    const device = async () => {
      const { devices } = (await admin.get("/api/admin/devices")).body;
      return devices.find((one: { id: string }) => one.id === phone.device);
    };
    const keyOf = () => {
      const database = new DatabaseDriver(join(server.dataDir, "so-truc.sqlite"), { readonly: true });
      const row = database.prepare("select public_key from devices where id = ?").get(phone.device);
      database.close();
      return JSON.parse((row as { public_key: string | null }).public_key ?? "null");
    };
    const renew = (more: object) =>
      client.post("/api/session/renew", { account: "motcua1", password, ...more });
    const key = { kty: "EC", crv: "P-256", x: "a", y: "b" };

    expect(await renew({})).toMatchObject({ code: "commune-needed" });
    expect(await renew({ commune: phone.commune.id })).toMatchObject({ status: 200 });
    expect(await device()).toMatchObject({ name: "" });
    const announced = await renew({ device: { name: "Máy quầy 2", key } });
    expect(announced).toMatchObject({
      status: 200,
      body: { device: phone.device, deviceName: "Máy quầy 2" },
    });
    expect(await device()).toMatchObject({ name: "Máy quầy 2" });
    expect(keyOf()).toEqual(key);

    await renew({ device: { name: "Máy khác", key: { ...key, x: "c" } } });
    expect(await device()).toMatchObject({ name: "Máy quầy 2" });
    expect(keyOf()).toEqual(key);
  });

  it("applies erasures made after the backup before it serves, whoever offers the content again", async () => {
    const { server, admin, device, client, sent } = await begin();
    const file = join(await folder(), "with-note.sqlite");
    await runScript(backupScript, [file], { DATA_DIR: server.dataDir });
    expect(JSON.stringify(await dump(server.dataDir))).toContain("Bà Ngọ");
    expect(await admin.post("/api/admin/erase", { record: "v-1" })).toMatchObject({
      status: 200,
      body: { erased: expect.arrayContaining(["v-1", "call/v-1"]) },
    });
    expect(JSON.stringify(await dump(server.dataDir))).not.toContain("Bà Ngọ");
    await device.exchange();
    expect(device.rows.get("call/v-1")).toMatchObject({ e: 1 });
    for (const id of ["v-1", "call/v-1"]) expect(device.rows.get(id)).not.toHaveProperty("p");

    await server.stop();
    const result = await runScript(restoreScript, [file], { DATA_DIR: server.dataDir });
    expect(JSON.parse(result.stdout).erasuresApplied).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(await dump(server.dataDir))).not.toContain("Bà Ngọ");
    const bytes = await readFile(join(server.dataDir, "so-truc.sqlite"));
    expect(bytes.includes(Buffer.from("Bà Ngọ"))).toBe(false);
    const again = await start(server.dataDir);
    client.url = again.url;
    await device.exchange();
    await device.exchange(sent);
    expect(JSON.stringify(await dump(server.dataDir))).not.toContain("Bà Ngọ");

    await again.stop();
    await copyFile(file, join(server.dataDir, "so-truc.sqlite"));
    await start(server.dataDir);
    expect(JSON.stringify(await dump(server.dataDir))).not.toContain("Bà Ngọ");
  });

  it("refuses a damaged, cut, foreign or newer file and leaves everything as it is", async () => {
    const { server } = await begin();
    const place = await folder();
    const good = join(place, "good.sqlite");
    await runScript(backupScript, [good], { DATA_DIR: server.dataDir });
    await server.stop();
    const before = await dump(server.dataDir);
    const files: Record<string, string> = {};
    for (const name of ["cut", "damaged", "newer", "text", "empty", "other"]) files[name] = join(place, name);
    await copyFile(good, files.cut as string);
    await truncate(files.cut as string, 40_000);
    const bytes = await readFile(good);
    bytes.fill(7, 8192, Math.min(bytes.length, 60_000));
    await writeFile(files.damaged as string, bytes);
    await copyFile(good, files.newer as string);
    const newer = new DatabaseDriver(files.newer);
    newer.prepare("insert into migrations (number, name, applied_at) values (999, 'later', 1)").run();
    newer.close();
    await writeFile(files.text as string, "một tệp khác hẳn ".repeat(500));
    await writeFile(files.empty as string, "");
    const other = new DatabaseDriver(files.other);
    other.exec("create table t (a text)");
    other.close();
    for (const [name, file] of Object.entries({ ...files, absent: join(place, "absent") })) {
      const result = await runScript(restoreScript, [file], { DATA_DIR: server.dataDir });
      expect(result.code, name).toBe(1);
      expect(result.stderr, name).not.toContain("    at ");
      expect(result.stderr.trim().split("\n"), name).toHaveLength(1);
    }
    expect(await dump(server.dataDir)).toEqual(before);
    expect((await readdir(server.dataDir)).filter((name) => name.includes("restor"))).toEqual([]);
  });

  it("works into an empty data folder, as on a new machine", async () => {
    const { server } = await begin();
    const file = join(await folder(), "move.sqlite");
    await runScript(backupScript, [file], { DATA_DIR: server.dataDir });
    const elsewhere = await folder();
    const result = await runScript(restoreScript, [file], { DATA_DIR: elsewhere });
    expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(idsOf(await dump(elsewhere))).toEqual(["v-1", "v-2"]);
  });
});

describe("a dump", () => {
  it("prints every record, op and receipt; personal content stands in records alone", async () => {
    const { server, session } = await begin();
    const lines = await dump(server.dataDir);
    expect(new Set(lines.map((line) => line.type))).toEqual(new Set(["record", "op", "receipt"]));
    const recordOf = (id: string) => lines.find((line) => line.type === "record" && line.id === id);
    const visit = recordOf("v-1");
    expect(visit).toMatchObject({ kind: "supportVisit", scope: "visits:counter", body: { sort: "vneid" } });
    expect(JSON.stringify(visit)).not.toContain("Bà Ngọ");
    expect(recordOf("call/v-1")).toMatchObject({
      commune: session.commune.id,
      kind: "callBack",
      scope: "calls:counter",
      personal: { note: "Bà Ngọ, số 0900000001" },
      created: { by: session.person, device: session.device },
      received: expect.any(Number),
    });
    const op = lines.find((line) => line.type === "op" && line.device === session.device && line.n === 1);
    expect(op).toMatchObject({ person: session.person, op: { a: "support.visit" }, seq: expect.any(Number) });
    expect(JSON.stringify(op)).not.toContain("Bà Ngọ");
    const receipt = lines.find(
      (line) => line.type === "receipt" && line.device === session.device && line.n === 1,
    );
    expect(receipt).toMatchObject({ outcome: "applied", at: expect.any(Number) });
    expect(lines.filter((line) => line.type === "op")).toHaveLength(
      lines.filter((line) => line.type === "receipt").length,
    );
  });

  it("of a folder without a database says so", async () => {
    const result = await runScript("src/server/ops/dump.ts", [], { DATA_DIR: await folder() });
    expect(result).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("No database") });
  });
});

function visit(id: string, note?: string) {
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return { c: "create", k: "supportVisit", id, sc: "visits:counter", f, ...(note ? { p: { note } } : {}) };
}

function idsOf(lines: Record<string, unknown>[]): unknown[] {
  return lines
    .filter((line) => line.type === "record" && line.kind === "supportVisit")
    .map((line) => line.id);
}
