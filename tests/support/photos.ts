import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { ApiClient, createTestDevice } from "./api-client.ts";

/** A JPEG of exactly so many bytes, another for every seed; its frame is whole, what it shows is noise. */
export function jpegOf(bytes: number, seed: number, segments: readonly Buffer[] = []): Buffer {
  const head = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1")),
    ...segments,
    segment(0xc0, Buffer.from([8, 0, 16, 0, 16, 1, 1, 0x11, 0])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  ]);
  const noise = Buffer.alloc(bytes - head.length - 2);
  let state = seed >>> 0;
  for (let i = 0; i < noise.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    noise[i] = (state >>> 24) % 255;
  }
  return Buffer.concat([head, noise, Buffer.from([0xff, 0xd9])]);
}

export function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** An Exif block of one list of numbers, in the order of Intel. */
export function exifOf(tags: readonly number[]): Buffer {
  const list = Buffer.alloc(2 + tags.length * 12 + 4);
  list.writeUInt16LE(tags.length, 0);
  for (const [i, tag] of tags.entries()) {
    list.writeUInt16LE(tag, 2 + i * 12);
    list.writeUInt16LE(3, 4 + i * 12);
    list.writeUInt32LE(1, 6 + i * 12);
  }
  return Buffer.concat([Buffer.from("Exif\0\0II*\0\x08\0\0\0", "latin1"), list]);
}

export const shaOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The op that tells of a photo, as the device writes it with the bytes. */
export function photoOp(
  device: ReturnType<typeof createTestDevice>,
  photo: { id: string; under: string; bytes: Buffer; scope?: string; more?: Record<string, unknown> },
) {
  const { id, under, bytes, scope = "incidents:commune", more = {} } = photo;
  const body = { sha: shaOf(bytes), type: "image/jpeg", bytes: bytes.length, width: 16, height: 16 };
  return device.op("photo.add", [
    {
      ...{ c: "append", k: "photo", id, under, sc: scope },
      f: { ...body, taken: Date.now(), ...more },
      p: { thumb: "dGh1bWI=", caption: "Máy in kẹt giấy" },
    },
  ]);
}

export function incidentOp(device: ReturnType<typeof createTestDevice>, id: string, village?: string) {
  const where = village ? { village } : {};
  return device.op("incident.report", [
    {
      ...{ c: "create", k: "incident", id, sc: village ? `incidents:${village}` : "incidents:commune" },
      f: { number: `SC-XT-001-${id}`, group: 2, severity: 3, title: "Máy in kẹt giấy", since: 1, ...where },
    },
  ]);
}

const tus = { "tus-resumable": "1.0.0" };
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A device's side of tus, one request at a time; a test says what to send. */
export function createUploader(client: ApiClient, bytes: Buffer, photo: string) {
  const sha = shaOf(bytes);
  const body = (part: Buffer) => ({ body: new Uint8Array(part), type: "application/offset+octet-stream" });
  return {
    sha,
    create(first?: Buffer, more: Record<string, string> = {}) {
      const sent = first && body(first);
      return client.call("POST", "/api/uploads", sent?.body, {
        ...tus,
        "upload-length": String(bytes.length),
        "upload-metadata": `sha ${base64(sha)},photo ${base64(photo)}`,
        ...(sent ? { "content-type": sent.type } : {}),
        ...more,
      });
    },
    head: () => client.call("HEAD", `/api/uploads/${sha}`, undefined, tus),
    send(from: number, to: number, of = bytes) {
      const { body: part, type } = body(of.subarray(from, to));
      return client.call("PATCH", `/api/uploads/${sha}`, part, {
        ...tus,
        "upload-offset": String(from),
        "content-type": type,
      });
    },
    /** Begins or goes on, until the server has it all; answers its last reply. */
    async finish(piece = 64 * 1024) {
      for (;;) {
        const head = await this.head();
        if (head.headers.get("x-stored")) return head;
        if (head.status === 404) {
          const made = await this.create();
          if (made.status !== 201) return made;
          continue;
        }
        const offset = Number(head.headers.get("upload-offset"));
        const sent = await this.send(offset, offset + piece);
        if (sent.status !== 204 || sent.headers.get("x-stored")) return sent;
      }
    },
  };
}

/** A PATCH whose sender falls silent after `part`: nothing more comes, and the connection stays open until it is closed. */
export function sendPart(
  client: ApiClient,
  bytes: Buffer,
  from: number,
  to: number,
  part: number,
): { close(): void; readonly answer: Promise<IncomingMessage> } {
  const request = httpRequest(`${client.url}/api/uploads/${shaOf(bytes)}`, {
    method: "PATCH",
    agent: false,
    headers: {
      ...tus,
      "x-so-truc": "1",
      "x-device": String(client.device),
      cookie: cookieOf(client),
      "upload-offset": String(from),
      "content-type": "application/offset+octet-stream",
      "content-length": to - from,
    },
  });
  request.on("error", () => undefined);
  const answer = new Promise<IncomingMessage>((heard) => request.on("response", heard));
  request.write(bytes.subarray(from, from + part));
  return { close: () => void request.destroy(), answer };
}

export function cookieOf(client: ApiClient): string {
  return [...client.cookies()].map((one) => one.join("=")).join("; ");
}

/** How much of a file is on the disk. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => -1,
  );
}
