import { describe, expect, it } from "vitest";
import { tellsNothing } from "#server/attachments/exif.ts";
import { readPicture } from "#server/attachments/picture.ts";
import { exifOf, jpegOf, segment } from "../../support/photos.ts";

function webpOf(...chunks: [name: string, content: Buffer][]): Buffer {
  const parts = chunks.map(([name, content]) => {
    const head = Buffer.from(`${name}\0\0\0\0`, "latin1");
    head.writeUInt32LE(content.length, 4);
    return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
  });
  const body = Buffer.concat([Buffer.from("WEBP"), ...parts]);
  const head = Buffer.from("RIFF\0\0\0\0", "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

function pngOf(...chunks: [name: string, content: Buffer][]): Buffer {
  const parts = [...chunks, ["IEND", Buffer.alloc(0)] as const].map(([name, content]) => {
    const head = Buffer.from(`\0\0\0\0${name}`, "latin1");
    head.writeUInt32BE(content.length, 0);
    return Buffer.concat([head, content, Buffer.alloc(4)]);
  });
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

const exif = (...tags: number[]) => exifOf(tags);
const block = (...tags: number[]) => exifOf(tags).subarray(6);
const xmp = Buffer.from("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>", "latin1");
const shown = Buffer.from("picture");

describe("a picture", () => {
  it.each([
    ["a JPEG", jpegOf(2000, 1), "image/jpeg", false],
    ["a JPEG that says which way up", jpegOf(2000, 2, [segment(0xe1, exif(0x0112))]), "image/jpeg", false],
    [
      "a JPEG with a profile of its colours",
      jpegOf(2000, 3, [segment(0xe2, Buffer.from("ICC_PROFILE\0"))]),
      "image/jpeg",
      false,
    ],
    ["a JPEG with a place", jpegOf(2000, 4, [segment(0xe1, exif(0x0112, 0x8825))]), "image/jpeg", true],
    ["a JPEG with a camera", jpegOf(2000, 5, [segment(0xe1, exif(0x010f))]), "image/jpeg", true],
    ["a JPEG with a time", jpegOf(2000, 6, [segment(0xe1, exif(0x0132))]), "image/jpeg", true],
    ["a JPEG with XMP", jpegOf(2000, 7, [segment(0xe1, xmp)]), "image/jpeg", true],
    ["a JPEG with a comment", jpegOf(2000, 8, [segment(0xfe, shown)]), "image/jpeg", true],
    [
      "a JPEG with words of an editor",
      jpegOf(2000, 9, [segment(0xed, Buffer.alloc(200))]),
      "image/jpeg",
      true,
    ],
    ["a JPEG with a second one behind", Buffer.concat([jpegOf(2000, 10), exif(0x8825)]), "image/jpeg", true],
    ["a WebP", webpOf(["VP8 ", shown]), "image/webp", false],
    [
      "a WebP with a place",
      webpOf(["VP8X", Buffer.alloc(10)], ["VP8 ", shown], ["EXIF", block(0x8825)]),
      "image/webp",
      true,
    ],
    ["a WebP with XMP", webpOf(["VP8L", shown], ["XMP ", xmp]), "image/webp", true],
    ["a PNG", pngOf(["IHDR", Buffer.alloc(13)], ["IDAT", shown]), "image/png", false],
    ["a PNG with a place", pngOf(["IHDR", Buffer.alloc(13)], ["eXIf", block(0x8825)]), "image/png", true],
    ["a PNG with words", pngOf(["IHDR", Buffer.alloc(13)], ["tEXt", shown]), "image/png", true],
  ] as const)("%s is known, and what it tells", (_, bytes, media, isTelling) => {
    expect(readPicture(bytes)).toEqual({ media, isTelling });
  });

  it("is none when it is anything else, or broken off anywhere in its frame", () => {
    const whole = [
      jpegOf(400, 11, [segment(0xe1, exif(0x0112))]),
      webpOf(["VP8X", Buffer.alloc(10)], ["VP8 ", shown]),
      pngOf(["IHDR", Buffer.alloc(13)], ["IDAT", shown]),
    ];
    for (const bytes of whole) {
      for (let length = 0; length < bytes.length; length++) {
        expect(readPicture(bytes.subarray(0, length)), `${length} of ${bytes.length}`).toBeUndefined();
      }
    }
    for (const text of ["", "GIF89a", "%PDF-1.7", "<svg/>", "\xff\xd8\xff", "RIFF\0\0\0\0WEBP"]) {
      expect(readPicture(Buffer.from(text, "latin1"))).toBeUndefined();
    }
  });

  it("tells something when nobody can read what it says", () => {
    expect(tellsNothing(block(0x0112))).toBe(true);
    expect(tellsNothing(Buffer.alloc(0))).toBe(false);
    expect(tellsNothing(block(0x0112).subarray(0, 20))).toBe(false);
    expect(tellsNothing(Buffer.from("XX*\0\x08\0\0\0\0\0\0\0\0\0", "latin1"))).toBe(false);
  });
});
