import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ApiClient,
  addPerson,
  createApiClient,
  createTestDevice,
  setUp,
} from "../support/api-client.ts";
import {
  cookieOf,
  createUploader,
  exifOf,
  incidentOp,
  jpegOf,
  photoOp,
  segment,
  shaOf,
} from "../support/photos.ts";
import { removeDataDir, runScript, type ServerProcess, startServer } from "../support/server-process.ts";

type Member = Awaited<ReturnType<typeof addPerson>> & { device: ReturnType<typeof createTestDevice> };

let server: ServerProcess;
let admin: ApiClient;
let officer: Member;
let villager: Member;
let commune: string;
let villages: string[];

async function enlist(account: string, more: { roles: string[]; villages?: string[] }): Promise<Member> {
  const made = await addPerson(admin, { account, ...more });
  const device = createTestDevice(made.client, made.session);
  await device.pull();
  return { ...made, device };
}

beforeAll(async () => {
  server = await startServer();
  const made = await setUp(server.url, server.setupToken);
  admin = made.client;
  commune = made.session.commune.id;
  officer = await enlist("motcua1", { roles: ["centre"] });
  villages = [...officer.device.rows.values()].filter(({ k }) => k === "village").map(({ i }) => String(i));
  villager = await enlist("tocns2", { roles: ["village"], villages: [String(villages[1])] });
  await officer.device.exchange([
    incidentOp(officer.device, "sc-1"),
    incidentOp(officer.device, "sc-2", villages[0]),
  ]);
});
afterAll(async () => {
  await server?.kill9();
  await removeDataDir(server.dataDir);
});

const pathOf = (sha: string) => join(server.dataDir, "attachments", commune, sha.slice(0, 2), sha);
const isKept = (sha: string) =>
  readFile(pathOf(sha)).then(
    () => true,
    () => false,
  );
const underWay = () => readdir(join(server.dataDir, "uploads", commune)).catch(() => []);

/** Tells of a photo under the officer's incident; the uploader is the officer's. */
async function tell(id: string, bytes: Buffer, more: Record<string, unknown> = {}, under = "sc-1") {
  const scope = under === "sc-2" ? `visits:${villages[0]}` : "incidents:*";
  const reply = await officer.device.exchange([photoOp(officer.device, { id, under, bytes, scope, more })]);
  expect(reply.body.receipts[0]).toMatchObject({ r: "applied" });
  return createUploader(officer.client, bytes, id);
}
/** What the officer's device was told since it sent the photo itself. */
async function storedOf(id: string): Promise<number | undefined> {
  await officer.device.pull();
  return (officer.device.rows.get(id) as { f: { stored?: number } } | undefined)?.f.stored;
}

describe("a photo that comes whole", () => {
  it("is on the disk as it was hashed, its record says since when, and who may read the record sees it", async () => {
    const bytes = jpegOf(150_000, 1);
    const upload = await tell("ph-1", bytes);
    expect((await officer.client.get("/api/photos/ph-1")).code).toBe("photo-not-stored");
    const made = await upload.create();
    expect(made).toMatchObject({ status: 201 });
    expect(made.headers.get("location")).toBe(`/api/uploads/${upload.sha}`);
    expect(made.headers.get("upload-offset")).toBe("0");
    expect(made.headers.get("access-control-allow-origin")).toBeNull();
    const half = await upload.send(0, 70_000);
    expect([half.status, half.headers.get("upload-offset")]).toEqual([204, "70000"]);
    expect(half.headers.get("x-stored")).toBeNull();
    const rest = await upload.send(70_000, 150_000);
    const at = Number(rest.headers.get("x-stored"));
    expect([rest.status, at > 0]).toEqual([204, true]);
    expect(shaOf(await readFile(pathOf(upload.sha)))).toBe(upload.sha);
    expect(await storedOf("ph-1")).toBe(at);
    expect(await underWay()).toEqual([]);
    const headers = { "x-device": String(admin.device), cookie: cookieOf(admin) };
    const seen = await fetch(`${server.url}/api/photos/ph-1`, { headers });
    expect(Buffer.from(await seen.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(seen.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "x-content-type-options": "nosniff",
      "content-disposition": "inline",
      "cache-control": "no-store",
    });
  });

  it("may come with its first request, and the same bytes never come twice", async () => {
    const bytes = jpegOf(9000, 2);
    const upload = await tell("ph-2", bytes);
    const made = await upload.create(bytes);
    const at = made.headers.get("x-stored");
    expect([made.status, Number(at) > 0]).toEqual([201, true]);
    const again = await upload.create(bytes);
    expect([again.status, again.headers.get("x-stored")]).toEqual([200, at]);
    const head = await upload.head();
    expect([head.status, head.headers.get("x-stored"), head.headers.get("upload-offset")]).toEqual([
      200,
      at,
      "9000",
    ]);
    const late = await upload.send(0, 9000);
    expect([late.status, late.headers.get("x-stored")]).toEqual([204, at]);
    await tell("ph-2b", bytes);
    expect(await storedOf("ph-2b")).toBe(Number(at));
    expect(await storedOf("ph-2")).toBe(Number(at));
  });

  it("is each device's own until it is whole: nobody spoils it with other bytes under its name", async () => {
    const bytes = jpegOf(5000, 31);
    const upload = await tell("ph-31", bytes);
    await upload.create(bytes.subarray(0, 2000));
    const colleague = await enlist("motcua2", { roles: ["centre"] });
    const spoiling = createUploader(colleague.client, bytes, "ph-31");
    const other = jpegOf(5000, 32);
    expect((await spoiling.head()).status).toBe(404);
    expect((await spoiling.create(other.subarray(0, 3000))).status).toBe(201);
    expect((await upload.head()).headers.get("upload-offset")).toBe("2000");
    expect(await spoiling.send(3000, 5000, other)).toMatchObject({ status: 422, code: "hash-mismatch" });
    expect((await upload.head()).headers.get("upload-offset")).toBe("2000");
    // An honest second hand, as the bytes of one picture on two devices are, brings its own part and ends first.
    expect((await spoiling.finish()).headers.get("x-stored")).not.toBeNull();
    const rest = await upload.send(2000, 5000);
    expect([rest.status, rest.headers.get("x-stored") !== null]).toEqual([204, true]);
    expect(shaOf(await readFile(pathOf(upload.sha)))).toBe(upload.sha);
    expect(await underWay()).toEqual([]);
  });

  it("is begun once, and goes on only where it stopped", async () => {
    const bytes = jpegOf(5000, 3);
    const upload = await tell("ph-3", bytes);
    expect((await upload.head()).status).toBe(404);
    expect((await upload.send(0, 100)).code).toBe("not-found");
    await upload.create(bytes.subarray(0, 2000));
    expect(await upload.create()).toMatchObject({ status: 409, code: "upload-exists" });
    expect(await upload.send(0, 1000)).toMatchObject({ status: 409, code: "wrong-offset" });
    const head = await upload.head();
    expect([head.headers.get("upload-offset"), head.headers.get("upload-length")]).toEqual(["2000", "5000"]);
    expect((await upload.finish()).headers.get("x-stored")).not.toBeNull();
  });
});

describe("bytes that are not the photo", () => {
  it("of another hash are thrown away, and the photo may come anew", async () => {
    const bytes = jpegOf(8000, 4);
    const upload = await tell("ph-4", bytes);
    await upload.create();
    expect(await upload.send(0, 8000, jpegOf(8000, 5))).toMatchObject({ status: 422, code: "hash-mismatch" });
    expect(await isKept(upload.sha)).toBe(false);
    expect(await underWay()).toEqual([]);
    expect((await upload.head()).status).toBe(404);
    expect(await storedOf("ph-4")).toBeUndefined();
    expect((await upload.finish()).headers.get("x-stored")).not.toBeNull();
  });

  it("that are no image, another kind of image, or tell where they were taken leave nothing behind", async () => {
    const exif = (tags: number[]) => jpegOf(4000, 6, [segment(0xe1, exifOf(tags))]);
    const bad: [string, Buffer, Record<string, unknown>, string][] = [
      ["ph-text", Buffer.from("không phải ảnh ".repeat(50)), {}, "not-an-image"],
      ["ph-broken", jpegOf(4000, 7).subarray(0, 3000), {}, "not-an-image"],
      ["ph-webp", jpegOf(4000, 8), { type: "image/webp" }, "not-an-image"],
      ["ph-gps", exif([0x0112, 0x8825]), {}, "photo-has-exif"],
    ];
    for (const [id, bytes, more, code] of bad) {
      const upload = await tell(id, bytes, more);
      expect(await upload.create(bytes)).toMatchObject({ status: 422, code });
      expect(await isKept(upload.sha)).toBe(false);
      expect(await storedOf(id)).toBeUndefined();
    }
    expect(await underWay()).toEqual([]);
    const harmless = exif([0x0112, 0x011a]);
    expect((await (await tell("ph-iphone", harmless)).finish()).headers.get("x-stored")).not.toBeNull();
  });

  it("that would be too many, or other than announced, are refused before any is kept", async () => {
    const bytes = jpegOf(6000, 9);
    const upload = await tell("ph-9", bytes);
    const declared = (length: number) => upload.create(undefined, { "upload-length": String(length) });
    expect(await declared(200 * 1024 * 1024)).toMatchObject({ status: 413, code: "too-large" });
    expect(await declared(6001)).toMatchObject({ status: 400, code: "bad-request" });
    expect(await declared(0)).toMatchObject({ status: 400, code: "bad-request" });
    const huge = await officer.device.exchange([
      photoOp(officer.device, { id: "ph-huge", under: "sc-1", bytes, more: { bytes: 200 * 1024 * 1024 } }),
    ]);
    expect(huge.body.receipts[0]).toMatchObject({ r: "rejected", code: "invalid" });
    const stranger = createUploader(officer.client, jpegOf(6000, 10), "ph-9");
    expect(await stranger.create()).toMatchObject({ status: 400, code: "bad-request" });
    const early = createUploader(officer.client, bytes, "ph-unknown");
    expect(await early.create(bytes)).toMatchObject({ status: 409, code: "photo-unknown" });
    const nameless = await upload.create(undefined, { "upload-metadata": "sha" });
    expect(nameless).toMatchObject({ status: 400, code: "bad-request" });
    expect(await underWay()).toEqual([]);
    await upload.create();
    expect(await upload.send(0, 7000, jpegOf(7000, 9))).toMatchObject({ status: 413, code: "too-large" });
    expect((await upload.finish()).headers.get("x-stored")).not.toBeNull();
  });
});

describe("whose photo it is", () => {
  it("who may not read the incident neither sends nor sees its photo, nor does another commune", async () => {
    const bytes = jpegOf(5000, 11);
    const mine = await tell("ph-11", bytes, {}, "sc-2");
    const other = createUploader(villager.client, bytes, "ph-11");
    expect(await other.create()).toMatchObject({ status: 409, code: "photo-unknown" });
    await mine.create(bytes.subarray(0, 1000));
    expect(await other.send(1000, 5000)).toMatchObject({ status: 409, code: "photo-unknown" });
    await mine.finish();
    expect(await villager.client.get("/api/photos/ph-11")).toMatchObject({ status: 404, code: "not-found" });
    expect((await admin.get("/api/photos/ph-11")).status).toBe(200);
    const added = await runScript("src/server/ops/add-commune.ts", ["--name", "Xã Khác", "--code", "XK"], {
      DATA_DIR: server.dataDir,
    });
    const next = await setUp(server.url, /thiet-lap#(\S+)/.exec(added.stdout)?.[1], { name: "Xã Khác" });
    const foreign = createUploader(next.client, bytes, "ph-11");
    expect(await foreign.create()).toMatchObject({ status: 409, code: "photo-unknown" });
    expect((await foreign.head()).status).toBe(404);
    expect(await next.client.get("/api/photos/ph-11")).toMatchObject({ status: 404, code: "not-found" });
  });

  it("another photo of the same bytes, made to be in the way, keeps none from coming", async () => {
    const bytes = jpegOf(5000, 21);
    const upload = await tell("ph-21", bytes);
    const other = await enlist("motcua3", { roles: ["centre"] });
    const secret = { number: "SC-XT-001-S", group: 11, severity: 3, title: "x", since: 1 };
    await other.device.exchange([
      other.device.op("incident.report", [
        { c: "create", k: "incident", id: "sc-secret", sc: "case:sc-secret", f: secret },
      ]),
    ]);
    const more = { type: "image/png" };
    const made = await other.device.exchange([
      photoOp(other.device, { id: "ph-21x", under: "sc-secret", bytes, scope: "case:sc-secret", more }),
    ]);
    expect(made.body.receipts[0]).toMatchObject({ r: "applied" });
    expect((await createUploader(other.client, bytes, "ph-21x").create()).status).toBe(201);
    expect((await createUploader(villager.client, bytes, "ph-21").head()).status).toBe(404);
    expect((await upload.finish()).headers.get("x-stored")).not.toBeNull();
    expect(await storedOf("ph-21")).toBeDefined();
    expect((await createUploader(villager.client, bytes, "ph-21").head()).status).toBe(404);
  });

  it("nobody without a session or from another page is heard", async () => {
    const upload = await tell("ph-12", jpegOf(3000, 12));
    expect(await upload.create(undefined, { "x-so-truc": "0" })).toMatchObject({ status: 403, code: "csrf" });
    expect(await upload.create(undefined, { cookie: "" })).toMatchObject({ status: 401, code: "sign-in" });
    expect(await upload.create(undefined, { "tus-resumable": "0.2" })).toMatchObject({ code: "bad-request" });
  });

  it("nobody begins photos without end, on however many devices", async () => {
    const bytes = jpegOf(3000, 22);
    const begins = createUploader(officer.client, bytes, "ph-22");
    await tell("ph-22", bytes);
    const second = createApiClient(server.url);
    await second.signIn("motcua1", officer.password, commune);
    const again = createUploader(second, bytes, "ph-22");
    for (let i = 0; i < 250; i++) await Promise.all([begins.create(), again.create()]);
    const refused = await again.create();
    expect(refused).toMatchObject({ status: 429, code: "busy" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(10);
    expect((await begins.finish()).headers.get("x-stored")).not.toBeNull();
  });
});
