import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import { createUploader, incidentOp, jpegOf, photoOp, shaOf } from "../support/photos.ts";
import {
  dump,
  newDataDir,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

const folders: string[] = [];
const running: ServerProcess[] = [];
async function start(dataDir?: string): Promise<ServerProcess> {
  const server = await startServer(dataDir ? { dataDir } : {});
  running.push(server);
  folders.push(server.dataDir);
  return server;
}
afterEach(async () => {
  for (const server of running.splice(0)) await server.kill9();
  for (const made of folders.splice(0)) await removeDataDir(made);
});

/** A commune with an officer and photos of one incident, of which the named ones have their bytes. */
async function begin(photos: Readonly<Record<string, Buffer>>, stored = Object.keys(photos)) {
  const server = await start();
  const { client: admin, session } = await setUp(server.url, server.setupToken);
  const officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  const { client } = officer;
  const device = createTestDevice(client, officer.session);
  await device.pull();
  await device.exchange([
    incidentOp(device, "sc-1"),
    ...Object.entries(photos).map(([id, bytes]) => photoOp(device, { id, under: "sc-1", bytes })),
  ]);
  for (const id of stored) await createUploader(client, photos[id] as Buffer, id).finish();
  const commune = session.commune.id;
  const inFolder = (folder: string, bytes: Buffer) =>
    join(folder, "attachments", commune, shaOf(bytes).slice(0, 2), shaOf(bytes));
  return { server, dataDir: server.dataDir, admin, client, device, commune, inFolder };
}

async function storedIn(dataDir: string): Promise<Record<string, boolean>> {
  const photos = (await dump(dataDir)).filter(
    (line) => line["type"] === "record" && line["kind"] === "photo",
  );
  return Object.fromEntries(
    photos.map(({ id, body }) => [String(id), (body as { stored?: number }).stored !== undefined]),
  );
}
const backUp = (dataDir: string, file: string) =>
  runScript("src/server/ops/backup-cli.ts", [file], { DATA_DIR: dataDir });
const restore = (dataDir: string, file: string) =>
  runScript("src/server/ops/restore-cli.ts", [file], { DATA_DIR: dataDir });

describe("an erased photo", () => {
  it("goes from the disk, from backups and from uploads under way; another that shows the same keeps it", async () => {
    const [one, way, shared] = [jpegOf(4000, 1), jpegOf(5000, 2), jpegOf(6000, 3)];
    const made = await begin({ one, way, "shared-1": shared, "shared-2": shared }, ["one", "shared-1"]);
    const { dataDir, admin, client, inFolder, commune } = made;
    const upload = createUploader(client, way, "way");
    await upload.create(way.subarray(0, 1000));
    await admin.post("/api/admin/backups");
    const backups = join(dataDir, "backups");
    expect(existsSync(inFolder(dataDir, one))).toBe(true);
    expect(existsSync(inFolder(backups, one))).toBe(true);
    for (const record of ["one", "way", "shared-1"]) {
      expect((await admin.post("/api/admin/erase", { record })).status).toBe(200);
    }
    expect(existsSync(inFolder(dataDir, one))).toBe(false);
    expect(existsSync(inFolder(backups, one))).toBe(false);
    expect(await readdir(join(dataDir, "uploads", commune))).toEqual([]);
    expect(await client.get("/api/photos/one")).toMatchObject({ status: 410, code: "erased" });
    expect(await upload.create()).toMatchObject({ status: 410, code: "erased" });
    expect(await client.get("/api/photos/shared-1")).toMatchObject({ status: 410, code: "erased" });
    expect((await client.get("/api/photos/shared-2")).status).toBe(200);
    const records = (await dump(dataDir)).filter(
      (line) => line["kind"] === "photo" && line["type"] === "record",
    );
    expect(records.filter(({ personal }) => personal).map(({ id }) => id)).toEqual(["shared-2"]);
    const drill = await runScript("src/server/ops/drill-cli.ts", [], { DATA_DIR: dataDir });
    expect(drill, drill.stdout).toMatchObject({ code: 0 });
  });

  it("does not come back by a restore, nor when the server had died between the mark and the deed", async () => {
    const [one, two] = [jpegOf(4000, 4), jpegOf(4000, 5)];
    const { server, dataDir, admin, inFolder, commune } = await begin({ one, two });
    const carried = await newDataDir();
    folders.push(carried);
    const file = join(carried, "backup.sqlite");
    expect(await backUp(dataDir, file)).toMatchObject({ code: 0 });
    await admin.post("/api/admin/erase", { record: "one" });
    await server.kill9();
    const mark = { commune, id: "two", at: Date.now(), by: "admin" };
    await writeFile(join(dataDir, "erasures.jsonl"), `${JSON.stringify(mark)}\n`, { flag: "a" });
    const again = await start(dataDir);
    expect(existsSync(inFolder(dataDir, two))).toBe(false);
    await again.kill9();
    const restored = await restore(dataDir, file);
    expect(restored, restored.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(restored.stdout)).toMatchObject({
      erasuresApplied: 2,
      attachments: 0,
      attachmentsMissing: 0,
    });
    expect(existsSync(inFolder(dataDir, one)) || existsSync(inFolder(dataDir, two))).toBe(false);
  });
});

describe("a backup with photos", () => {
  it("brings them back whole on a new machine; what it lacks is told, and comes from the devices again", async () => {
    const [one, two] = [jpegOf(40_000, 6), jpegOf(50_000, 7)];
    const { server, dataDir, client, inFolder } = await begin({ one, two });
    const carried = await newDataDir();
    folders.push(carried);
    const file = join(carried, "backup.sqlite");
    const made = await backUp(dataDir, file);
    expect(JSON.parse(made.stdout).photos).toEqual({ count: 2, copied: 2, missing: 0 });
    expect(await readFile(inFolder(carried, one))).toEqual(one);
    await server.kill9();
    const fresh = await newDataDir();
    const whole = await restore(fresh, file);
    expect(JSON.parse(whole.stdout)).toMatchObject({ attachments: 2, attachmentsMissing: 0 });
    expect(await readFile(inFolder(fresh, two))).toEqual(two);
    await removeDataDir(fresh);
    await truncate(inFolder(carried, two), 100);
    const drill = await runScript("src/server/ops/drill-cli.ts", [file], { DATA_DIR: dataDir });
    expect(drill.code).toBe(1);
    expect(drill.stdout).toMatch(/\[KHÔNG ĐẠT\] 7\. Ảnh .*thiếu hoặc hỏng.*1 \/ 2/);
    const second = await newDataDir();
    const poor = await restore(second, file);
    expect(JSON.parse(poor.stdout)).toMatchObject({ attachments: 1, attachmentsMissing: 1 });
    expect(await storedIn(second)).toEqual({ one: true, two: false });
    const again = await start(second);
    client.url = again.url;
    expect((await client.get("/api/photos/two")).code).toBe("photo-not-stored");
    const brought = await createUploader(client, two, "two").finish();
    expect(brought.headers.get("x-stored")).not.toBeNull();
    expect(await storedIn(second)).toEqual({ one: true, two: true });
  });

  it("says what is missing or damaged in the data folder, and is made all the same", async () => {
    const [one, two] = [jpegOf(4000, 8), jpegOf(4000, 9)];
    const { dataDir, admin, client, inFolder } = await begin({ one, two });
    await writeFile(inFolder(dataDir, two), Buffer.alloc(4000));
    expect((await client.get("/api/photos/two")).code).toBe("photo-not-stored");
    const { body } = await admin.post("/api/admin/backups");
    expect(body).toMatchObject({ missingPhotos: 1, failure: null });
    expect(body.backups[0]).toMatchObject({
      verified: true,
      attachments: { count: 2, copied: 1, missing: 1 },
    });
    const carried = await newDataDir();
    folders.push(carried);
    const byCommand = await backUp(dataDir, join(carried, "backup.sqlite"));
    expect(byCommand).toMatchObject({ code: 1, stderr: expect.stringContaining("hỏng 1 ảnh") });
    expect(existsSync(join(carried, "backup.sqlite"))).toBe(true);
  });

  it("of every night is added to, and lets go of what no backup names", async () => {
    const [one, two] = [jpegOf(4000, 10), jpegOf(4000, 11)];
    const { dataDir, admin, client, device, inFolder } = await begin({ one });
    const backups = join(dataDir, "backups");
    await admin.post("/api/admin/backups");
    await device.exchange([photoOp(device, { id: "two", under: "sc-1", bytes: two })]);
    await createUploader(client, two, "two").finish();
    await mkdir(join(inFolder(backups, jpegOf(4000, 12)), ".."), { recursive: true });
    await writeFile(inFolder(backups, jpegOf(4000, 12)), "nobody's");
    const { body } = await admin.post("/api/admin/backups");
    expect(body.backups[0].attachments).toEqual({ count: 2, copied: 1, missing: 0 });
    expect(existsSync(inFolder(backups, jpegOf(4000, 12)))).toBe(false);
    expect([one, two].every((bytes) => existsSync(inFolder(backups, bytes)))).toBe(true);
  });
});

describe("photos that the data folder has lost", () => {
  it("are taken from beside the backups; the others are asked of the devices by the administrator alone", async () => {
    const [kept, copied, gone] = [jpegOf(4000, 14), jpegOf(4000, 15), jpegOf(4000, 16)];
    const { dataDir, admin, client, inFolder, device } = await begin({ kept, copied });
    await admin.post("/api/admin/backups");
    await device.exchange([photoOp(device, { id: "gone", under: "sc-1", bytes: gone })]);
    await createUploader(client, gone, "gone").finish();
    await rm(inFolder(dataDir, copied));
    await writeFile(inFolder(dataDir, gone), Buffer.alloc(4000));
    expect((await client.post("/api/admin/photos/missing")).status).toBe(403);
    expect(await storedIn(dataDir)).toEqual({ kept: true, copied: true, gone: true });

    const asked = await admin.post("/api/admin/photos/missing");
    expect(asked).toMatchObject({ status: 200, body: { found: 1, asked: 1 } });
    expect(await readFile(inFolder(dataDir, copied))).toEqual(copied);
    expect(await storedIn(dataDir)).toEqual({ kept: true, copied: true, gone: false });
    const { rows } = (await device.exchange()).body;
    expect(rows.map((row: { i: string }) => row.i)).toContain("gone");
    expect((await admin.post("/api/admin/backups")).body.missingPhotos).toBe(0);
    await createUploader(client, gone, "gone").finish();
    expect(await readFile(inFolder(dataDir, gone))).toEqual(gone);
    expect((await admin.post("/api/admin/photos/missing")).body).toEqual({ found: 0, asked: 0 });
  });

  it("and whose disk comes back say so again, without a byte sent", async () => {
    const one = jpegOf(4000, 17);
    const { dataDir, admin, client, inFolder } = await begin({ one });
    await rename(inFolder(dataDir, one), join(dataDir, "away"));
    expect((await admin.post("/api/admin/photos/missing")).body).toEqual({ found: 0, asked: 1 });
    expect(await storedIn(dataDir)).toEqual({ one: false });
    await rename(join(dataDir, "away"), inFolder(dataDir, one));
    expect((await admin.post("/api/admin/photos/missing")).body).toEqual({ found: 1, asked: 0 });
    expect(await storedIn(dataDir)).toEqual({ one: true });
    expect((await client.get("/api/photos/one")).status).toBe(200);
  });
});

it("a restored database takes back the photos that lie in the data folder, without a byte sent again", async () => {
  const one = jpegOf(40_000, 13);
  const { server, dataDir, client, device } = await begin({});
  const carried = await newDataDir();
  folders.push(carried);
  await backUp(dataDir, join(carried, "backup.sqlite"));
  const op = photoOp(device, { id: "one", under: "sc-1", bytes: one });
  await device.exchange([op]);
  await createUploader(client, one, "one").finish();
  await server.kill9();
  await restore(dataDir, join(carried, "backup.sqlite"));
  client.url = (await start(dataDir)).url;
  await device.exchange();
  await device.exchange([op]);
  const made = await createUploader(client, one, "one").create();
  expect([made.status, Number(made.headers.get("x-stored")) > 0]).toEqual([200, true]);
  expect(await storedIn(dataDir)).toEqual({ one: true });
});
