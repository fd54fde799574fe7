import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ApiClient,
  addPerson,
  createApiClient,
  createTestDevice,
  type Session,
  setUp,
} from "../support/api-client.ts";
import { dump, removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

let server: ServerProcess;
let admin: ApiClient;
let client: ApiClient;
let session: Session;
let device: ReturnType<typeof createTestDevice>;
let before: unknown[];

beforeAll(async () => {
  server = await startServer();
  admin = (await setUp(server.url, server.setupToken)).client;
  ({ client, session } = await addPerson(admin, { account: "motcua1", roles: ["centre"] }));
  device = createTestDevice(client, session);
  await device.pull();
  before = await dump(server.dataDir);
});
afterAll(async () => {
  await server.stop();
  await removeDataDir(server.dataDir);
});

const gzip = { "content-encoding": "gzip" };
const big = (bytes: number) => "a".repeat(bytes);

/** Name → request → the refusal expected. Nothing of any of them may reach the database. */
const refused: Record<
  string,
  [body: unknown, headers: Record<string, string>, status: number, code: string]
> = {
  "a body that is not JSON": ["{nope", {}, 400, "bad-request"],
  "an empty body": ["", {}, 400, "bad-request"],
  "JSON of another shape": [[1, 2, 3], {}, 400, "bad-request"],
  null: ["null", {}, 400, "bad-request"],
  "a body that says gzip and is not": ["{}", gzip, 400, "bad-request"],
  "gzip of something that is not JSON": [
    gzipSync("nope"),
    { ...gzip, "content-type": "application/json" },
    400,
    "bad-request",
  ],
  "an encoding that nobody agreed on": ["{}", { "content-encoding": "br" }, 400, "bad-request"],
  "a content type of a form": [
    "a=1",
    { "content-type": "application/x-www-form-urlencoded" },
    400,
    "bad-request",
  ],
  XML: ["<a/>", { "content-type": "application/xml" }, 400, "bad-request"],
  "a body beyond 2 MB": [JSON.stringify({ a: big(2_100_000) }), {}, 413, "too-large"],
  "a gzip bomb": [
    gzipSync(JSON.stringify({ a: big(20_000_000) })),
    { ...gzip, "content-type": "application/json" },
    413,
    "too-large",
  ],
  "brackets nested a million deep": [big(0) + "[".repeat(1_000_000), {}, 400, "bad-request"],
};

describe("an exchange refuses", () => {
  it.each(Object.entries(refused))("%s", async (_name, [body, headers, status, code]) => {
    const reply = await client.call("POST", "/api/exchange", body, headers);
    expect(reply).toMatchObject({ status, code });
    expect(reply.headers.get("x-so-truc")).toBe("1");
    expect(reply.headers.get("content-type")).toContain("json");
  });

  it.each([
    ["a protocol of the future", { protocol: 99 }, "wrong-version"],
    ["a protocol that is no number", { protocol: "1" }, "bad-request"],
    ["a negative cursor", { cursor: -1 }, "bad-request"],
    ["a cursor that is no number", { cursor: null }, "bad-request"],
    ["a limit beyond reason", { limit: 1_000_000 }, "bad-request"],
    ["more ops than one request may hold", { ops: Array.from({ length: 1001 }, () => 1) }, "bad-request"],
    ["a list of scopes without end", { booted: Array.from({ length: 3000 }, () => "x") }, "bad-request"],
    ["the name of another device", { device: "dabcdefgh" }, "bad-request"],
  ])("%s", async (_name, wrong, code) => {
    expect(await client.post("/api/exchange", device.request([], wrong))).toMatchObject({
      status: 400,
      code,
    });
  });

  it("a client that goes away in the middle of its body, and goes on serving", async () => {
    const { hostname, port } = new URL(server.url);
    for (let i = 0; i < 5; i++) {
      await new Promise<void>((done) => {
        const socket = connect(Number(port), hostname, () => {
          socket.write(
            "POST /api/exchange HTTP/1.1\r\nhost: x\r\nx-so-truc: 1\r\ncontent-type: application/json\r\n",
          );
          socket.write('content-length: 5000\r\n\r\n{"protocol":1,', () => socket.destroy());
        });
        socket.on("close", () => done());
      });
    }
    expect((await client.get("/healthz")).status).toBe(200);
  });
});

describe("among good ops", () => {
  it("one that cannot be read gets no receipt and harms nothing else", async () => {
    const person = await addPerson(admin, { account: "lanlon", roles: ["centre"] });
    const mine = createTestDevice(person.client, person.session);
    await mine.pull();
    const [good, forged, foreign] = [
      mine.op("support.visit", [visit("v-good")]),
      visit("x"),
      mine.op("support.visit", [visit("v-foreign")]),
    ];
    const reply = await mine.exchange([
      good,
      forged,
      null,
      17,
      { ...foreign, d: session.device },
      { ...foreign, u: session.person },
      { ...foreign, n: -1 },
      { ...foreign, n: 2 ** 60 },
      { ...foreign, v: 99 },
      { ...foreign, ch: [] },
      { ...foreign, ch: [{ ...visit("v-proto"), f: { "__proto__.x": 1 } }] },
      { ...foreign, ch: [{ ...visit("v-proto"), f: { constructor: { "": 1 }, "a b": 2 } }] },
    ]);
    expect(reply.status).toBe(200);
    expect(reply.body.receipts).toEqual([expect.objectContaining({ n: 1, r: "applied" })]);
    const next = await mine.exchange([foreign]);
    expect(next.body.receipts).toEqual([expect.objectContaining({ n: 2, r: "applied" })]);
    before = await dump(server.dataDir);
  });
});

describe("a wrong deed of a rightful person is answered with its reason", () => {
  it.each([
    ["a run for a day in the future", () => run("2099-01-01"), "day-in-future"],
    ["a run of an unknown site", () => run("2026-01-05", "site-nowhere"), "unknown-reference"],
    [
      "a run whose name is not its content's",
      () => ({ ...run("2026-01-05"), id: "run/other" }),
      "run-id-mismatch",
    ],
    ["a note of 100 kB", () => visit("v-long", { p: { note: big(100_000) } }), "invalid"],
    ["a visit of minus one person", () => visit("v-minus", { f: { people: -1 } }), "invalid"],
    ["an incident already closed", () => incidentOf({ state: "closed" }), "state-not-initial"],
    ["an incident of group 99", () => incidentOf({ group: 99 }), "invalid"],
  ])("%s", async (_name, change, code) => {
    const person = await addPerson(admin, {
      account: `sai-${Math.random().toString(36).slice(2)}`,
      roles: ["centre"],
    });
    const mine = createTestDevice(person.client, person.session);
    await mine.pull();
    const reply = await mine.exchange([mine.op("check.answer", [change()])]);
    expect(reply.body.receipts[0]).toMatchObject({ r: "rejected", code });
    expect((await mine.pull()).has(change().id)).toBe(false);
    before = await dump(server.dataDir);
  });
});

describe("other routes refuse", () => {
  it.each([
    ["POST", "/api/session", {}],
    ["POST", "/api/session", { account: 1, password: [], device: null }],
    ["POST", "/api/session/first", { code: "", password: "", device: {} }],
    ["POST", "/api/setup", { token: 1 }],
    ["POST", "/api/session", { account: "a".repeat(10_000), password: "b", device: { name: "c" } }],
  ])("%s %s of a wrong shape", async (method, path, body) => {
    expect(await client.call(method, path, body)).toMatchObject({ status: 400, code: "bad-request" });
  });

  it("addresses that do not exist, with a typed error for the API", async () => {
    expect(await client.get("/api/nothing")).toMatchObject({ status: 404, code: "not-found" });
    expect(await client.call("PUT", "/api/exchange", {})).toMatchObject({ status: 404, code: "not-found" });
    expect((await client.get("/../../package.json")).status).not.toBe(200);
    expect((await client.get("/%2e%2e/%2e%2e/package.json")).status).not.toBe(200);
    expect((await client.get("/assets/..%2f..%2fpackage.json")).status).not.toBe(200);
  });

  it("a capsule that is no capsule, or is for another commune", async () => {
    const header = {
      ...{ type: "so-truc-capsule", v: 1, commune: session.commune.id, device: session.device },
      ...{ from: 1, to: 1, count: 1, made: 1, packed: "none" },
    };
    const file = (head: unknown, rest: string) => Buffer.from(`${JSON.stringify(head)}\n${rest}`);
    const cases: [Uint8Array, string][] = [
      [Buffer.from("hello"), "not-a-capsule"],
      [Buffer.from(big(50_000)), "not-a-capsule"],
      [file({ type: "other" }, ""), "not-a-capsule"],
      [file({ ...header, commune: "cother" }, "x"), "other-commune"],
      [file({ ...header, device: "dzzzzzzzz" }, "x"), "unknown-device"],
    ];
    for (const [bytes, why] of cases) {
      const reply = await client.call("POST", "/api/capsule", bytes);
      expect(reply).toMatchObject({ status: 400, code: "bad-capsule", body: { error: { facts: { why } } } });
    }
  });

  it("too many requests of one device, with the wait, while another device is served", async () => {
    const person = await addPerson(admin, { account: "don-dap", roles: ["centre"] });
    const mine = createTestDevice(person.client, person.session);
    let limited: Awaited<ReturnType<typeof client.get>> | undefined;
    for (let i = 0; i < 600 && !limited; i++) {
      const replies = await Promise.all(
        Array.from({ length: 10 }, () => person.client.post("/api/exchange", mine.request([], { limit: 0 }))),
      );
      limited = replies.find((reply) => reply.status === 429);
    }
    expect(limited).toMatchObject({ code: "busy", body: { error: { waitMs: expect.any(Number) } } });
    expect((await device.exchange()).status).toBe(200);
    before = await dump(server.dataDir);
  });
});

describe("what is served", () => {
  it("carries strict headers, and a stream of pokes only for a session", async () => {
    const page = await fetch(`${server.url}/`, { headers: { accept: "text/html" } });
    const policy = page.headers.get("content-security-policy") ?? "";
    for (const part of [
      "default-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "object-src 'none'",
    ]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("permissions-policy")).toContain("camera=(self)");
    expect(page.headers.get("strict-transport-security")).toBeNull();
    expect((await createApiClient(server.url).get(`/api/poke?device=${session.device}`)).code).toBe(
      "sign-in",
    );
  });

  it("a poke tells the others of a commune that there is something new", async () => {
    const listener = await addPerson(admin, { account: "nghe", roles: ["centre"] });
    const cookie = [...listener.client.cookies()].map(([k, v]) => `${k}=${v}`).join("; ");
    const stream = await fetch(`${server.url}/api/poke?device=${listener.session.device}`, {
      headers: { cookie },
    });
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    let heard = "";
    const read = async (until: string) => {
      while (!heard.includes(until)) {
        const { done, value } = await reader.read();
        if (done) break;
        heard += Buffer.from(value).toString("utf8");
      }
    };
    await read(": open");
    expect(heard).not.toContain("poke");
    await device.exchange([device.op("support.visit", [visit("v-poke")])]);
    await read("event: poke");
    expect(heard).toContain("event: poke");
    await reader.cancel();
    before = await dump(server.dataDir);
  });

  it("packs long answers for those who can unpack them", async () => {
    const person = await addPerson(admin, { account: "nen", roles: ["centre"] });
    const mine = createTestDevice(person.client, person.session);
    const packed = await person.client.call("POST", "/api/exchange", mine.request(), {
      "accept-encoding": "gzip",
    });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(packed.body.rows.length).toBeGreaterThan(5);
    const plain = await person.client.call("POST", "/api/exchange", mine.request(), {
      "accept-encoding": "identity",
    });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(plain.body.rows).toEqual(packed.body.rows);
    before = await dump(server.dataDir);
  });

  it("keeps secrets and content out of the log", () => {
    expect(server.output()).not.toMatch(/mật khẩu|argon2|st\.d|Người/);
  });
});

afterAll(async () => {
  expect(before.length).toBeGreaterThan(10);
});

it("and in the end the database is what the good requests made of it", async () => {
  expect(await dump(server.dataDir)).toEqual(before);
});

function visit(id: string, more: { f?: Record<string, unknown>; p?: Record<string, unknown> } = {}) {
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1, ...more.f };
  return { c: "create", k: "supportVisit", id, sc: "visits:counter", f, ...(more.p ? { p: more.p } : {}) };
}

function run(day: string, site = "site-centre") {
  const f = { template: "template-morning", templateVersion: 1, site, day, slot: "morning" };
  return {
    c: "create",
    k: "checkRun",
    id: `run/${site}/template-morning/${day}/morning`,
    sc: "visits:counter",
    f,
  };
}

function incidentOf(more: Record<string, unknown>) {
  const f = { number: "SC-XT-001-A", group: 2, severity: 3, title: "Mất điện", since: 1, ...more };
  return { c: "create", k: "incident", id: "i-hostile", sc: "incidents:commune", f };
}
