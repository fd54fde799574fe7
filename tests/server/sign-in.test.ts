import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownableThings, ownedIn } from "#domain/checks/owned-things.ts";
import {
  type ApiClient,
  addPerson,
  adminPassword,
  createApiClient,
  createTestDevice,
  setUp,
} from "../support/api-client.ts";
import { removeDataDir, runScript, type ServerProcess, startServer } from "../support/server-process.ts";

let server: ServerProcess;
let admin: ApiClient;
const device = { name: "Máy thử", key: null };

beforeAll(async () => {
  server = await startServer();
  expect(await createApiClient(server.url).get("/api/hello")).toMatchObject({
    status: 200,
    body: { app: "so-truc", setup: true, communes: [], secure: false, serverTime: expect.any(Number) },
  });
  admin = (await setUp(server.url, server.setupToken)).client;
});
afterAll(async () => {
  await server.stop();
  await removeDataDir(server.dataDir);
});

/** What the check of this commune asks after, of the things that a centre may have or not. */
async function thingsAskedOf(client: ApiClient): Promise<string[]> {
  const reply = await client.post("/api/exchange", firstExchange(client.device));
  const rows = reply.body.rows as {
    k: string;
    f: { items: { id: string; group: string; name: string }[] };
  }[];
  const template = rows.find(({ k }) => k === "checkTemplate");
  return [...ownedIn({ items: template?.f.items ?? [] })];
}

describe("setting up", () => {
  it("makes the commune with units, villages, a site, the morning check and its administrator", async () => {
    const reply = await admin.post("/api/exchange", firstExchange(admin.device));
    const kinds = (reply.body.rows as { k: string }[]).map((row) => row.k);
    expect(kinds.filter((kind) => kind === "unit").length).toBeGreaterThanOrEqual(6);
    expect(kinds.filter((kind) => kind === "village")).toHaveLength(2);
    for (const kind of ["commune", "site", "checkTemplate", "person"]) expect(kinds).toContain(kind);
  });

  it("works once", async () => {
    const again = await createApiClient(server.url).post("/api/setup", {
      token: server.setupToken,
      commune: { name: "Xã Hai", code: "XH", villageWord: "xóm", villages: [] },
      admin: { name: "Ai đó", account: "aido", password: "mật khẩu dài" },
      device,
    });
    expect(again).toMatchObject({ status: 409, code: "setup-done" });
  });

  it("asks in the morning only after what the centre has, in the first commune and in one made by command", async () => {
    const second = await startServer();
    try {
      const first = await setUp(second.url, second.setupToken, { owned: ["ups", "wifi"] });
      const added = await runScript("src/server/ops/add-commune.ts", ["--name", "Xã Bên", "--code", "XB"], {
        DATA_DIR: second.dataDir,
      });
      const token = /thiet-lap#(\S+)/.exec(added.stdout)?.[1];
      const other = await setUp(second.url, token, { owned: ["kiosk"] });
      expect(await thingsAskedOf(first.client)).toEqual(["ups", "wifi"]);
      expect(await thingsAskedOf(other.client)).toEqual(["kiosk"]);
      expect((await thingsAskedOf(admin)).length).toBe(ownableThings.length);
    } finally {
      await second.stop();
      await removeDataDir(second.dataDir);
    }
  });

  it("refuses a thing that nobody knows", async () => {
    const reply = await createApiClient(server.url).post("/api/setup", {
      token: "x",
      commune: { name: "Xã", code: "XX", villageWord: "xóm", villages: [], owned: ["spaceship"] },
      admin: { name: "Ai", account: "aido", password: "mật khẩu dài" },
      device,
    });
    expect(reply.status).toBe(400);
  });

  it("refuses a token that nobody was given", async () => {
    const reply = await createApiClient(server.url).post("/api/setup", {
      token: "x".repeat(43),
      commune: { name: "Xã Hai", code: "XH", villageWord: "xóm", villages: [] },
      admin: { name: "Ai đó", account: "aido", password: "mật khẩu dài" },
      device,
    });
    expect(reply).toMatchObject({ status: 401, code: "wrong-code" });
  });

  it("tells the next caller that it is done", async () => {
    const hello = await createApiClient(server.url).get("/api/hello");
    expect(hello.body).toMatchObject({ setup: false, communes: [{ name: "Xã Thử" }] });
    expect(await createApiClient(server.url).get("/healthz")).toMatchObject({
      status: 200,
      body: { ok: true },
    });
  });
});

describe("first sign-in by a code", () => {
  it("takes the code as typed from paper, once, and sets the password", async () => {
    const made = await admin.post("/api/admin/people", {
      name: "Người Mới",
      account: "NguoiMoi ",
      roles: ["centre"],
    });
    expect(made.status).toBe(201);
    expect(made.body.code).toMatch(/^[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}$/);
    expect(made.body.link).toBe(`${server.url}/dang-nhap#${made.body.code}`);
    const client = createApiClient(server.url);
    const typed = ` ${String(made.body.code).toUpperCase().replaceAll("-", " ")} `;
    expect(await client.post("/api/session/first", { code: typed, password: "ngắn", device })).toMatchObject({
      status: 400,
      code: "weak-password",
    });
    const session = await client.redeemCode(typed, "mật khẩu mới");
    expect(session).toMatchObject({ name: "Người Mới", roles: ["centre"], commune: { name: "Xã Thử" } });
    expect(session.device).toMatch(/^d[0-9a-z]{8}$/);
    const again = await client.post("/api/session/first", { code: typed, password: "mật khẩu khác", device });
    expect(again).toMatchObject({ status: 410, code: "code-used" });
    await createApiClient(server.url).signIn("nguoimoi", "mật khẩu mới");
  });

  it("ends an earlier code when a new one is made", async () => {
    const made = await admin.post("/api/admin/people", { name: "Quên", account: "quen", roles: ["unit"] });
    const next = await admin.post(`/api/admin/people/${made.body.id}/code`);
    const client = createApiClient(server.url);
    const old = await client.post("/api/session/first", {
      code: made.body.code,
      password: "mật khẩu mới",
      device,
    });
    expect(old).toMatchObject({ status: 401, code: "wrong-code" });
    await client.redeemCode(next.body.code, "mật khẩu mới");
  });
});

describe("what a Vietnamese keyboard makes of it", () => {
  it("an account, and a password with another tone placement and space, still open the door", async () => {
    const made = await admin.post("/api/admin/people", {
      name: "Tổ\u200b  Bảy",
      account: "to7as",
      roles: ["centre"],
    });
    const client = createApiClient(server.url);
    const session = await client.redeemCode(made.body.code, "Hoà\u00a0Bình xanh");
    expect(session).toMatchObject({ name: "Tổ Bảy", account: "to7as" });
    await createApiClient(server.url).signIn("to7á", "Hòa Bình xanh");
    await createApiClient(server.url).signIn("ｔо7as", "Hòa Bình xanh");
    const wrong = { account: "tồ7á", password: "Hòa Bình Xanh", device };
    expect(await createApiClient(server.url).post("/api/session", wrong)).toMatchObject({
      code: "wrong-password",
    });
    const twin = { name: "Khác", account: "tо7aѕ", roles: ["centre"] };
    expect(await admin.post("/api/admin/people", twin)).toMatchObject({ status: 409, code: "account-taken" });
  });
});

describe("sign-in by password", () => {
  it("folds the account, names a new device with the next letter, and hides the token in its cookie", async () => {
    const client = createApiClient(server.url);
    const reply = await client.post("/api/session", {
      account: " QuanTri ",
      password: adminPassword,
      device,
    });
    expect(reply.status).toBe(200);
    expect(reply.body.letter).not.toBe("A");
    const cookie = reply.headers.getSetCookie()[0] ?? "";
    expect(cookie).toMatch(new RegExp(`^st\\.${reply.body.device}=`));
    for (const part of ["HttpOnly", "SameSite=Strict", "Path=/api", "Max-Age=7776000"]) {
      expect(cookie).toContain(part);
    }
    expect(cookie).not.toContain("Secure");
    expect(JSON.stringify(reply.body)).not.toContain(client.cookies().get(`st.${reply.body.device}`));
  });

  it("makes each wrong try after the third wait longer, for accounts that do not exist as well", async () => {
    await addPerson(admin, { account: "thudoan", roles: ["unit"] });
    for (const account of ["thudoan", "khongco"]) {
      const client = createApiClient(server.url);
      const replies = [];
      for (let i = 0; i < 4; i++) {
        replies.push(await client.post("/api/session", { account, password: "sai mật khẩu", device }));
      }
      expect(replies.map((reply) => reply.code)).toEqual([
        "wrong-password",
        "wrong-password",
        "wrong-password",
        "busy",
      ]);
      expect(replies[3]?.status).toBe(429);
      expect(replies[3]?.body.error.waitMs).toBeGreaterThan(0);
      expect(Number(replies[3]?.headers.get("retry-after"))).toBeGreaterThan(0);
    }
  });

  it("keeps the account of a closed person out, and lets the last administrator be nobody's to remove", async () => {
    const { session, password } = await addPerson(admin, { account: "nghiviec", roles: ["centre"] });
    expect((await admin.call("PATCH", `/api/admin/people/${session.person}`, { active: false })).status).toBe(
      200,
    );
    const reply = await createApiClient(server.url).post("/api/session", {
      account: "nghiviec",
      password,
      device,
    });
    expect(reply).toMatchObject({ status: 401, code: "sign-in" });
    const me = (await admin.get("/api/admin/people")).body.people.find(
      (one: { account: string }) => one.account === "quantri",
    );
    expect(await admin.call("PATCH", `/api/admin/people/${me.id}`, { active: false })).toMatchObject({
      status: 409,
      code: "last-admin",
    });
    expect(await admin.call("PATCH", `/api/admin/people/${me.id}`, { roles: ["leader"] })).toMatchObject({
      code: "last-admin",
    });
  });

  it("refuses a second person of the same account", async () => {
    const reply = await admin.post("/api/admin/people", { name: "Hai", account: "QUANTRI", roles: [] });
    expect(reply).toMatchObject({ status: 409, code: "account-taken" });
  });
});

describe("sessions", () => {
  it("belong to one device: another device's name or cookie opens nothing", async () => {
    const { client, session } = await addPerson(admin, { account: "phien", roles: ["centre"] });
    expect((await client.post("/api/exchange", firstExchange(session.device))).status).toBe(200);
    const stranger = createApiClient(server.url);
    stranger.device = session.device;
    expect(await stranger.post("/api/exchange", firstExchange(session.device))).toMatchObject({
      code: "sign-in",
    });
    client.device = admin.device;
    expect(await client.post("/api/exchange", firstExchange(session.device))).toMatchObject({
      code: "sign-in",
    });
    client.device = session.device;
    const other = await client.post("/api/exchange", {
      ...firstExchange(session.device),
      device: admin.device,
    });
    expect(other).toMatchObject({ status: 400, code: "bad-request" });
  });

  it("last 90 days, end when they are over, and are renewed by an exchange", async () => {
    const { client, session } = await addPerson(admin, { account: "lauday", roles: ["centre"] });
    const file = new DatabaseDriver(join(server.dataDir, "so-truc.sqlite"));
    const put = (at: number) =>
      file.prepare("update sessions set expires_at = ? where device = ?").run(at, session.device);
    const read = () =>
      (
        file.prepare("select expires_at from sessions where device = ?").get(session.device) as {
          expires_at: number;
        }
      ).expires_at;
    const [now, day] = [Date.now(), 86_400_000];
    expect(Math.round((read() - now) / day)).toBe(90);
    put(now + 3 * day);
    const renewed = await client.post("/api/exchange", firstExchange(session.device));
    expect(renewed.status).toBe(200);
    expect(renewed.headers.getSetCookie()[0]).toContain("Max-Age=7776000");
    expect(Math.round((read() - now) / day)).toBe(90);
    const soonAgain = await client.post("/api/exchange", firstExchange(session.device));
    expect(soonAgain.headers.getSetCookie()).toEqual([]);
    put(now - 1000);
    expect(await client.post("/api/exchange", firstExchange(session.device))).toMatchObject({
      code: "sign-in",
    });
    file.close();
  });

  it("end by sign-out, and the same device comes back with its number by the password", async () => {
    const { client, session, password } = await addPerson(admin, { account: "rangoai", roles: ["centre"] });
    expect((await client.call("DELETE", "/api/session")).status).toBe(200);
    expect(await client.post("/api/exchange", firstExchange(session.device))).toMatchObject({
      code: "sign-in",
    });
    const renewed = await client.post("/api/session/renew", { account: "rangoai", password });
    expect(renewed).toMatchObject({ status: 200, body: { device: session.device, letter: session.letter } });
    expect((await client.post("/api/exchange", firstExchange(session.device))).status).toBe(200);
  });

  it("are renewed by their own person alone, and never for a device that the server does not know", async () => {
    const { client } = await addPerson(admin, { account: "mot", roles: ["centre"] });
    const other = await addPerson(admin, { account: "hai", roles: ["centre"] });
    expect(
      await client.post("/api/session/renew", { account: "hai", password: other.password }),
    ).toMatchObject({
      code: "wrong-password",
    });
    client.device = "dzzzzzzzz";
    expect(
      await client.post("/api/session/renew", { account: "mot", password: "mật khẩu mot" }),
    ).toMatchObject({
      code: "unknown-device",
    });
  });

  it("of a revoked device end; a lost one may hand over its work once more and is told to wipe", async () => {
    const { client, session } = await addPerson(admin, { account: "matmay", roles: ["centre"] });
    const book = createTestDevice(client, session);
    await book.pull();
    const late = book.op("support.visit", [visit("truoc-khi-mat")]);
    expect((await admin.post(`/api/admin/devices/${session.device}/revoke`, { lost: true })).status).toBe(
      200,
    );
    const reply = await book.exchange([late]);
    expect(reply.body).toMatchObject({ wipe: true, scopes: [], rows: [] });
    expect(reply.body.receipts[0]).toMatchObject({ n: 1, r: expect.any(String) });
    expect(await client.get("/api/history?record=commune")).toMatchObject({ code: "sign-in" });
    expect(
      await client.post("/api/session/renew", { account: "matmay", password: "mật khẩu matmay" }),
    ).toMatchObject({
      code: "device-revoked",
    });
    const sold = await addPerson(admin, { account: "doimay", roles: ["centre"] });
    await admin.post(`/api/admin/devices/${sold.session.device}/revoke`);
    expect(await sold.client.post("/api/exchange", firstExchange(sold.session.device))).toMatchObject({
      code: "sign-in",
    });
  });

  it("of a closed account still push what was written before, and read nothing", async () => {
    const { client, session } = await addPerson(admin, { account: "thoiviec", roles: ["centre"] });
    const book = createTestDevice(client, session);
    await book.pull();
    const before = book.op("support.visit", [visit("truoc-khi-nghi")]);
    await admin.call("PATCH", `/api/admin/people/${session.person}`, { active: false });
    const reply = await book.exchange([before]);
    expect(reply.body.receipts[0]).toMatchObject({ n: 1, r: "applied" });
    expect(reply.body.scopes).toEqual([]);
    const after = await book.exchange([book.op("support.visit", [visit("sau-khi-nghi")])]);
    expect(after.body.receipts[0]).toMatchObject({ n: 2, r: "rejected", code: "denied" });
  });
});

describe("requests of other sites", () => {
  it("are refused without our header, with a foreign origin, or marked cross-site", async () => {
    const body = { account: "quantri", password: adminPassword, device };
    const client = createApiClient(server.url);
    const cases: Record<string, string>[] = [
      { "x-so-truc": "0" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of cases) {
      expect(await client.call("POST", "/api/session", body, headers)).toMatchObject({
        status: 403,
        code: "csrf",
      });
    }
    expect((await client.call("POST", "/api/session", body, { origin: server.url })).status).toBe(200);
  });
});

describe("the administrator's screens", () => {
  it("list people without secrets and devices with last contact and unsent count", async () => {
    const { client, session } = await addPerson(admin, { account: "thongke", roles: ["centre"] });
    await client.post("/api/exchange", { ...firstExchange(session.device), have: { outbox: 7, maxN: 9 } });
    const people = await admin.get("/api/admin/people");
    expect(JSON.stringify(people.body)).not.toMatch(/argon2|hash/);
    expect(people.body.people.find((one: { id: string }) => one.id === session.person)).toMatchObject({
      account: "thongke",
      active: true,
      hasPassword: true,
    });
    const devices = await admin.get("/api/admin/devices");
    expect(devices.body.devices.find((one: { id: string }) => one.id === session.device)).toMatchObject({
      personName: "Người thongke",
      outbox: 7,
      lost: false,
    });
  });

  it("are for administrators alone", async () => {
    const { client } = await addPerson(admin, { account: "khongquyen", roles: ["leader", "coordinator"] });
    for (const [method, path] of [
      ["GET", "/api/admin/people"],
      ["POST", "/api/admin/people"],
      ["PATCH", "/api/admin/people/x"],
      ["POST", "/api/admin/people/x/code"],
      ["GET", "/api/admin/devices"],
      ["POST", "/api/admin/devices/x/revoke"],
      ["GET", "/api/admin/backups"],
      ["POST", "/api/admin/backups"],
      ["POST", "/api/admin/erase"],
    ] as const) {
      expect(await client.call(method, path, method === "GET" ? undefined : {}), path).toMatchObject({
        status: 403,
        code: "forbidden",
      });
    }
  });
});

function firstExchange(device: string | undefined) {
  return {
    protocol: 1,
    app: "test",
    device,
    epoch: "",
    cursor: 0,
    booted: [],
    booting: {},
    ops: [],
    limit: 500,
    have: { outbox: 0, maxN: 0 },
  };
}

function visit(id: string) {
  return {
    c: "create",
    k: "supportVisit",
    id,
    sc: "visits:counter",
    f: { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 },
  };
}
