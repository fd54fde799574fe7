import { appendFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { uploadIdOf } from "#server/attachments/attachments.ts";
import { addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import { until } from "../support/patience.ts";
import { createUploader, incidentOp, jpegOf, photoOp, sendPart, shaOf, sizeOf } from "../support/photos.ts";
import { removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

let server: ServerProcess | undefined;
afterEach(async () => {
  await server?.kill9();
  if (server) await removeDataDir(server.dataDir);
});

/** An officer whose photo the server knows of, and none of its bytes. */
async function begin(bytes: Buffer) {
  server = await startServer();
  const { client: admin, session } = await setUp(server.url, server.setupToken);
  const { client, session: mine } = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  const device = createTestDevice(client, mine);
  await device.pull();
  await device.exchange([incidentOp(device, "sc-1"), photoOp(device, { id: "ph", under: "sc-1", bytes })]);
  const { dataDir } = server;
  const commune = session.commune.id;
  const sha = shaOf(bytes);
  return {
    client,
    device,
    dataDir,
    upload: createUploader(client, bytes, "ph"),
    underWay: join(dataDir, "uploads", uploadIdOf({ commune, sha }, mine.device)),
    kept: join(dataDir, "attachments", commune, sha.slice(0, 2), sha),
    async dieAndComeBack() {
      await server?.kill9();
      server = await startServer({ dataDir });
      client.url = server.url;
    },
  };
}

/** The same numbers for the same seed. */
function chanceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("a server that dies while a photo comes", () => {
  it("goes on where it stopped, at 20 places of three megabytes, and keeps what was hashed", async () => {
    const bytes = jpegOf(3_000_000, 77);
    const { client, device, upload, underWay, kept, dieAndComeBack } = await begin(bytes);
    const below = chanceOf(20_261_122);
    const piece = 128 * 1024;
    expect((await upload.create()).status).toBe(201);
    let offset = 0;
    for (let deaths = 0; deaths < 20; deaths++) {
      const end = Math.min(offset + piece, bytes.length);
      const part = 1 + below(end - offset - 1);
      const cut = sendPart(client, bytes, offset, end, part);
      // Every third time whatever had come by then; else all that was sent.
      if (deaths % 3 === 0) await until(async () => (await sizeOf(underWay)) > offset);
      else await until(async () => (await sizeOf(underWay)) === offset + part);
      await dieAndComeBack();
      cut.close();
      const head = await upload.head();
      expect(head.status).toBe(200);
      const now = Number(head.headers.get("upload-offset"));
      expect(now).toBe(await sizeOf(underWay));
      expect(now).toBeGreaterThan(offset);
      expect(now).toBeLessThanOrEqual(offset + part);
      offset = now;
    }
    expect(offset).toBeLessThan(bytes.length);
    const last = await upload.finish(piece);
    expect(last.headers.get("x-stored")).not.toBeNull();
    expect(shaOf(await readFile(kept))).toBe(upload.sha);
    await device.pull();
    expect(device.rows.get("ph")).toMatchObject({
      f: { stored: Number(last.headers.get("x-stored")), bytes: bytes.length },
    });
  }, 400_000);

  it("finishes a photo whose bytes had their name while nothing knew of it yet", async () => {
    const bytes = jpegOf(40_000, 78);
    const { client, device, upload, dataDir, underWay, kept, dieAndComeBack } = await begin(bytes);
    await upload.create(bytes.subarray(0, 10_000));
    // Whoever holds the database keeps the server from its last step.
    const blocking = new DatabaseDriver(join(dataDir, "so-truc.sqlite"));
    blocking.exec("begin immediate");
    const cut = sendPart(client, bytes, 10_000, bytes.length, 30_000);
    await until(async () => (await sizeOf(kept)) === bytes.length);
    await server?.kill9();
    blocking.exec("rollback");
    expect(blocking.prepare("select count(*) from attachments").pluck().get()).toBe(0);
    blocking.close();
    cut.close();
    await dieAndComeBack();
    const head = await upload.head();
    const at = Number(head.headers.get("x-stored"));
    expect([head.status, at > 0]).toEqual([200, true]);
    expect(await sizeOf(underWay)).toBe(-1);
    expect(await readdir(join(underWay, ".."))).toEqual([]);
    expect(shaOf(await readFile(kept))).toBe(upload.sha);
    await device.pull();
    expect(device.rows.get("ph")).toMatchObject({ f: { stored: at } });
  });

  it("judges on the next request what had come to its last byte, and throws away what is wrong", async () => {
    const bytes = jpegOf(20_000, 79);
    const { upload, underWay, kept, dieAndComeBack } = await begin(bytes);
    await upload.create(bytes.subarray(0, 5000));
    await server?.kill9();
    await appendFile(underWay, Buffer.alloc(15_000));
    await dieAndComeBack();
    expect((await upload.head()).status).toBe(404);
    expect(await sizeOf(underWay)).toBe(-1);
    expect(await sizeOf(kept)).toBe(-1);
    expect((await upload.finish()).headers.get("x-stored")).not.toBeNull();
    expect(shaOf(await readFile(kept))).toBe(upload.sha);
  });
});

describe("a link that dies while a photo comes", () => {
  it("holds nobody up: the device asks again at once, and goes on", async () => {
    const bytes = jpegOf(30_000, 80);
    const { client, upload, underWay } = await begin(bytes);
    await upload.create();
    const silent = sendPart(client, bytes, 0, 20_000, 7000);
    await until(async () => (await sizeOf(underWay)) === 7000);
    const head = await upload.head();
    expect([head.status, head.headers.get("upload-offset")]).toEqual([200, "7000"]);
    silent.close();
    expect((await upload.finish()).headers.get("x-stored")).not.toBeNull();
  });
});

describe("a piece that comes in vain", () => {
  it("is answered before it is all here, and the line is hung up: a slow link sends no more of it", async () => {
    const bytes = jpegOf(120_000, 9);
    const { client, upload } = await begin(bytes);
    await upload.create(bytes.subarray(0, 20_000));
    // A browser sends a piece once more by itself when its line was cut.
    const again = sendPart(client, bytes, 0, 65_536, 1000);
    const reply = await again.answer;
    expect([reply.statusCode, reply.headers.connection]).toEqual([409, "close"]);
    await new Promise((ended) => reply.resume().socket.on("close", ended));
    expect((await upload.finish()).headers.get("x-stored")).not.toBeNull();
  });
});
