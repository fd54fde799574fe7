import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dayOf } from "#kernel/calendar.ts";
import { type ApiClient, addPerson, adminPassword, createTestDevice, setUp } from "../support/api-client.ts";
import { until } from "../support/patience.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import { newDataDir, removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

const day = 86_400_000;
const hour = 3_600_000;

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.close());

describe.each(["sqlite", "postgres"] as const)("a server whose clock is wrong (%s)", (store) => {
  let server: ServerProcess;
  let dataDir: string;
  let env: Record<string, string>;

  async function start(clock: number): Promise<ServerProcess> {
    server = await startServer({ dataDir, clock, env });
    return server;
  }
  /** A fresh server of a commune whose machine begins with its clock off by so much. */
  async function begin(clock: number) {
    dataDir = await newDataDir();
    env = store === "postgres" ? { DATABASE_URL: await postgres.newDatabase() } : {};
    await start(clock);
    const { client: admin } = await setUp(server.url, server.setupToken);
    const officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
    return { admin, officer, device: createTestDevice(officer.client, officer.session) };
  }
  /** As after a power cut, with the clock off by so much; the clients find it again. */
  async function restart(clock: number, ...clients: ApiClient[]): Promise<void> {
    await server.kill9();
    await start(clock);
    for (const client of clients) client.url = server.url;
  }
  afterEach(async () => {
    await server.kill9();
    await removeDataDir(dataDir);
  });

  const visit = (id: string, on = dayOf(Date.now()), village?: string) => ({
    ...{ c: "create", k: "supportVisit", id, sc: village ? `visits:${village}` : "visits:counter", b: 0 },
    f: { day: on, sort: "vneid", form: "centre", result: "done", people: 1 },
  });
  const watch = async (admin: ApiClient) => (await admin.get("/api/admin/operations")).body;
  const isSound = async (admin: ApiClient) => (await watch(admin)).clock.isSound as boolean;
  const metric = async (name: string) => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
  };
  const backupNames = async () =>
    (await readdir(join(dataDir, "backups"))).filter((name) => name.endsWith(".sqlite.json"));

  it.each([
    ["400 days ahead", 400 * day],
    ["41 days ahead", 41 * day],
    ["a day behind", -day],
  ])(
    "%s while it runs: no backup goes, nobody is locked out or let in, and it says so",
    async (_name, by) => {
      const { admin, officer, device } = await begin(0);
      await device.pull();
      const { body: made } = await admin.post("/api/admin/backups");
      await keepNightly(dataDir, made.backups[0].name, [1, 2, 3, 9, 16, 25]);
      const before = await backupNames();

      await server.setClock(by);
      expect(await isSound(admin)).toBe(false);
      expect(await metric("sotruc_clock_sound")).toBe(0);
      expect(Math.round((await metric("sotruc_clock_machine_ahead_seconds")) / 60)).toBe(by / 60_000);
      await admin.post("/api/admin/backups");
      for (let i = 0; i < 3; i++) {
        await admin.call("POST", "/api/session", {
          account: "motcua1",
          password: "sai",
          device: { name: "x" },
        });
      }
      await admin.call("PATCH", `/api/admin/people/${officer.session.person}`, { roles: ["village"] });
      const during = await device.exchange([device.op("support.visit", [visit("sv-during")])]);
      expect(during.body.receipts).toMatchObject([{ n: 1, r: "rejected", code: "denied" }]);
      expect(Math.abs(during.body.serverTime - Date.now())).toBeLessThan(hour);

      await server.setClock(0);
      expect(await isSound(admin)).toBe(true);
      expect((await watch(admin)).clock.jumps).toMatchObject([{ by: expect.closeTo(by, -5) }]);
      const now = new Set(await backupNames());
      expect(before.filter((name) => !now.has(name))).toEqual([]);
      expect(server.output()).toContain('"event":"clock-jumped"');
      const again = () => officer.client.signIn("motcua1", officer.password).catch(() => undefined);
      await until(async () => (await again())?.person === officer.session.person);
      expect((await admin.get("/api/admin/people")).status).toBe(200);
    },
  );

  it("at its start: what was refused for the day alone is entered once the clock is right", async () => {
    const { admin, officer, device } = await begin(-2 * day);
    await device.pull();
    // Off since two days ago as far as it knows; its battery is dead.
    await restart(Date.UTC(2009, 0, 1) - Date.now(), admin, officer.client);
    expect(await isSound(admin)).toBe(false);
    const sent = await device.exchange([device.op("support.visit", [visit("sv-today")])]);
    expect(sent.body.receipts).toMatchObject([{ n: 1, r: "parked", code: "day-in-future" }]);
    expect((await watch(admin)).parked).toMatchObject([{ code: "day-in-future" }]);

    await server.setClock(0);
    await until(async () => (await watch(admin)).parked.length === 0);
    expect((await device.exchange()).body.receipts).toMatchObject([{ n: 1, r: "applied" }]);
    expect(await isSound(admin)).toBe(true);
    // A clock that is right does not ask anybody to wait for a day that has not come.
    const ahead = device.op("support.visit", [visit("sv-ahead", dayOf(Date.now() + 2 * day))]);
    expect((await device.exchange([ahead])).body.receipts).toMatchObject([{ r: "rejected" }]);
  });

  it("400 days ahead at its start, and right: a night's work and everybody's access are as they were", async () => {
    const { admin, officer, device } = await begin(0);
    await device.pull();
    const { body: made } = await admin.post("/api/admin/backups");
    await keepNightly(dataDir, made.backups[0].name, [1, 4, 12]);
    const before = await backupNames();
    await restart(400 * day, admin, officer.client);
    await admin.post("/api/admin/backups");
    const during = await device.exchange([device.op("support.visit", [visit("sv-during")])]);
    expect(during.body.receipts).toMatchObject([{ r: "applied" }]);
    await restart(0, admin, officer.client);
    expect(await isSound(admin)).toBe(true);
    const now = new Set(await backupNames());
    expect(before.filter((name) => !now.has(name))).toEqual([]);
    const later = await device.exchange([
      device.op("support.visit", [visit("sv-offline")], { w: Date.now() - 2 * hour }),
    ]);
    expect(later.body.receipts).toMatchObject([{ r: "applied" }]);
  });

  it("where an earlier program left times ahead of now, none of them is in force", async () => {
    // Nothing tells this first start that it is not next year: what it writes is dated so.
    const ahead = 400 * day;
    const { admin, officer, device } = await begin(ahead);
    await device.pull();
    for (let i = 0; i < 5; i++) {
      await admin.call("POST", "/api/session", {
        account: "motcua1",
        password: "sai",
        device: { name: "x" },
      });
    }
    const patch = (roles: string[]) =>
      admin.call("PATCH", `/api/admin/people/${officer.session.person}`, { roles });
    await patch(["security"]);
    await patch(["centre"]);
    const { body: made } = await admin.post("/api/admin/backups");
    await server.stop();
    await rm(join(dataDir, "clock.json"));
    await restart(0, admin, officer.client);

    expect((await officer.client.signIn("motcua1", officer.password)).person).toBe(officer.session.person);
    officer.client.device = officer.session.device;
    // Written an hour ago, offline, with the correction that the wrong clock had taught.
    const written = Date.now() - hour;
    const op = device.op("support.visit", [visit("sv-offline")], { w: written, o: ahead });
    const reply = await device.exchange([op]);
    expect(reply.body.receipts).toMatchObject([{ r: "applied" }]);
    await device.pull();
    expect((device.rows.get("sv-offline") as { a: [number] }).a[0]).toBe(written);
    // Taken away now, though it was given in the future.
    await patch(["village"]);
    const after = await device.exchange([device.op("support.visit", [visit("sv-after")])]);
    expect(after.body.receipts).toMatchObject([{ r: "rejected", code: "denied" }]);
    const { body: list } = await admin.post("/api/admin/backups");
    expect(list.ageMs).toBeLessThan(hour);
    expect(made.backups[0].at).toBeGreaterThan(Date.now());
    for (const { at } of list.backups) expect(at).toBeLessThanOrEqual(Date.now());
    expect((await admin.signIn("quantri", adminPassword)).roles).toEqual(["admin"]);
  });
});

/** Copies of a backup as if they had been made so many nights ago. */
async function keepNightly(dataDir: string, name: string, nights: readonly number[]): Promise<void> {
  const folder = join(dataDir, "backups");
  const entry = JSON.parse(await readFile(join(folder, `${name}.json`), "utf8"));
  for (const night of nights) {
    const at = entry.at - night * day;
    const copy = `so-truc-${new Date(at).toISOString().replace(/[:.]/g, "")}.sqlite`;
    await copyFile(join(folder, name), join(folder, copy));
    await writeFile(join(folder, `${copy}.json`), JSON.stringify({ ...entry, name: copy, at }));
  }
}
