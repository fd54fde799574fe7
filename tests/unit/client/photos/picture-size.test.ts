import { describe, expect, it } from "vitest";
import { readHead } from "#client/photos/picture-size.ts";
import { exifOf, jpegOf, segment } from "../../../support/photos.ts";

const text = (words: string) => [...Buffer.from(words, "latin1")];
const u32 = (n: number) => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];

describe("the head of a picture tells its size without decoding", () => {
  it("of a JPEG, behind whatever stands before its frame", () => {
    expect(readHead(jpegOf(500, 1))).toEqual({ format: "jpeg", size: { width: 16, height: 16 } });
    const large = segment(0xe2, Buffer.alloc(60_000));
    const jpeg = jpegOf(130_000, 1, [segment(0xe1, exifOf([1, 2])), large, large]);
    expect(readHead(jpeg).size).toEqual({ width: 16, height: 16 });
    expect(readHead(jpeg.subarray(0, 60_100))).toEqual({ format: "jpeg" });
  });

  it("of a PNG and of the three sorts of WebP", () => {
    const png = [0x89, ...text("PNG\r\n\x1a\n"), ...u32(13), ...text("IHDR"), ...u32(4032), ...u32(3024)];
    expect(readHead(Uint8Array.from(png))).toEqual({ format: "png", size: { width: 4032, height: 3024 } });
    const webp = (chunk: string, rest: number[]) =>
      readHead(
        Uint8Array.from([
          ...text("RIFF"),
          0,
          0,
          0,
          0,
          ...text("WEBP"),
          ...text(chunk),
          0,
          0,
          0,
          0,
          ...rest,
          0,
          0,
        ]),
      );
    const lossy = [0, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x05, 0xc0, 0x03];
    expect(webp("VP8 ", lossy).size).toEqual({ width: 1280, height: 960 });
    const bits = (1279 | (959 << 14)) >>> 0;
    const lossless = [0x2f, bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, bits >>> 24, 0, 0, 0, 0];
    expect(webp("VP8L", lossless).size).toEqual({ width: 1280, height: 960 });
    const extended = [0, 0, 0, 0, 0xff, 0x04, 0, 0xbf, 0x03, 0];
    expect(webp("VP8X", extended).size).toEqual({ width: 1280, height: 960 });
  });

  it("of an iPhone's picture says what it is; of anything else nothing", () => {
    expect(readHead(Uint8Array.from([0, 0, 0, 24, ...text("ftypheic")]))).toEqual({ format: "heic" });
    expect(readHead(Uint8Array.from(text("%PDF-1.7 some text")))).toEqual({ format: "other" });
    expect(readHead(new Uint8Array())).toEqual({ format: "other" });
  });
});
