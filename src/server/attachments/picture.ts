import type { photoTypes } from "#domain/photos/photo-kinds.ts";
import { tellsNothing } from "./exif.ts";

export type Media = (typeof photoTypes)[number];

/** What a picture says of itself beside what it shows. */
export interface Picture {
  readonly media: Media;
  /** It says where, when or with what it was taken. */
  readonly isTelling: boolean;
}

/** Reads the frame of a JPEG, WebP or PNG from end to end; undefined when it is none, or broken off. */
export function readPicture(bytes: Buffer): Picture | undefined {
  return readJpeg(bytes) ?? readWebp(bytes) ?? readPng(bytes);
}

const namespaceOfXmp = "http://ns.adobe.com/xap/";
/** Some cameras' software writes an empty block of this length at most. */
const emptyPhotoshopBlock = 64;

function readJpeg(bytes: Buffer): Picture | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  if (bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) < 0) return undefined;
  let isTelling = false;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined;
    // The picture itself begins; cameras hang a second one behind it.
    if (marker === 0xda) return { media: "image/jpeg", isTelling: isTelling || tellsBehind(bytes, end) };
    isTelling ||= isTellingSegment(marker, bytes.subarray(at + 4, end));
    at = end;
  }
  return undefined;
}

function isTellingSegment(marker: number, content: Buffer): boolean {
  if (marker === 0xe1) return !startsWith(content, "Exif\0\0") || !tellsNothing(content.subarray(6));
  if (marker === 0xed) return content.length > emptyPhotoshopBlock;
  return marker === 0xfe;
}

function tellsBehind(bytes: Buffer, from: number): boolean {
  return bytes.includes("Exif\0\0", from, "latin1") || bytes.includes(namespaceOfXmp, from, "latin1");
}

function readWebp(bytes: Buffer): Picture | undefined {
  if (!startsWith(bytes, "RIFF") || bytes.length < 20 || bytes.toString("latin1", 8, 12) !== "WEBP")
    return undefined;
  const end = bytes.readUInt32LE(4) + 8;
  if (end > bytes.length || bytes.length - end > 1) return undefined;
  let isTelling = false;
  let isShown = false;
  for (let at = 12; at + 8 <= end; ) {
    const name = bytes.toString("latin1", at, at + 4);
    const next = at + 8 + bytes.readUInt32LE(at + 4);
    if (next > end) return undefined;
    isShown ||= name === "VP8 " || name === "VP8L" || name === "ANMF";
    isTelling ||= name === "XMP " || (name === "EXIF" && !tellsNothing(bytes.subarray(at + 8, next)));
    at = next + (next % 2);
  }
  return isShown ? { media: "image/webp", isTelling } : undefined;
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function readPng(bytes: Buffer): Picture | undefined {
  if (!bytes.subarray(0, 8).equals(pngSignature)) return undefined;
  let isTelling = false;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const name = bytes.toString("latin1", at + 4, at + 8);
    if (end > bytes.length) return undefined;
    if (name === "IEND") return { media: "image/png", isTelling: isTelling || end < bytes.length };
    isTelling ||= ["tEXt", "zTXt", "iTXt", "tIME"].includes(name);
    isTelling ||= name === "eXIf" && !tellsNothing(bytes.subarray(at + 8, end - 4));
    at = end;
  }
  return undefined;
}

function startsWith(bytes: Buffer, text: string): boolean {
  return bytes.toString("latin1", 0, text.length) === text;
}
