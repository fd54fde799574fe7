import decodeQR from "qr/decode.js";
import { describe, expect, it } from "vitest";
import { type Label, labelAddress, labelSheets } from "#documents/labels.ts";

const origin = "https://so-truc.xa-mau.example";

/** The label's own SVG path as the dots that a camera would see. */
function photographed({ path, size }: Label, dots = 4) {
  const width = size * dots;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x = "", y = ""] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < dots; row++) {
      for (let column = 0; column < dots; column++) {
        const at = ((Number(y) * dots + row) * width + Number(x) * dots + column) * 4;
        data.fill(0, at, at + 3);
      }
    }
  }
  return { width, height: width, data };
}

describe("labels", () => {
  it("are read back by a QR reader as the address of the device, whatever its code", () => {
    const codes = ["XM-001", "TB 12/2025", "Máy in số 2", "A&B?#%", "X".repeat(60)];
    const [sheet = []] = labelSheets(
      codes.map((code) => ({ code, name: "Máy" })),
      origin,
    );
    for (const [at, code] of codes.entries()) {
      const read = decodeQR(photographed(sheet[at] as Label));
      expect(read).toBe(labelAddress(origin, code));
      expect(decodeURIComponent(new URL(read).pathname.slice("/thiet-bi/".length))).toBe(code);
    }
  });

  it("fill sheets of 24, after the places that were peeled off before", () => {
    const things = Array.from({ length: 30 }, (_, at) => ({ code: `XM-${at}`, name: `Máy ${at}` }));
    const count = (used: number) => labelSheets(things, origin, used).map((sheet) => sheet.length);
    expect(count(0)).toEqual([24, 6]);
    expect(count(20)).toEqual([24, 24, 2]);
    expect(
      labelSheets(things, origin, 20)[0]
        ?.slice(18)
        .map((one) => one?.code),
    ).toEqual([...[undefined, undefined], ...["XM-0", "XM-1", "XM-2", "XM-3"]]);
    expect(labelSheets([], origin, 3)).toEqual([]);
  });
});
