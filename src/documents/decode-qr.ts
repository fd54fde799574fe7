import decode from "qr/decode.js";

export interface Size {
  readonly width: number;
  readonly height: number;
}

const longestSearchMs = 300;

/** What the QR code in a picture says, from its pixels of four bytes each; null where none can be read. */
export function decodeQr(image: Size & { readonly data: Uint8ClampedArray }): string | null {
  try {
    const { width, height, data } = image;
    return decode({ width, height, data }, { timeLimit: longestSearchMs });
  } catch {
    return null;
  }
}
