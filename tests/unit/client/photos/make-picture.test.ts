import { crc32 } from "node:zlib";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type MakeSurface, makePicture } from "#client/photos/make-picture.ts";
import { isPhotoTooLong, leastPart, photoRoom, photoScale, thumbPart } from "#domain/photos/photo-limits.ts";

const sizeOf = (width: number, height: number) => {
  const scale = photoScale({ width, height });
  return [Math.round(width * scale), Math.round(height * scale)];
};

describe("the size of a picture", () => {
  it.each([
    [4000, 3000, 1280, 960],
    [3000, 4000, 960, 1280],
    [800, 600, 800, 600],
    [1080, 12_000, 640, 7111],
    [12_000, 1080, 7111, 640],
    [1080, 2400, 640, 1422],
    [500, 9000, 500, 9000],
  ])("%i × %i becomes %i × %i", (width, height, ...made) => {
    expect(sizeOf(width, height)).toEqual(made);
  });

  it("never loses the words of a picture without saying so", () => {
    const edge = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(edge, edge, (width, height) => {
        const made = sizeOf(width, height);
        expect(Math.max(...made)).toBeLessThanOrEqual(12_000);
        const isReadable = Math.min(...made) >= Math.min(399, 0.8 * Math.min(width, height) - 1);
        expect(isReadable || isPhotoTooLong({ width, height })).toBe(true);
        // Made once, it stays as it is when a face on it is covered later.
        const [again = 0] = sizeOf(made[0] ?? 1, made[1] ?? 1);
        expect(Math.abs(again - (made[0] ?? 0))).toBeLessThanOrEqual(1);
      }),
    );
    expect(isPhotoTooLong({ width: 1080, height: 60_000 })).toBe(true);
  });

  it("gives a long one more bytes, and shows its beginning in the list", () => {
    expect(photoRoom({ width: 1280, height: 960 })).toBe(150 * 1024);
    expect(photoRoom({ width: 640, height: 7111 })).toBeGreaterThan(400 * 1024);
    expect(photoRoom({ width: 12_000, height: 12_000 })).toBe(1024 * 1024);
    expect(leastPart({ width: 640, height: 7111 })).toBe(0.625);
    expect(leastPart({ width: 7111, height: 300 })).toBe(1);
    expect(leastPart({ width: 1280, height: 960 })).toBe(0);
    expect(thumbPart({ width: 640, height: 7111 })).toEqual({ width: 640, height: 1280 });
    expect(thumbPart({ width: 1280, height: 960 })).toEqual({ width: 1280, height: 960 });
  });
});

/** What the platform gives where there is no browser: nothing is ever decoded. */
const noSurface: MakeSurface = () => {
  throw new Error("nothing is drawn");
};

class AwayFile extends Blob {
  override slice(): Blob {
    return new AwayFile();
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.reject(new DOMException("The file could not be read", "NotReadableError"));
  }
  override get size(): number {
    return 2_000_000;
  }
}

/** Its beginning came, the rest is still in the cloud. */
class HalfHere extends Blob {
  override slice(from?: number): Blob {
    return from === 0 ? new Blob([jpegHead]) : new AwayFile();
  }
}

const jpegHead = new Uint8Array([
  0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0x0c, 0, 0x09, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3,
]);

function pngOf(width: number, height: number): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(33);
  head.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  head.write("IHDR", 12);
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  head.writeUInt32BE(crc32(head.subarray(12, 29)), 29);
  return new Uint8Array(head);
}

describe("a picture that cannot be read", () => {
  afterEach(() => vi.unstubAllGlobals());
  const heic = Buffer.from("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "latin1");

  it.each([
    ["file-away", new Blob([], { type: "image/jpeg" })],
    ["file-away", new AwayFile()],
    ["file-away", new HalfHere([jpegHead], { type: "image/jpeg" })],
    ["file-empty", new Blob([])],
    ["picture-damaged", new Blob([jpegHead])],
    ["picture-long", new Blob([pngOf(1080, 60_000)])],
    ["file-huge", new Blob([pngOf(20_000, 20_000)])],
    ["not-a-picture", new Blob(["%PDF-1.7"])],
    ["heic", new Blob([heic])],
  ])("says %s", async (code, file) => {
    vi.stubGlobal("createImageBitmap", () => Promise.reject(new DOMException("no", "InvalidStateError")));
    expect(await makePicture(file, noSurface)).toMatchObject({ ok: false, refusal: { code } });
  });
});
