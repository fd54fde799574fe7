import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seal } from "#client/capsule.ts";
import { makeSigningKey, publicKeyOf } from "#client/signing-key.ts";
import { largestCapsule } from "#protocol/capsule.ts";
import {
  type ApiClient,
  addPerson,
  createApiClient,
  createTestDevice,
  type Session,
  setUp,
} from "../support/api-client.ts";
import { until } from "../support/patience.ts";
import { createUploader, exifOf, incidentOp, jpegOf, photoOp, segment, shaOf } from "../support/photos.ts";
import { dump, removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

let server: ServerProcess;
let admin: ApiClient;
let keys: CryptoKeyPair;
let session: Session;
let client: ApiClient;
let carrier: ApiClient;
let device: ReturnType<typeof createTestDevice>;

beforeAll(async () => {
  server = await startServer();
  admin = (await setUp(server.url, server.setupToken)).client;
  keys = (await makeSigningKey()) as CryptoKeyPair;
  const person = { name: "Xa sóng", account: "xasong", roles: ["centre"] };
  const made = await admin.post("/api/admin/people", person);
  client = createApiClient(server.url);
  const signIn = { code: made.body.code, password: "mật khẩu xa" };
  const key = await publicKeyOf(keys);
  session = (await client.post("/api/session/first", { ...signIn, device: { name: "Máy xa", key } }))
    .body as Session;
  client.device = session.device;
  carrier = (await addPerson(admin, { account: "nguoimang", roles: ["village"] })).client;
  device = createTestDevice(client, session);
  await device.pull();
});
afterAll(async () => {
  await server?.stop();
  await removeDataDir(server.dataDir);
});

interface Inside {
  readonly photo: string;
  readonly bytes: Buffer;
  /** What the device says of the bytes, where it is not so. */
  readonly sha?: string;
}

async function fileOf(
  ops: readonly { n: number }[],
  photos: readonly Inside[],
  commune = session.commune.id,
) {
  const header = {
    ...({ type: "so-truc-capsule", v: 2, commune, device: session.device, made: 1, packed: "gzip" } as const),
    ...{ from: ops[0]?.n ?? 0, to: ops.at(-1)?.n ?? 0, count: ops.length, photos: photos.length },
  };
  const inside = photos.map(({ photo, bytes, sha = shaOf(bytes) }) => ({
    ...{ photo, sha },
    bytes: new Uint8Array(bytes).buffer,
  }));
  const file = await seal(header, { ops, photos: inside }, keys, session.capsuleKey);
  return Buffer.from(await file.arrayBuffer());
}
const deliver = (file: Buffer) => carrier.call("POST", "/api/capsule", file);
const receiptsIn = (reply: { body: { file?: unknown } }) =>
  JSON.parse(String(reply.body.file).split("\n")[0] ?? "");
const pathOf = (bytes: Buffer) =>
  join(server.dataDir, "attachments", session.commune.id, shaOf(bytes).slice(0, 2), shaOf(bytes));
const photoOf = (id: string, bytes: Buffer, under: string) => photoOp(device, { id, under, bytes });
const storedIn = (lines: Awaited<ReturnType<typeof dump>>, id: string) => {
  const record = lines.find((line) => line["type"] === "record" && line["id"] === id);
  return (record?.["body"] as { stored?: number } | undefined)?.stored;
};
const storedOf = async (id: string) => storedIn(await dump(server.dataDir), id);

describe("photos in a sealed file", () => {
  it("are kept with their deeds, told of in the signed receipt, and twice changes nothing", async () => {
    const pictures = [jpegOf(40_000, 1), jpegOf(150_000, 2)];
    const ids = ["whole-1", "whole-2"];
    const ops = [
      incidentOp(device, "sc-whole"),
      ...pictures.map((bytes, i) => photoOf(String(ids[i]), bytes, "sc-whole")),
    ];
    const file = await fileOf(
      ops,
      pictures.map((bytes, i) => ({ photo: String(ids[i]), bytes })),
    );
    expect(file.includes(pictures[0]?.subarray(300, 360) as Buffer)).toBe(false);
    const reply = await deliver(file);
    const told = pictures.map((bytes, i) => ({
      photo: ids[i],
      sha: shaOf(bytes),
      stored: expect.any(Number),
    }));
    expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200, body: { photos: told } });
    expect(receiptsIn(reply)).toMatchObject({ photos: told, receipts: [{ r: "applied" }] });
    for (const bytes of pictures) expect(await readFile(pathOf(bytes))).toEqual(bytes);
    const before = await dump(server.dataDir);
    expect((await deliver(file)).body.photos).toEqual(reply.body.photos);
    expect(await createUploader(client, pictures[1] as Buffer, "whole-2").create()).toMatchObject({
      status: 200,
    });
    expect(await dump(server.dataDir)).toEqual(before);
  });

  it("come also alone, after their deeds, and end an upload that had begun", async () => {
    const bytes = jpegOf(90_000, 3);
    await device.exchange([incidentOp(device, "sc-late"), photoOf("late-1", bytes, "sc-late")]);
    const upload = createUploader(client, bytes, "late-1");
    await upload.create(bytes.subarray(0, 20_000));
    const reply = await deliver(await fileOf([], [{ photo: "late-1", bytes }]));
    expect(reply.body).toMatchObject({
      receipts: [],
      photos: [{ photo: "late-1", stored: expect.any(Number) }],
    });
    expect((await upload.head()).headers.get("x-stored")).toBe(String(await storedOf("late-1")));
    expect(await readdir(join(server.dataDir, "uploads", session.commune.id))).toEqual([]);
  });

  it("are refused one by one; the deeds and the good ones count", async () => {
    const good = jpegOf(5000, 4);
    const other = jpegOf(5000, 5);
    const telling = jpegOf(5000, 6, [segment(0xe1, exifOf([0x8825]))]);
    const text = Buffer.from("một tệp chữ");
    const bad: [string, Buffer, string][] = [
      ["no-picture", text, "not-an-image"],
      ["telling", telling, "photo-has-exif"],
    ];
    const ops = [
      incidentOp(device, "sc-mixed"),
      ...bad.map(([id, bytes]) => photoOf(id, bytes, "sc-mixed")),
      photoOf("changed", other, "sc-mixed"),
      photoOf("good", good, "sc-mixed"),
    ];
    const changed = Buffer.from(other);
    changed[2000] = (changed[2000] ?? 0) ^ 1;
    const reply = await deliver(
      await fileOf(ops, [
        ...bad.map(([photo, bytes]) => ({ photo, bytes })),
        { photo: "changed", bytes: changed, sha: shaOf(other) },
        { photo: "changed", bytes: other.subarray(0, 900), sha: shaOf(other) },
        { photo: "never-told", bytes: jpegOf(800, 7) },
        { photo: "good", bytes: good },
      ]),
    );
    expect(reply.body.receipts).toEqual([
      expect.objectContaining({ n: ops[0]?.n, to: ops.at(-1)?.n, r: "applied" }),
    ]);
    const codes = reply.body.photos.map(({ photo, code }: Record<string, string>) => [photo, code ?? "kept"]);
    expect(codes).toEqual([
      ...bad.map(([id, , code]) => [id, code]),
      ...[
        ["changed", "hash-mismatch"],
        ["changed", "hash-mismatch"],
      ],
      ...[
        ["never-told", "photo-unknown"],
        ["good", "kept"],
      ],
    ]);
    expect(receiptsIn(reply).photos).toEqual([
      { photo: "good", sha: shaOf(good), stored: await storedOf("good") },
    ]);
    for (const bytes of [text, telling, changed, other]) expect(existsSync(pathOf(bytes))).toBe(false);
    expect(await storedOf("changed")).toBeUndefined();
  });

  it("of a file that is damaged by one byte, anywhere, or of another commune, leave nothing behind", async () => {
    const bytes = jpegOf(3000, 8);
    const op = { ...incidentOp(device, "sc-no"), n: 900 };
    const file = await fileOf([op], [{ photo: "good", bytes }]);
    const before = await dump(server.dataDir);
    const folders = () => readdir(join(server.dataDir, "attachments"), { recursive: true });
    const filesBefore = await folders();
    const places = Array.from({ length: 24 }, (_, i) => Math.floor((i * (file.length - 1)) / 23));
    for (const at of places) {
      const damaged = Buffer.from(file);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(await deliver(damaged), `byte ${at}`).toMatchObject({ status: 400, code: "bad-capsule" });
    }
    const elsewhere = await deliver(await fileOf([op], [{ photo: "good", bytes }], "another"));
    expect(elsewhere.body.error.facts).toEqual({ why: "other-commune" });
    const later = Buffer.from(file.toString("latin1").replace('"v":2', '"v":3'), "latin1");
    expect((await deliver(later)).body.error.facts).toEqual({ why: "newer-version" });
    // The server may close the line on what it does not want to read.
    const huge = await deliver(Buffer.alloc(largestCapsule + 1)).catch(() => ({ status: 413 }));
    expect(huge).toMatchObject({ status: 413 });
    expect(await dump(server.dataDir)).toEqual(before);
    expect(await folders()).toEqual(filesBefore);
  });

  it("are asked for by nobody who is not signed in, before a byte is read", async () => {
    const stranger = createApiClient(server.url);
    const file = await fileOf([], [{ photo: "good", bytes: jpegOf(400_000, 9) }]);
    expect(await stranger.call("POST", "/api/capsule", file)).toMatchObject({ status: 401 });
  });
});

describe("a server that dies while it keeps them", () => {
  const pictures = Array.from({ length: 30 }, (_, i) => jpegOf(60_000, 100 + i));
  const killAfter = [1, 12];

  it("has all of them, each once, when the file is brought again", async () => {
    const op = incidentOp(device, "sc-kill");
    const ops = [op, ...pictures.map((bytes, i) => photoOf(`kill-${i}`, bytes, "sc-kill"))];
    const file = await fileOf(
      ops,
      pictures.map((bytes, i) => ({ photo: `kill-${i}`, bytes })),
    );
    for (const count of killAfter) {
      const lost = deliver(file).catch(() => undefined);
      await until(async () => existsSync(pathOf(pictures[count] as Buffer)));
      await server.kill9();
      await lost;
      server = await startServer({ dataDir: server.dataDir });
      carrier.url = server.url;
      client.url = server.url;
    }
    const reply = await deliver(file);
    expect(reply.body.receipts[0]).toMatchObject({ n: op.n, r: "applied" });
    expect(reply.body.photos.every(({ stored }: { stored?: number }) => stored !== undefined)).toBe(true);
    const lines = await dump(server.dataDir);
    const told = lines.filter(({ type, action }) => type === "op" && action === "photo.stored");
    for (const [i, bytes] of pictures.entries()) {
      expect(await readFile(pathOf(bytes))).toEqual(bytes);
      expect(storedIn(lines, `kill-${i}`)).toBeTypeOf("number");
      expect(told.filter((line) => JSON.stringify(line).includes(`"kill-${i}"`)).length).toBeLessThanOrEqual(
        1,
      );
    }
    const names = await readdir(join(server.dataDir, "attachments"), { recursive: true });
    expect(names.filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

describe("very many photos of one person", () => {
  it("count like any other: nobody brings them without end in a file either; the deeds are taken", async () => {
    const bytes = jpegOf(3000, 31);
    await device.exchange([incidentOp(device, "sc-many"), photoOf("many-1", bytes, "sc-many")]);
    const second = createApiClient(server.url);
    await second.signIn("xasong", "mật khẩu xa", session.commune.id);
    const uploads = [client, second].map((one) => createUploader(one, bytes, "many-1"));
    for (let i = 0; i < 250; i++) await Promise.all(uploads.map((upload) => upload.create()));
    const op = incidentOp(device, "sc-many-2");
    const reply = await deliver(await fileOf([op], [{ photo: "many-1", bytes }]));
    expect(reply).toMatchObject({
      status: 200,
      body: { receipts: [{ r: "applied" }], photos: [{ photo: "many-1", code: "too-many-photos" }] },
    });
    expect(await storedOf("many-1")).toBeUndefined();
  });
});
