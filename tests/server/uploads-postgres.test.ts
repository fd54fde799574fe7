import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uploadIdOf } from "#server/attachments/attachments.ts";
import { addPerson, createApiClient, createTestDevice, setUp } from "../support/api-client.ts";
import { until } from "../support/patience.ts";
import { createUploader, incidentOp, jpegOf, photoOp, sendPart, shaOf, sizeOf } from "../support/photos.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import { removeDataDir, runScript, type ServerProcess, startServer } from "../support/server-process.ts";

let postgres: Postgres;
let url: string;
let first: ServerProcess;
let second: ServerProcess;
let here: Awaited<ReturnType<typeof addPerson>>["client"];
let there: typeof here;
let device: ReturnType<typeof createTestDevice>;
let commune: string;

const startOne = (dataDir?: string) =>
  startServer({ env: { DATABASE_URL: url }, ...(dataDir ? { dataDir } : {}) });

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.newDatabase();
  first = await startOne();
  const { client: admin, session } = await setUp(first.url, first.setupToken);
  commune = session.commune.id;
  second = await startOne(first.dataDir);
  const officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  here = officer.client;
  there = createApiClient(second.url);
  there.device = here.device;
  for (const [name, value] of here.cookies()) (there.cookies() as Map<string, string>).set(name, value);
  device = createTestDevice(here, officer.session);
  await device.pull();
  await device.exchange([incidentOp(device, "sc-1")]);
});
afterAll(async () => {
  await first?.kill9();
  await second?.kill9();
  if (first) await removeDataDir(first.dataDir);
  await postgres?.close();
});

/** The same upload, at one process and at the other. */
async function tell(id: string, bytes: Buffer) {
  await device.exchange([photoOp(device, { id, under: "sc-1", bytes })]);
  const sha = shaOf(bytes);
  return {
    atFirst: createUploader(here, bytes, id),
    atSecond: createUploader(there, bytes, id),
    underWay: join(first.dataDir, "uploads", uploadIdOf({ commune, sha }, String(here.device))),
    kept: join(first.dataDir, "attachments", commune, sha.slice(0, 2), sha),
  };
}

describe("two processes on one PostgreSQL", () => {
  it("each take half of a photo", async () => {
    const bytes = jpegOf(200_000, 90);
    const { atFirst, atSecond, kept } = await tell("ph-1", bytes);
    await atFirst.create(bytes.subarray(0, 100_000));
    expect(await atSecond.create()).toMatchObject({ status: 409, code: "upload-exists" });
    expect((await atSecond.head()).headers.get("upload-offset")).toBe("100000");
    const done = await atSecond.send(100_000, 200_000);
    expect([done.status, done.headers.get("x-stored")]).toEqual([204, expect.any(String)]);
    expect(shaOf(await readFile(kept))).toBe(atFirst.sha);
    expect((await atFirst.head()).headers.get("x-stored")).toBe(done.headers.get("x-stored"));
    expect((await here.get("/api/photos/ph-1")).status).toBe(200);
  });

  it("never write to one upload at once: who holds on to a dead link lets go when the other asks", async () => {
    const bytes = jpegOf(60_000, 91);
    const { atFirst, atSecond, underWay } = await tell("ph-2", bytes);
    await atFirst.create();
    const silent = sendPart(here, bytes, 0, 40_000, 9000);
    await until(async () => (await sizeOf(underWay)) === 9000);
    expect((await atSecond.head()).headers.get("upload-offset")).toBe("9000");
    const [mine, theirs] = await Promise.all([atFirst.send(9000, 60_000), atSecond.send(9000, 60_000)]);
    const stored = [mine, theirs].filter(({ headers }) => headers.get("x-stored"));
    const others = [mine, theirs].filter(({ headers }) => !headers.get("x-stored"));
    expect(stored.length).toBeGreaterThan(0);
    for (const { code } of others) expect(["wrong-offset", "not-found"]).toContain(code);
    expect((await atSecond.head()).headers.get("x-stored")).not.toBeNull();
    silent.close();
  });

  it("go on when one of them dies with a piece in its hands", async () => {
    const bytes = jpegOf(90_000, 92);
    const { atFirst, atSecond, underWay } = await tell("ph-3", bytes);
    await atFirst.create();
    const cut = sendPart(here, bytes, 0, 60_000, 33_333);
    await until(async () => (await sizeOf(underWay)) === 33_333);
    await first.kill9();
    cut.close();
    expect((await atSecond.head()).headers.get("upload-offset")).toBe("33333");
    expect((await atSecond.finish()).headers.get("x-stored")).not.toBeNull();
    first = await startOne(second.dataDir);
    here.url = first.url;
    expect((await atFirst.head()).headers.get("x-stored")).not.toBeNull();
  });
});

it("a backup of PostgreSQL takes its photos along, into SQLite as into PostgreSQL; a move leaves them where they are", async () => {
  const bytes = jpegOf(50_000, 93);
  const { atFirst, kept } = await tell("ph-4", bytes);
  await atFirst.finish();
  const file = join(first.dataDir, "carried", "backup.sqlite");
  const env = { DATA_DIR: first.dataDir, DATABASE_URL: url };
  await mkdir(join(first.dataDir, "carried"));
  const made = await runScript("src/server/ops/backup-cli.ts", [file], env);
  expect(made, made.stderr).toMatchObject({ code: 0 });
  expect(JSON.parse(made.stdout).photos).toMatchObject({ missing: 0 });
  expect(JSON.parse(made.stdout).photos.count).toBeGreaterThan(0);
  await first.kill9();
  await second.kill9();
  await rm(kept);
  const restored = await runScript("src/server/ops/restore-cli.ts", [file], env);
  expect(restored, restored.stderr).toMatchObject({ code: 0 });
  expect(JSON.parse(restored.stdout)).toMatchObject({ attachmentsMissing: 0 });
  expect(shaOf(await readFile(kept))).toBe(atFirst.sha);
  const moved = await runScript("src/server/ops/move-cli.ts", ["sqlite"], env);
  expect(moved, moved.stderr).toMatchObject({ code: 0 });
  first = await startServer({ dataDir: first.dataDir });
  here.url = first.url;
  expect((await here.get("/api/photos/ph-4")).status).toBe(200);
});
