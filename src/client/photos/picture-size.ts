/** What a file says of itself in its first bytes, without being decoded. */
export interface PictureHead {
  readonly format: "jpeg" | "png" | "webp" | "heic" | "other";
  /** As it is stored, before any turning; undefined where it is not told. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** Enough for a JPEG whose size stands behind a large EXIF block. */
export const headBytes = 512 * 1024;

export function readHead(bytes: Uint8Array): PictureHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, [0xff, 0xd8])) return withSize("jpeg", jpegSize(view));
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return withSize("png", pngSize(view));
  if (textAt(bytes, 0) === "RIFF" && textAt(bytes, 8) === "WEBP")
    return withSize("webp", webpSize(bytes, view));
  const isHeic = textAt(bytes, 4) === "ftyp" && /^(hei[cxms]|hev[cxm]|mif1|msf1)$/.test(textAt(bytes, 8));
  return { format: isHeic ? "heic" : "other" };
}

type Size = PictureHead["size"];

function withSize(format: PictureHead["format"], size: Size): PictureHead {
  return size && size.width > 0 && size.height > 0 ? { format, size } : { format };
}

function jpegSize(view: DataView): Size {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    const hasNoLength = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    at += marker === 0xff ? 1 : hasNoLength ? 2 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function pngSize(view: DataView): Size {
  return view.byteLength < 24 ? undefined : { width: view.getUint32(16), height: view.getUint32(20) };
}

function webpSize(bytes: Uint8Array, view: DataView): Size {
  if (bytes.byteLength < 30) return undefined;
  switch (textAt(bytes, 12)) {
    case "VP8 ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    default:
      return undefined;
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
