import type { Page } from "playwright-core";
import { segment } from "./photos.ts";

/** What stands in the notes of the picture and must never leave the device. */
export const secretPhone = "SECRET-PHONE-7";

/** A JPEG as a phone makes it, drawn by the browser; another for every seed. */
export async function cameraJpeg(page: Page, width: number, height: number, seed: number): Promise<Buffer> {
  return asTaken(await drawnJpeg(page, width, height, seed));
}

/** So many different JPEGs of a phone, of fewer that are drawn: a phone turned another way makes another picture. */
export async function cameraJpegs(
  page: Page,
  width: number,
  height: number,
  count: number,
): Promise<Buffer[]> {
  const drawn: Buffer[] = [];
  for (let seed = 0; drawn.length < count / waysToTurn; seed++)
    drawn.push(await drawnJpeg(page, width, height, seed));
  return Array.from({ length: count }, (_, i) =>
    asTaken(drawn[Math.floor(i / waysToTurn)] as Buffer, (i % waysToTurn) + 1),
  );
}

const waysToTurn = 8;

async function drawnJpeg(page: Page, width: number, height: number, seed: number): Promise<Buffer> {
  return Buffer.from(await page.evaluate(drawJpeg, { width, height, seed }), "base64");
}

function asTaken(plain: Buffer, turn = 6): Buffer {
  return Buffer.concat([plain.subarray(0, 2), segment(0xe1, exifWithPlace(turn)), plain.subarray(2)]);
}

async function drawJpeg({ width, height, seed }: { width: number; height: number; seed: number }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, `hsl(${(seed * 47) % 360} 60% 40%)`);
  sky.addColorStop(1, `hsl(${(seed * 91) % 360} 60% 80%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  // Much that is small and sharp, as leaves and letters are.
  let state = seed + 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < 6000; i++) {
    context.fillStyle = `hsl(${next() * 360} 70% ${next() * 100}%)`;
    context.fillRect(next() * width, next() * height, next() * 60, next() * 60);
  }
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** Exif with the maker's name, how the picture is turned (1–8), and a place: 16° 28' north, 107° 35' east. */
function exifWithPlace(turn: number): Buffer {
  const make = Buffer.from(`${secretPhone}\0`, "latin1");
  const [ifd, gps] = [8, 8 + 2 + 3 * 12 + 4];
  const gpsEnd = gps + 2 + 4 * 12 + 4;
  const head = Buffer.from("Exif\0\0II*\0\x08\0\0\0", "latin1");
  const body = Buffer.alloc(gpsEnd - ifd);
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    body.writeUInt16LE(tag, at);
    body.writeUInt16LE(type, at + 2);
    body.writeUInt32LE(count, at + 4);
    body.writeUInt32LE(value, at + 8);
  };
  body.writeUInt16LE(3, 0);
  entry(2, 0x010f, 2, make.length, gpsEnd + 48);
  entry(14, 0x0112, 3, 1, turn);
  entry(26, 0x8825, 4, 1, gps);
  const at = gps - ifd;
  body.writeUInt16LE(4, at);
  entry(at + 2, 1, 2, 2, "N".charCodeAt(0));
  entry(at + 14, 2, 5, 3, gpsEnd);
  entry(at + 26, 3, 2, 2, "E".charCodeAt(0));
  entry(at + 38, 4, 5, 3, gpsEnd + 24);
  const places = Buffer.alloc(48);
  for (const [i, part] of [16, 28, 0, 107, 35, 0].entries()) {
    places.writeUInt32LE(part, i * 8);
    places.writeUInt32LE(1, i * 8 + 4);
  }
  return Buffer.concat([head, body, places, make]);
}
