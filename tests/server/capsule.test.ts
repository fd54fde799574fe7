import { createHmac, webcrypto } from "node:crypto";
import { gzipSync } from "node:zlib";
import { Encrypter } from "age-encryption";
import { afterAll, beforeAll, expect, it } from "vitest";
import { receiptsMacInput } from "#protocol/capsule.ts";
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
type Keys = webcrypto.CryptoKeyPair;
let keys: Keys;
let session: Session;
let client: ApiClient;
let carrier: ApiClient;

beforeAll(async () => {
  server = await startServer();
  admin = (await setUp(server.url, server.setupToken)).client;
  keys = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey("jwk", keys.publicKey);
  const made = await admin.post("/api/admin/people", {
    name: "Xa sóng",
    account: "xasong",
    roles: ["centre"],
  });
  client = createApiClient(server.url);
  const reply = await client.post("/api/session/first", {
    code: made.body.code,
    password: "mật khẩu xa",
    device: { name: "Điện thoại", key: { kty, crv, x, y } },
  });
  session = reply.body as Session;
  client.device = session.device;
  carrier = (await addPerson(admin, { account: "nguoimang", roles: ["village"] })).client;
});
afterAll(async () => {
  await server.stop();
  await removeDataDir(server.dataDir);
});

it("is delivered unread by anyone, decided as its device's own, and twice changes nothing", async () => {
  const device = createTestDevice(client, session);
  const ops = [1, 2, 3].map((i) => device.op("support.visit", [visit(`c-${i}`)]));
  const file = await seal(ops);
  const reply = await carrier.call("POST", "/api/capsule", file);
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200, body: { device: session.device } });
  expect(reply.body.receipts).toEqual([expect.objectContaining({ n: 1, to: 3, r: "applied" })]);
  const before = await dump(server.dataDir);
  expect((await carrier.call("POST", "/api/capsule", file)).body.receipts).toHaveLength(1);
  expect((await client.post("/api/exchange", device.request(ops))).body.receipts[0]).toMatchObject({ n: 1 });
  expect(await dump(server.dataDir)).toEqual(before);
});

it("gives its carrier a receipt for the way back that only the server can have signed", async () => {
  const { key } = (await client.get("/api/sms/key")).body;
  const device = createTestDevice(client, session);
  const op = { ...device.op("support.visit", [visit("c-back")]), n: 70 };
  const refused = {
    ...device.op("org.edit", [visit("c-no")]),
    n: 71,
    a: "support.visit",
    ch: [{ ...visit("c-no"), k: "unit" }],
  };
  const reply = await carrier.call("POST", "/api/capsule", await seal([op, refused]));
  const [line = "", mac = ""] = String(reply.body.file).split("\n");
  expect(JSON.parse(line)).toMatchObject({
    ...{
      type: "so-truc-receipts",
      v: 1,
      commune: session.commune.id,
      device: session.device,
      epoch: session.epoch,
    },
    receipts: [expect.objectContaining({ n: 70, r: "applied" })],
  });
  expect(JSON.parse(line).receipts).toHaveLength(1);
  const right = createHmac("sha256", Buffer.from(key, "base64url"))
    .update(receiptsMacInput(line))
    .digest("base64url");
  expect(mac).toBe(right);
  expect(reply.body.ops).toBeUndefined();
});

it("is refused when one byte differs, when another key signed it, or when it names a device without a key", async () => {
  const device = createTestDevice(client, session);
  const before = await dump(server.dataDir);
  const op = { ...device.op("support.visit", [visit("c-bad")]), n: 50 };
  const file = await seal([op]);
  for (const at of [file.length - 1, file.indexOf(10) + 60, file.length >> 1]) {
    const damaged = Buffer.from(file);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    expect(await carrier.call("POST", "/api/capsule", damaged)).toMatchObject({
      status: 400,
      code: "bad-capsule",
    });
  }
  const other = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const forged = await carrier.call("POST", "/api/capsule", await seal([op], { signer: other }));
  expect(forged.body.error.facts).toEqual({ why: "bad-signature" });
  const swapped = await carrier.call(
    "POST",
    "/api/capsule",
    await seal([op], { device: carrier.device as string }),
  );
  expect(swapped.body.error.facts).toEqual({ why: "unknown-device" });
  expect(await dump(server.dataDir)).toEqual(before);
});

it("of more ops than go in one transaction is decided whole, in their order", async () => {
  const made = await addPerson(admin, { account: "nhieuviec", roles: ["centre"] });
  const device = createTestDevice(made.client, made.session);
  const own = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey("jwk", own.publicKey);
  await made.client.post("/api/session/renew", {
    account: "nhieuviec",
    password: made.password,
    device: { name: "Điện thoại", key: { kty, crv, x, y } },
  });
  const ops = Array.from({ length: 1101 }, (_, i) => device.op("support.visit", [visit(`many-${i}`)]));
  const file = await seal(ops, { signer: own, device: made.session.device });
  const reply = await carrier.call("POST", "/api/capsule", file);
  const receipts = reply.body.receipts as { n: number; to: number; r: string }[];
  expect(receipts.map(({ r }) => r)).toEqual(receipts.map(() => "applied"));
  expect(receipts.flatMap(({ n, to }) => [n, to])).toEqual([1, 1000, 1001, 1101]);
});

async function seal(ops: unknown[], more: { signer?: Keys; device?: string } = {}): Promise<Buffer> {
  const header = {
    ...{ type: "so-truc-capsule", v: 1, commune: session.commune.id, device: more.device ?? session.device },
    ...{ from: 1, to: ops.length, count: ops.length, made: 1, packed: "gzip" },
  };
  const head = Buffer.from(`${JSON.stringify(header)}\n`);
  const packed = gzipSync(JSON.stringify({ ops }));
  const signed = Buffer.concat([head, packed]);
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const signature = await webcrypto.subtle.sign(algorithm, (more.signer ?? keys).privateKey, signed);
  const encrypter = new Encrypter();
  encrypter.addRecipient(session.capsuleKey);
  const sealed = await encrypter.encrypt(new Uint8Array(Buffer.concat([Buffer.from(signature), packed])));
  return Buffer.concat([head, sealed]);
}

function visit(id: string) {
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return { c: "create", k: "supportVisit", id, sc: "visits:counter", f };
}
