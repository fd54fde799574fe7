import { createECDH, randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ApiClient, addPerson, createTestDevice, type Session, setUp } from "../support/api-client.ts";
import { until } from "../support/patience.ts";
import { removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

/** The other end of web-push's encryption. */
const ece = createRequire(createRequire(import.meta.url).resolve("web-push"))("http_ece") as {
  decrypt(body: Buffer, keys: { version: string; privateKey: unknown; authSecret: string }): Buffer;
};

type Person = { client: ApiClient; session: Session };
let server: ServerProcess;
let pushService: Server;
let origin: string;
let arrived: { path: string; headers: IncomingHttpHeaders; body: Buffer }[] = [];
let answer: (path: string) => number = () => 201;
let admin: ApiClient;
const people: Record<string, Person> = {};
const keys = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: string }>();

beforeAll(async () => {
  pushService = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      arrived.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(parts) });
      reply.writeHead(answer(request.url ?? "")).end();
    });
  });
  await new Promise<void>((done) => pushService.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(pushService.address() as AddressInfo).port}`;
  server = await startServer({ env: { PUSH_SERVICES: origin } });
  admin = (await setUp(server.url, server.setupToken)).client;
  const roles = { bao: ["centre"], tai: ["responder"], dao: ["leader"], an: ["security"] };
  for (const [account, held] of Object.entries(roles)) {
    people[account] = await addPerson(admin, { account: `${account}1`, roles: held });
  }
});
afterAll(async () => {
  await server.stop();
  await removeDataDir(server.dataDir);
  await new Promise((done) => pushService.close(done));
});
beforeEach(() => {
  arrived = [];
  answer = () => 201;
});

const who = (name: string) => people[name] as Person;

async function subscribe(name: string, endpoint = `${origin}/${name}`) {
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  const auth = randomBytes(16).toString("base64url");
  keys.set(name, { ecdh, auth });
  return who(name).client.post("/api/push/subscription", {
    endpoint,
    keys: { p256dh: ecdh.getPublicKey("base64url"), auth },
  });
}

function read(name: string, body: Buffer): unknown {
  const { ecdh, auth } = keys.get(name) as NonNullable<ReturnType<typeof keys.get>>;
  const plain = ece.decrypt(body, { version: "aes128gcm", privateKey: ecdh, authSecret: auth });
  return JSON.parse(plain.toString("utf8"));
}

let serial = 0;
const devices = new Map<string, ReturnType<typeof createTestDevice>>();
function deviceOf(name: string) {
  const device = devices.get(name) ?? createTestDevice(who(name).client, who(name).session);
  devices.set(name, device);
  return device;
}

async function report(name: string, fields: Record<string, unknown>) {
  serial += 1;
  const id = `inc-${serial}`;
  const f = { number: `SC-XT-00${serial}-B`, group: 1, severity: 4, title: "Bí mật", since: 1, ...fields };
  const sc = f.group === 11 ? `case:${id}` : "incidents:*";
  const device = deviceOf(name);
  const ops = [device.op("incident.report", [{ c: "create", k: "incident", id, sc, f }])];
  const reply = await device.exchange(ops);
  expect(reply.body.receipts[0], JSON.stringify(reply.body.receipts)).toMatchObject({ r: "applied" });
  return { id, ops };
}

/** Waits until so many wake-ups came; what comes on top shows with the next. */
const wakes = (count: number) => until(() => arrived.length >= count);
const paths = () => arrived.map(({ path }) => path).sort();

describe("Web Push", () => {
  it("is off until the administrator turns it on, and then refuses services nobody named", async () => {
    expect((await who("tai").client.get("/api/push")).body).toEqual({
      enabled: false,
      key: null,
      endpoint: null,
    });
    expect(await subscribe("tai")).toMatchObject({ status: 409, code: "push-off" });
    expect(await who("tai").client.post("/api/admin/push", { enabled: true })).toMatchObject({ status: 403 });
    expect((await admin.post("/api/admin/push", { enabled: true })).body).toMatchObject({
      enabled: true,
      devices: 0,
    });
    const { key } = (await who("tai").client.get("/api/push")).body;
    expect(Buffer.from(key, "base64url")).toHaveLength(65);
    for (const endpoint of [
      "http://169.254.169.254/latest",
      "https://fcm.googleapis.com.evil.vn/x",
      "file:///etc",
    ]) {
      expect(await subscribe("tai", endpoint)).toMatchObject({ status: 422, code: "push-service-unknown" });
    }
    for (const name of ["tai", "dao", "an", "bao"]) expect((await subscribe(name)).status).toBe(200);
    expect((await admin.get("/api/admin/push")).body).toMatchObject({ devices: 4 });
    expect((await who("tai").client.get("/api/push")).body.endpoint).toBe(`${origin}/tai`);
  });

  it("wakes whom the severity goes to, once, with nothing in it but whose logbook is meant", async () => {
    const { ops } = await report("bao", { severity: 1 });
    await wakes(2);
    await deviceOf("bao").exchange(ops);
    const other = await report("bao", { severity: 2 });
    await wakes(3);
    expect(paths()).toEqual(["/dao", "/tai", "/tai"]);
    const [first] = arrived.filter(({ path }) => path === "/tai");
    expect(read("tai", first?.body as Buffer)).toEqual({ v: 1, device: who("tai").session.device });
    expect(first?.headers).toMatchObject({ "content-encoding": "aes128gcm", urgency: "high", ttl: "3600" });
    expect(first?.headers.authorization).toMatch(/^vapid t=.+, k=/);
    expect(JSON.stringify(first?.headers)).not.toContain(other.id);
  });

  it("tells only Công an xã of a security incident, and who is given an incident", async () => {
    await report("bao", { group: 11, severity: 1 });
    await wakes(1);
    expect(paths()).toEqual(["/an"]);
    const { id } = await report("bao", { severity: 4 });
    const device = deviceOf("tai");
    await device.pull();
    const give = { c: "set", k: "incident", id, b: 99, f: { assignee: who("bao").session.person } };
    await device.exchange([device.op("incident.edit", [give])]);
    await wakes(2);
    expect(paths()).toEqual(["/an", "/bao"]);
  });

  it("tells who stands on the rung that an incident was escalated to", async () => {
    const { id } = await report("bao", { severity: 4 });
    const device = deviceOf("bao");
    await device.exchange([
      device.op("incident.escalate", [
        { c: "move", k: "incident", id, b: 99, from: "new", to: "escalated" },
        { c: "set", k: "incident", id, b: 99, f: { level: "commune" } },
      ]),
    ]);
    await wakes(2);
    expect(paths()).toEqual(["/dao", "/tai"]);
  });

  it("wakes nobody for what was refused, or was written in another's name", async () => {
    const { id } = await report("bao", { severity: 4, assignee: who("tai").session.person });
    await wakes(1);
    const device = deviceOf("dao");
    await device.pull();
    const edit = {
      c: "set",
      k: "incident",
      id,
      b: 99,
      f: { assignee: who("tai").session.person, severity: 1 },
    };
    const denied = device.op("incident.edit", [edit]);
    const foreign = { ...device.op("incident.edit", [edit]), u: who("bao").session.person };
    const reply = await device.exchange([denied, foreign]);
    expect(reply.body.receipts).toMatchObject([{ n: denied.n, r: "rejected", code: "denied" }]);
    await report("bao", { severity: 1 });
    await wakes(3);
    expect(paths()).toEqual(["/dao", "/tai", "/tai"]);
  });

  it("goes on to the others when one device gave a key that is none", async () => {
    const broken = { p256dh: "A".repeat(87), auth: "A".repeat(22) };
    const subscribeWith = (keys: object) =>
      who("dao").client.post("/api/push/subscription", { endpoint: `${origin}/dao`, keys });
    expect(await subscribeWith({ ...broken, auth: "A".repeat(17) })).toMatchObject({ status: 400 });
    const offCurve = Buffer.alloc(65, 1);
    offCurve[0] = 4;
    expect((await subscribeWith({ ...broken, p256dh: offCurve.toString("base64url") })).status).toBe(200);
    await report("bao", { severity: 1 });
    await wakes(1);
    expect(paths()).toEqual(["/tai"]);
    await until(async () => (await who("dao").client.get("/api/push")).body.endpoint === null);
    await subscribe("dao");
  });

  it("lets go of a subscription that died; the exchange never notices", async () => {
    answer = (path) => (path === "/tai" ? 410 : 201);
    await report("bao", { severity: 1 });
    await wakes(2);
    await until(async () => (await who("tai").client.get("/api/push")).body.endpoint === null);
    arrived = [];
    await report("bao", { severity: 1 });
    await wakes(1);
    expect(paths()).toEqual(["/dao"]);
    expect((await admin.get("/api/admin/push")).body.devices).toBe(3);
  });

  it("forgets every device when it is turned off, and keeps its key for the next time", async () => {
    const { key } = (await who("an").client.get("/api/push")).body;
    await admin.post("/api/admin/push", { enabled: false });
    expect((await who("an").client.get("/api/push")).body).toEqual({
      enabled: false,
      key: null,
      endpoint: null,
    });
    await report("bao", { severity: 1 });
    await admin.post("/api/admin/push", { enabled: true });
    expect((await who("an").client.get("/api/push")).body).toMatchObject({
      enabled: true,
      key,
      endpoint: null,
    });
    await subscribe("an");
    await report("bao", { group: 11, severity: 2 });
    await wakes(1);
    expect(paths()).toEqual(["/an"]);
    expect(server.output()).not.toContain(origin);
  });
});
