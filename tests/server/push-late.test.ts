import { createECDH, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { submitAsServer } from "#authority/server-ops.ts";
import { checkRunId, closedDayId } from "#domain/checks/check-ids.ts";
import type { Fields } from "#domain/record.ts";
import { startOfDay } from "#kernel/calendar.ts";
import { createLog } from "#server/log.ts";
import { createPush, type Push } from "#server/push/push.ts";
import { changeSettings, subscribe } from "#server/push/push-store.ts";
import { insertCommune } from "#server/store/communes.ts";
import type { Database } from "#server/store/database.ts";
import { insertDevice } from "#server/store/people-store.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";
import { until } from "../support/patience.ts";

const commune = "c";
const monday = "2026-11-23";
const at = (clock: string, day = monday) => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return startOfDay(day) + (hours * 60 + minutes) * 60_000;
};

let folder: string;
let database: Database;
let service: Server;
let origin: string;
let now: number;
let push: Push;
/** A server begins, on the database that the one before left. */
let start: () => Push;
let arrived: string[];
/** What the push service answers, in turn; 0 is no answer. */
let statuses: number[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "so-truc-push-"));
  now = at("06:00");
  arrived = [];
  statuses = [];
  service = createServer((request, reply) => {
    arrived.push(request.url ?? "");
    const status = statuses.shift() ?? 201;
    if (status > 0) request.resume().on("end", () => reply.writeHead(status).end());
  });
  await new Promise<void>((done) => service.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  database = await openSqlite(join(folder, "logbook.sqlite"), now);
  await database.write(({ query }) =>
    insertCommune(query, { id: commune, epoch: "e", capsulePublic: "p", capsuleSecret: "s", now }),
  );
  const groups = [{ id: "g", name: "Máy" }];
  await write("checkTemplate", "t", {
    ...{ name: "Kiểm tra", version: 1, dueTime: "07:30", opensTime: "06:00", groups },
    items: [{ id: "i", group: "g", name: "Máy in" }],
  });
  await write("site", "chinh", { name: "Trung tâm" });
  await write("site", "phu", { name: "Điểm phụ" });
  await listen("lan", ["centre"], ["chinh"]);
  await listen("hoa", ["centre"], ["phu"]);
  await listen("tai", ["responder"], []);
  await turn(true);
  const log = createLog({ level: "error", folder: undefined, keepDays: 1 });
  start = () => createPush({ database, log, now: () => now });
  push = start();
});
afterEach(async () => {
  service.closeAllConnections();
  await new Promise((done) => service.close(done));
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

function write(kind: string, id: string, create: Fields) {
  return createSqlCommuneStore(database).transact(commune, (tx) =>
    submitAsServer(tx, "org.edit", [{ kind, id, create }], now),
  );
}

function turn(enabled: boolean) {
  const change = { commune, enabled, subject: "https://so-truc.example", by: "admin", now };
  return database.write(({ query }) => changeSettings(query, change));
}

async function listen(person: string, roles: string[], sites: string[]): Promise<void> {
  await write("person", person, {
    name: person,
    account: person,
    roles,
    sites,
    units: [],
    villages: [],
    active: true,
  });
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  const keys = { p256dh: ecdh.getPublicKey("base64url"), auth: randomBytes(16).toString("base64url") };
  await database.write(async ({ query }) => {
    const device = { id: `d${person}`, commune, person, name: "", letter: person, public_key: null };
    await insertDevice(query, { ...device, created_at: now, revoked_at: null, lost: 0 });
    await subscribe(query, commune, { device: `d${person}`, endpoint: `${origin}/${person}`, ...keys }, now);
  });
}

function complete(site: string) {
  const key = { site, template: "t", day: monday, slot: "morning" as const };
  const completed = { at: now, by: "lan" };
  return write("checkRun", checkRunId(key), { ...key, templateVersion: 1, completed });
}

describe("a morning check that is not done by its hour", () => {
  it("wakes those of that site once, after the hour, on a working day", async () => {
    await push.lateChecks();
    now = at("07:29");
    await push.lateChecks();
    expect(arrived).toEqual([]);
    now = at("07:31");
    await complete("phu");
    await push.lateChecks();
    expect(arrived).toEqual(["/lan"]);
    now = at("09:00");
    await push.lateChecks();
    expect(arrived).toEqual(["/lan"]);
    now = at("07:31", "2026-11-24");
    await push.lateChecks();
    expect(arrived.slice(1).sort()).toEqual(["/hoa", "/lan"]);
  });

  it("wakes those whose own sites have all closed for those that are left", async () => {
    await write("site", "cu", { name: "Bưu cục cũ", closedOn: "2026-11-01" });
    await listen("binh", ["centre"], ["cu"]);
    await listen("kim", ["centre"], ["cu", "phu"]);
    now = at("07:31");
    await complete("phu");
    await push.lateChecks();
    expect(arrived.sort()).toEqual(["/binh", "/lan"]);
  });

  it("wakes nobody on a Sunday, on a day somebody closed, on a marked holiday, or when it is off", async () => {
    now = at("08:00", "2026-11-22");
    await push.lateChecks();
    now = at("08:00");
    await write("closedDay", closedDayId("chinh", monday), { site: "chinh", day: monday, reason: "storm" });
    await write("closedDay", closedDayId("phu", monday), { site: "phu", day: monday, reason: "storm" });
    await push.lateChecks();
    now = at("08:00", "2026-11-24");
    const mark = { day: "2026-11-24", work: false, why: "closure" };
    await write("calendarMark", "calendar/2026-11-24", mark);
    await push.lateChecks();
    now = at("08:00", "2026-11-25");
    await turn(false);
    await push.lateChecks();
    expect(arrived).toEqual([]);
  });

  it("is tried again while the push service is busy, and given up when nobody needs it any more", async () => {
    await complete("phu");
    now = at("08:00");
    statuses = [503, 503, 201];
    await push.lateChecks();
    await push.retries();
    expect(arrived).toHaveLength(1);
    now += 10_000;
    await push.retries();
    expect(arrived).toHaveLength(2);
    now += 60_000;
    await push.retries();
    await push.retries();
    expect(arrived).toEqual(["/lan", "/lan", "/lan"]);

    now = at("08:00", "2026-11-24");
    statuses = [503, 400];
    arrived = [];
    await complete("chinh");
    await push.lateChecks();
    await passMinutes(90);
    // What is refused is never tried again.
    expect(arrived).toEqual(expect.arrayContaining(["/lan", "/hoa"]));
    expect(arrived).toHaveLength(3);
    expect(await waiting()).toBe(0);

    now = at("08:00", "2026-11-25");
    statuses = Array.from({ length: 20 }, () => 503);
    arrived = [];
    await complete("chinh");
    await push.lateChecks();
    await passMinutes(90);
    expect(await waiting()).toBe(0);
    expect(arrived.length).toBeLessThanOrEqual(10);
  });

  it("is not forgotten when the server ends before the push service has it, and is sent by one of those that begin", async () => {
    await complete("phu");
    now = at("08:00");
    statuses = [503];
    await push.lateChecks();
    expect(arrived).toEqual(["/lan"]);
    now += 10_000;
    const [one, other] = [start(), start()];
    await Promise.all([one.retries(), other.retries()]);
    expect(arrived).toEqual(["/lan", "/lan"]);
    expect(await waiting()).toBe(0);

    // Killed while the service has not answered yet: the wake-up was written down before.
    now = at("08:00", "2026-11-24");
    service.once("request", () => arrived.push("unanswered"));
    statuses = [0];
    void push.lateChecks();
    await until(() => arrived.includes("unanswered"));
    arrived = [];
    now += 30_000;
    await start().retries();
    expect(arrived).toHaveLength(1);
    expect(await waiting()).toBe(0);

    now = at("08:00", "2026-11-25");
    statuses = [503];
    await complete("chinh");
    await start().lateChecks();
    expect(await waiting()).toBe(1);
    await turn(false);
    arrived = [];
    now += 10_000;
    await start().retries();
    expect(arrived).toEqual([]);
    expect(await waiting()).toBe(0);
  });
});

async function passMinutes(count: number): Promise<void> {
  for (let minute = 1; minute <= count; minute++) {
    now += 60_000;
    await push.retries();
  }
}

async function waiting(): Promise<number> {
  return (await database.read.selectFrom("push_waiting").select("event").execute()).length;
}
