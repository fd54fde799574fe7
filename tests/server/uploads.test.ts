import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiClient, addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import { createUploader, exifOf, incidentOp, jpegOf, photoOp, segment, shaOf } from "../support/photos.ts";
import { removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

let server: ServerProcess;
let admin: ApiClient;
let officer: Awaited<ReturnType<typeof addPerson>>;
let device: ReturnType<typeof createTestDevice>;
let commune: string;

beforeAll(async () => {
  server = await startServer();
  const made = await setUp(server.url, server.setupToken);
  admin = made.client;
  commune = made.session.commune.id;
  officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  device = createTestDevice(officer.client, officer.session);
  await device.pull();
  await device.exchange([incidentOp(device, "sc-1")]);
});
afterAll(async () => {
  await server?.kill9();
  await removeDataDir(server.dataDir);
});

const pathOf = (sha: string) => join(server.dataDir, "attachments", commune, sha.slice(0, 2), sha);
const underWay = () => readdir(join(server.dataDir, "uploads", commune)).catch(() => []);

async function tell(id: string, bytes: Buffer, more: Record<string, unknown> = {}) {
  const reply = await device.exchange([photoOp(device, { id, under: "sc-1", bytes, more })]);
  expect(reply.body.receipts[0]).toMatchObject({ r: "applied" });
  return createUploader(officer.client, bytes, id);
}
async function storedOf(id: string) {
  await device.pull();
  return (device.rows.get(id) as { f: { stored?: number } }).f.stored;
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
    const seen = await fetch(`${server.url}/api/photos/ph-1`, {
      headers: {
        "x-device": String(admin.device),
        cookie: [...admin.cookies()].map((one) => one.join("=")).join("; "),
      },
    });
    expect(Buffer.from(await seen.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(seen.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "x-content-type-options": "nosniff",
      "content-disposition": "inline",
      "cache-control": expect.stringMatching(/^private, max-age=\d+, immutable$/),
    });
  });
});
