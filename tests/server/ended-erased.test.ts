import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "#domain/rights.ts";
import { dayOf } from "#kernel/calendar.ts";
import { type ApiClient, addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import { until } from "../support/patience.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import {
  dump,
  newDataDir,
  removeDataDir,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

const day = 86_400_000;
const ended = { name: "Bà Sáu Thìn", phone: "0977123456", note: "nhà cuối dốc, sống một mình" };
const waiting = { name: "Ông Bảy Dậu", phone: "0966654321" };

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.close());

const visit = (id: string, village: string) => ({
  ...{ c: "create", k: "supportVisit", id, sc: `village:${village}` },
  f: { day: dayOf(Date.now()), village, sort: "vneid", form: "home", result: "done", people: 1 },
});
const call = (id: string, village: string, p: object, to = "team") => ({
  ...{ c: "create", k: "callBack", id: `call/${id}`, sc: `calls:${village}` },
  ...{ f: { village, to, sort: "vneid", day: dayOf(Date.now()) }, p },
});

describe.each(["sqlite", "postgres"] as const)("names and numbers whose time has come (%s)", (store) => {
  let server: ServerProcess;
  let dataDir: string;
  let env: Record<string, string>;
  afterEach(async () => {
    await server.kill9();
    await removeDataDir(dataDir);
  });

  async function begin() {
    dataDir = await newDataDir();
    env = store === "postgres" ? { DATABASE_URL: await postgres.newDatabase() } : {};
    server = await startServer({ dataDir, clock: 0, env });
    const { client: admin } = await setUp(server.url, server.setupToken);
    return { admin, villages: await villagesOf(admin) };
  }

  async function villagesOf(admin: ApiClient): Promise<string[]> {
    const { client, session } = await addPerson(admin, { account: "xem", roles: ["centre"] });
    const rows = await createTestDevice(client, session).pull();
    return [...rows.values()].filter(({ k }) => k === "village").map(({ i }) => i as string);
  }

  async function join1(admin: ApiClient, role: Role, account: string, villages: readonly string[] = []) {
    const { client, session } = await addPerson(admin, { account, roles: [role], villages: [...villages] });
    return { client, device: createTestDevice(client, session) };
  }

  /** All that lies in files of the data folder, the backups in it included, and in the tables of the database. */
  async function everything(): Promise<Buffer> {
    const names = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
    const all = await Promise.all(files.map((file) => readFile(file)));
    return Buffer.concat([...all, await tables()]);
  }

  async function oldBackups(): Promise<number> {
    const made = (await readdir(join(dataDir, "backups"))).filter((name) => name.endsWith(".sqlite"));
    return made.length - 1;
  }

  async function tables(): Promise<Buffer> {
    const url = env["DATABASE_URL"];
    if (!url) return Buffer.alloc(0);
    const client = new pg.Client(url);
    await client.connect();
    const named = await client.query("select tablename from pg_tables where schemaname = current_schema()");
    const texts: string[] = [];
    for (const { tablename } of named.rows as { tablename: string }[])
      texts.push(JSON.stringify((await client.query(`select * from "${tablename}"`)).rows));
    await client.end();
    return Buffer.from(texts.join("\n"));
  }

  it("are gone from every file, table and backup one night, and from the device that wrote them", async () => {
    const { admin, villages } = await begin();
    const [village = ""] = villages;
    const team = await join1(admin, "village", "to1", [village]);
    await team.device.pull();
    const sent = await team.device.exchange([
      team.device.op("support.visit", [visit("v-1", village), call("v-1", village, ended)]),
      team.device.op("support.visit", [visit("v-2", village), call("v-2", village, waiting)]),
      team.device.op("call.done", [
        { c: "move", k: "callBack", id: "call/v-1", b: 0, from: "waiting", to: "done" },
      ]),
    ]);
    for (const { r } of sent.body.receipts) expect(r).toBe("applied");
    await admin.post("/api/admin/backups");
    const before = await everything();
    for (const value of [...Object.values(ended), ...Object.values(waiting)])
      expect(before.includes(value), value).toBe(true);

    await server.stop();
    // What nobody ended is still wanted; of what is done the month is over, and so is the old backup's.
    server = await startServer({ dataDir, clock: 31 * day, env: { ...env, NIGHT_SOON: "1" } });
    for (const client of [admin, team.client]) client.url = server.url;
    const count = async () =>
      (await admin.get("/api/admin/erased")).body.days?.[0]?.count as number | undefined;
    await until(async () => (await count()) === 1);
    const newer = async () =>
      (await admin.get("/api/admin/backups")).body.backups.filter(
        ({ at }: { at: number }) => at > Date.now() + 30 * day,
      );
    await until(async () => (await newer()).length > 0 && (await oldBackups()) === 0);
    const after = await everything();
    for (const value of Object.values(ended)) expect(after.includes(value), value).toBe(false);
    for (const value of Object.values(waiting)) expect(after.includes(value), value).toBe(true);
    expect(JSON.stringify(await dump(dataDir, env))).not.toContain(ended.phone);
    expect(await readFile(join(dataDir, "erasures.jsonl"), "utf8")).toContain("call/v-1");

    const rows = await team.device.pull();
    expect(rows.get("call/v-1")).toMatchObject({ e: 1, f: { state: "done" } });
    expect(rows.get("call/v-1")).not.toHaveProperty("p");
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^sotruc_ended_erased 1$/m);
  });

  it("never reach a leader, coordinator, province, responder, department, administrator or another village", async () => {
    const { admin, villages } = await begin();
    const [village = "", other = ""] = villages;
    const others = await Promise.all(
      (["leader", "coordinator", "province", "responder", "unit", "admin", "security"] as const).map((role) =>
        join1(admin, role, `nguoi-${role}`),
      ),
    );
    others.push(await join1(admin, "village", "to2", [other]));
    const security = others[6] as (typeof others)[0];
    const team = await join1(admin, "village", "to1", [village]);
    const centre = await join1(admin, "centre", "motcua1");
    await team.device.pull();
    await team.device.exchange([
      team.device.op("support.visit", [visit("v-1", village), call("v-1", village, ended)]),
      // An app of before writes it into the visit.
      team.device.op("support.visit", [
        { ...visit("v-2", village), p: { contactName: waiting.name, contactPhone: waiting.phone } },
      ]),
    ]);
    const heard = async ({ client, device }: (typeof others)[0]) => {
      const answers: unknown[] = [[...(await device.pull()).values()]];
      for (const record of ["call/v-1", "call/v-2", "v-1", "v-2"])
        answers.push(
          (await client.get(`/api/history?record=${encodeURIComponent(record)}`)).body,
          (await client.get(`/api/photos/${encodeURIComponent(record)}`)).body,
        );
      return JSON.stringify(answers);
    };
    for (const one of others)
      for (const value of [...Object.values(ended), ...Object.values(waiting)])
        expect(await heard(one), one.client.url).not.toContain(value);
    const colleague = await join1(admin, "village", "to3", [village]);
    for (const one of [colleague, centre]) {
      const told = await heard(one);
      for (const value of [...Object.values(ended), ...Object.values(waiting)]) expect(told).toContain(value);
    }
    const handed = await centre.device.exchange([
      centre.device.op("call.hand-over", [
        { c: "set", k: "callBack", id: "call/v-1", b: 9_999, f: { to: "police" } },
      ]),
    ]);
    expect(handed.body.receipts).toMatchObject([{ r: "applied" }]);
    const police = await heard(security);
    expect(police).toContain(ended.phone);
    expect(police).not.toContain(waiting.phone);
    const received = await security.device.exchange([
      security.device.op("call.receive", [
        { c: "move", k: "callBack", id: "call/v-1", b: 9_999, from: "waiting", to: "received" },
      ]),
      security.device.op("call.done", [
        { c: "move", k: "callBack", id: "call/v-2", b: 9_999, from: "waiting", to: "done" },
      ]),
    ]);
    expect(received.body.receipts).toMatchObject([{ r: "applied" }, { r: "rejected", code: "denied" }]);
  });
});
