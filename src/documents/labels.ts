import { qrPath } from "./qr-code.ts";

/** Self-adhesive A4 sheets of 70 × 37 mm, three across and eight down, as every stationer sells them. */
export const labelsAcross = 3;
export const labelsDown = 8;
const perSheet = labelsAcross * labelsDown;

export interface Label {
  readonly code: string;
  readonly name: string;
  /** SVG path of the QR code in a square of `size`. */
  readonly path: string;
  readonly size: number;
}

/** What a device's QR code opens, on any phone that is signed in. */
export function labelAddress(origin: string, code: string): string {
  return `${origin}/thiet-bi/${encodeURIComponent(code)}`;
}

/** Sheet by sheet; `used` places of the first sheet were peeled off before and stay empty. */
export function labelSheets(
  things: readonly { readonly code: string; readonly name: string }[],
  origin: string,
  used = 0,
): (Label | null)[][] {
  const empty: null[] = Array.from({ length: Math.min(Math.max(0, used), perSheet - 1) }, () => null);
  const labels = things.map(
    ({ code, name }): Label => ({ code, name, ...qrPath(labelAddress(origin, code)) }),
  );
  const places = things.length === 0 ? [] : [...empty, ...labels];
  return Array.from({ length: Math.ceil(places.length / perSheet) }, (_, at) =>
    places.slice(at * perSheet, (at + 1) * perSheet),
  );
}
