import { cleanText } from "#kernel/text.ts";
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

/** Pages beside those of the things, and what a browser takes for a way up. */
const otherPages = new Set(["moi", "nhan", ".", ".."]);
/** A longer address makes dots that a phone cannot tell apart on a label of this size. */
const longestName = 120;

/** What a thing's QR code opens, on any phone that is signed in: by its code, or by its id where no address can say that. */
export function labelAddress(
  origin: string,
  { id, code }: { readonly id: string; readonly code: string },
): string {
  const name = encodeURIComponent(cleanText(code));
  const isPlain = name.length <= longestName && !otherPages.has(code) && !/%2f/i.test(code);
  return `${origin}/thiet-bi/${isPlain ? name : encodeURIComponent(id)}`;
}

/** Sheet by sheet; `used` places of the first sheet were peeled off before and stay empty. */
export function labelSheets(
  things: readonly { readonly id: string; readonly code: string; readonly name: string }[],
  origin: string,
  used = 0,
): (Label | null)[][] {
  const empty: null[] = Array.from({ length: Math.min(Math.max(0, used), perSheet - 1) }, () => null);
  const labels = things.map(
    ({ id, code, name }): Label => ({ code, name, ...qrPath(labelAddress(origin, { id, code })) }),
  );
  const places = things.length === 0 ? [] : [...empty, ...labels];
  return Array.from({ length: Math.ceil(places.length / perSheet) }, (_, at) =>
    places.slice(at * perSheet, (at + 1) * perSheet),
  );
}
