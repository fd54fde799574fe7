import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attentionOf, waitingSchema } from "#domain/org/attention.ts";
import { type ApiClient, addPerson, createTestDevice, type Session, setUp } from "../support/api-client.ts";
import { removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

const day = 86_400_000;
let server: ServerProcess;
let admin: ApiClient;
let session: Session;
let officer: Awaited<ReturnType<typeof addPerson>>;
let device: ReturnType<typeof createTestDevice>;

beforeAll(async () => {
  server = await startServer();
  ({ client: admin, session } = await setUp(server.url, server.setupToken));
  officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  device = createTestDevice(officer.client, officer.session);
  await device.pull();
});
afterAll(async () => {
  await server?.kill9();
  await removeDataDir(server.dataDir);
});

describe("what an administrator watches", () => {
  it("is told in numbers alone whenever Hôm nay is opened, and to nobody else", async () => {
    const { body } = await admin.get("/api/admin/attention");
    expect(waitingSchema.parse(body)).toMatchObject({
      gaps: 0,
      parked: 0,
      refused: 0,
      silent: 0,
      held: 0,
      neverIn: 0,
    });
    expect(attentionOf(waitingSchema.parse(body))).toEqual([]);
    expect(await officer.client.get("/api/admin/attention")).toMatchObject({ code: "forbidden" });
    await admin.post("/api/admin/people", {
      ...{ name: "Người mới", account: "moi1", roles: ["village"], units: [], villages: [] },
    });
    expect((await admin.get("/api/admin/attention")).body).toMatchObject({ neverIn: 1 });
  });

  it("is empty while all is well", async () => {
    expect((await admin.get("/api/admin/operations")).body).toEqual({
      ...{ parked: [], refused: [], gaps: [], silent: [], unreadable: [] },
      clock: { isSound: true, machineAhead: 0, devicesAhead: null, jumps: [], now: expect.any(Number) },
      defects: { count: 0, latest: [] },
      inUse: 2,
    });
  });

  it("names parked and refused ops by deed, person and device, and never their content", async () => {
    const refused = device.op("support.visit", [{ ...visit("v-x"), f: { note: "Bà Ngọ" }, p: undefined }]);
    device.op("support.visit", [visit("v-lost")]);
    const waiting = device.op("support.edit", [
      { c: "set", k: "supportVisit", id: "v-late", b: 0, f: { people: 2 }, p: { note: "Bà Ngọ" } },
    ]);
    await device.exchange([refused, waiting]);
    await officer.client.post("/api/quarantine", { note: "Bà Ngọ" });
    const { body } = await admin.get("/api/admin/operations");
    const here = { id: officer.session.device, name: "Máy thử", letter: "B", personName: "Người motcua1" };
    const of = { device: here, personName: "Người motcua1", at: expect.any(Number) };
    expect(body.refused).toEqual([
      { ...of, n: 1, action: "support.visit", code: "misplaced-field", waitsFor: null },
    ]);
    expect(body.parked).toEqual([
      { ...of, n: 3, action: "support.edit", code: "missing-record", waitsFor: "v-late" },
    ]);
    expect(body.gaps).toEqual([expect.objectContaining({ ...here, missing: 1, firstMissing: 2 })]);
    expect(body.unreadable).toEqual([{ ...here, count: 1, at: expect.any(Number) }]);
    expect(JSON.stringify(body)).not.toContain("Ngọ");
    const told = (await admin.get("/api/admin/attention")).body;
    expect(told).toMatchObject({ gaps: 1, parked: 1, refused: 1, unreadable: 1, defects: 0 });
  });

  it("decides what waits again when asked, and settles what can be", async () => {
    const still = await admin.post("/api/admin/operations/retry");
    expect(still.body).toMatchObject({ settled: 0, parked: [{ n: 3 }] });
    await device.exchange([device.op("support.visit", [visit("v-late")])]);
    expect((await admin.get("/api/admin/operations")).body.parked).toEqual([]);
  });

  it("shows devices that have said nothing for three days; a report asks since its own cut-off", async () => {
    const { silent } = (await admin.get("/api/admin/operations")).body;
    expect(silent).toEqual([]);
    quietSince(officer.session.device, Date.now() - 4 * day, 5);
    const after = (await admin.get("/api/admin/operations")).body;
    expect((await admin.get("/api/admin/attention")).body).toMatchObject({ silent: 1, held: 0 });
    expect(after.silent).toEqual([expect.objectContaining({ id: officer.session.device, outbox: 5 })]);
    const since = async (at: number) => (await admin.get(`/api/silent?since=${at}`)).body;
    expect(await since(Date.now() - 3 * day)).toMatchObject({
      total: 2,
      devices: [{ id: officer.session.device, personName: "Người motcua1", outbox: 5 }],
    });
    expect((await since(Date.now() - 5 * day)).devices).toEqual([]);
    await admin.post(`/api/admin/devices/${officer.session.device}/revoke`, { lost: false });
    expect((await admin.get("/api/admin/operations")).body.silent).toEqual([]);
    expect((await admin.get("/api/admin/attention")).body).toMatchObject({ silent: 0, held: 1 });
  });

  it("is for the administrator; silent devices also for those who answer for reports", async () => {
    const other = await addPerson(admin, { account: "totruong", roles: ["village"] });
    const leader = await addPerson(admin, { account: "lanhdao", roles: ["leader"] });
    for (const { client } of [other, leader]) {
      expect(await client.get("/api/admin/operations")).toMatchObject({ code: "forbidden" });
      expect(await client.post("/api/admin/operations/retry")).toMatchObject({ code: "forbidden" });
    }
    expect(await other.client.get("/api/silent")).toMatchObject({ code: "forbidden" });
    expect(await leader.client.get("/api/silent")).toMatchObject({ status: 200, body: { devices: [] } });
    expect(await leader.client.get("/api/silent?since=hôm-qua")).toMatchObject({ code: "bad-request" });
    const clerk = await addPerson(admin, { account: "motcua9", roles: ["centre"] });
    quietSince(leader.session.device, Date.now() - 4 * day, 5);
    const since = `/api/silent?since=${Date.now() - 3 * day}`;
    expect(await clerk.client.get(since)).toMatchObject({ status: 200, body: { silent: 1, devices: [] } });
    expect((await admin.get(since)).body).toMatchObject({ silent: 1, devices: [{ outbox: 5 }] });
  });
});

describe("devices that a sheet misses", () => {
  const quiet = new Map<string, Awaited<ReturnType<typeof addPerson>>>();
  const missing = async (query: string, who: ApiClient = admin) =>
    (await who.get(`/api/silent?since=${Date.now() - 3 * day}&${query}`)).body;
  const names = async (query: string) =>
    (await missing(query)).devices
      .map(({ personName }: { personName: string }) => personName.replace("Người vang-", ""))
      .filter((name: string) => quiet.has(name))
      .sort();

  beforeAll(async () => {
    const desk = createTestDevice(admin, session);
    await desk.pull();
    const site = (id: string, name: string) => ({ c: "create", k: "site", id, sc: "org", f: { name } });
    const reply = await desk.exchange([
      desk.op("org.edit", [site("cho", "Điểm chợ"), site("ben-do", "Điểm bến đò")]),
    ]);
    expect(reply.body.receipts).toMatchObject([{ r: "applied" }]);
    for (const [name, part] of Object.entries({
      quay: { roles: ["centre"] },
      cho: { roles: ["centre"], sites: ["cho"] },
      "cho-bendo": { roles: ["centre", "leader"], sites: ["cho", "ben-do"] },
      xom: { roles: ["village"], villages: ["village-x"] },
      lanhdao: { roles: ["leader"] },
      tinh: { roles: ["province"] },
      mat: { roles: ["centre"] },
      dong: { roles: ["centre"] },
      doi: { roles: ["centre"] },
    })) {
      const made = await addPerson(admin, { account: `vang-${name}`, ...part });
      await createTestDevice(made.client, made.session).pull();
      quiet.set(name, made);
    }
    const person = (name: string) => quiet.get(name)?.session.person ?? "";
    await admin.post(`/api/admin/devices/${quiet.get("mat")?.session.device}/revoke`, { lost: true });
    await admin.call("PATCH", `/api/admin/people/${person("dong")}`, { active: false });
    for (const one of quiet.values()) quietSince(one.session.device, Date.now() - 4 * day, 0);
    // Who was at the counter until yesterday may still hold a check of last week.
    await admin.call("PATCH", `/api/admin/people/${person("doi")}`, { roles: ["leader"] });
  });

  it("are those of people who could have written what it reports, there", async () => {
    expect(await names("for=checks")).toEqual(["cho", "cho-bendo", "doi", "quay"]);
    expect(await names("for=checks&site=cho")).toEqual(["cho", "cho-bendo", "doi", "quay"]);
    expect(await names("for=checks&site=ben-do")).toEqual(["cho-bendo", "doi", "quay"]);
    expect(await names("for=support&village=village-x")).toContain("xom");
    expect(await names("for=support&village=village-y")).not.toContain("xom");
    expect(await names("for=incidents")).toEqual(["cho", "cho-bendo", "doi", "lanhdao", "quay", "xom"]);
    expect(await names("")).toEqual(["cho", "cho-bendo", "doi", "lanhdao", "quay", "tinh", "xom"]);
  });

  it("count among all that could, and are nobody's names to the province", async () => {
    const told = await missing("for=checks&site=ben-do");
    expect(told.silent).toBe(told.devices.length);
    expect(told.total).toBeGreaterThanOrEqual(told.silent);
    const province = quiet.get("tinh")?.client as ApiClient;
    expect(await missing("for=checks&site=ben-do", province)).toMatchObject({
      silent: told.silent,
      devices: [],
    });
    expect(JSON.stringify(await missing("", province))).not.toContain("vang-");
  });

  it("are asked for by a sheet that is known", async () => {
    expect(await admin.get("/api/silent?for=everything")).toMatchObject({ code: "bad-request" });
    expect((await missing("for=checks&site=no-such-site")).silent).toBe(0);
  });
});

function quietSince(id: string, contactAt: number, outbox: number): void {
  const database = new DatabaseDriver(join(server.dataDir, "so-truc.sqlite"));
  const { state } = database.prepare("select state from device_states where id = ?").get(id) as {
    state: string;
  };
  const changed = { ...(JSON.parse(state) as object), contactAt, outbox };
  database.prepare("update device_states set state = ? where id = ?").run(JSON.stringify(changed), id);
  database.close();
}

function visit(id: string) {
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return { c: "create", k: "supportVisit", id, sc: "visits:counter", f };
}
