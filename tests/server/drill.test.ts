import { existsSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiClient, addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import {
  dump,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

const script = "src/server/ops/drill-cli.ts";
let server: ServerProcess;
let admin: ApiClient;
let device: ReturnType<typeof createTestDevice>;
/** Where this file's drills put what they need for a while; others may drill at the same time. */
let aside: string;

const drill = (args: string[] = []) => runScript(script, args, { DATA_DIR: server.dataDir, TMPDIR: aside });
const scratch = async () => (await readdir(aside)).filter((name) => name.startsWith("so-truc-drill-"));
const backups = () => join(server.dataDir, "backups");
const newest = async () => (await admin.get("/api/admin/backups")).body.backups[0].name as string;

beforeAll(async () => {
  aside = await mkdtemp(join(tmpdir(), "so-truc-aside-"));
  server = await startServer();
  admin = (await setUp(server.url, server.setupToken)).client;
  const officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  device = createTestDevice(officer.client, officer.session);
  await device.pull();
  await device.exchange([device.op("support.visit", [visit("v-1", "Bà Ngọ, số 0900000001")])]);
});
afterAll(async () => {
  await server?.kill9();
  await removeDataDir(server.dataDir);
  await rm(aside, { recursive: true });
});

describe("a drill", () => {
  it("without a backup says what to do, and fails", async () => {
    const ended = await drill();
    expect(ended).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("Chưa có bản sao lưu nào"),
    });
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  });

  it("restores the newest backup aside while the server runs, and reports in Vietnamese that it would serve", async () => {
    await admin.post("/api/admin/backups");
    await device.exchange([
      device.op("support.visit", [visit("v-2")]),
      device.op("support.visit", [visit("v-3")]),
    ]);
    await admin.post("/api/admin/erase", { record: "v-1" });
    const before = await dump(server.dataDir);
    const ended = await drill();
    expect(ended, ended.stderr).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain("KẾT LUẬN: ĐẠT.");
    expect(ended.stdout).not.toContain("KHÔNG ĐẠT");
    expect(ended.stdout.match(/^\[ĐẠT\]/gm)).toHaveLength(7);
    expect(ended.stdout).toContain(await newest());
    expect(ended.stdout).toContain("áp dụng 1 dấu xóa");
    expect(ended.stdout).toContain("chưa có 2 thao tác ghi sau đó");
    expect(ended.stdout).not.toContain("Bà Ngọ");
    expect(await dump(server.dataDir)).toEqual(before);
    expect(await scratch()).toEqual([]);
    const told = (await admin.get("/api/admin/backups")).body;
    expect(told.drill).toMatchObject({ ok: true, backup: await newest(), at: expect.any(Number) });
    expect(told.backups).toHaveLength(1);
  });

  it("finds a backup that lost a record, and fails", async () => {
    const file = join(backups(), await newest());
    const whole = await readFile(file);
    const copy = new DatabaseDriver(file);
    copy.prepare("delete from op_records").run();
    copy.prepare("delete from ops where n = (select max(n) from ops)").run();
    copy.close();
    const ended = await drill();
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/\[KHÔNG ĐẠT\] 2\. Số lượng không khớp.*ops: \d+ ≠ \d+/);
    expect(ended.stdout).toContain("KẾT LUẬN: KHÔNG ĐẠT.");
    expect((await admin.get("/api/admin/backups")).body.drill).toMatchObject({ ok: false });
    await writeFile(file, whole);
    expect((await drill()).code).toBe(0);
  });

  it("finds a record that cannot be read, and content under an erasure mark", async () => {
    const file = join(backups(), await newest());
    const whole = await readFile(file);
    const spoil = async (statement: string) => {
      const copy = new DatabaseDriver(file);
      expect(copy.prepare(statement).run().changes).toBe(1);
      copy.close();
      const { code, stdout } = await drill();
      await writeFile(file, whole);
      expect(code).toBe(1);
      return stdout;
    };
    expect(await spoil("update rows set body = 'không phải JSON' where id = 'v-1'")).toMatch(
      /\[KHÔNG ĐẠT\] /,
    );
    const marked = `insert into erasures (commune, id, at, by_person) select commune, 'v-1', 1, 'ai' from rows where id = 'v-1'`;
    expect(await spoil(marked)).toMatch(/\[KHÔNG ĐẠT\] 6\. Nội dung đã xóa theo yêu cầu quay lại/);
  });

  it("finds a half-written file, and a newer one, and leaves nothing behind", async () => {
    const file = join(backups(), await newest());
    const whole = await readFile(file);
    await truncate(file, Math.floor(whole.length / 2));
    const half = await drill();
    expect(half.code).toBe(1);
    expect(half.stdout).toContain("[KHÔNG ĐẠT] 1.");
    await writeFile(file, whole);
    const copy = new DatabaseDriver(file);
    copy.prepare("insert into migrations (number, name, applied_at) values (999, 'later', 1)").run();
    copy.close();
    const newer = await drill();
    expect(newer.code).toBe(1);
    expect(newer.stdout).toContain("phiên bản mới hơn");
    await writeFile(file, whole);
    expect(await scratch()).toEqual([]);
  });

  it("takes a file by name, as one carried from elsewhere", async () => {
    const elsewhere = join(server.dataDir, "elsewhere");
    await mkdir(elsewhere);
    const file = join(elsewhere, "sotruc.db");
    await runScript("src/server/ops/backup-cli.ts", [file], { DATA_DIR: server.dataDir });
    expect((await drill([file])).stdout).toContain("KẾT LUẬN: ĐẠT.");
    expect(await drill([join(elsewhere, "none")])).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("what a process left that died while it copied", () => {
  it("is no backup, and goes when the next one is made", async () => {
    const part = join(backups(), "so-truc-20260101T000000000Z.sqlite.part");
    await appendFile(part, "nửa chừng");
    await writeFile(`${part}-journal`, "nửa chừng");
    const listed = (await admin.get("/api/admin/backups")).body.backups.map(
      (one: { name: string }) => one.name,
    );
    expect(listed.some((name: string) => name.includes(".part"))).toBe(false);
    await admin.post("/api/admin/backups");
    expect(existsSync(part)).toBe(false);
    expect(existsSync(`${part}-journal`)).toBe(false);
  });
});

function visit(id: string, note?: string) {
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return { c: "create", k: "supportVisit", id, sc: "visits:counter", f, ...(note ? { p: { note } } : {}) };
}
