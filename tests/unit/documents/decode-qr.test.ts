import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import { decodeQr } from "#documents/decode-qr.ts";
import { equipmentCodeOf } from "#domain/incidents/equipment-code.ts";

/** A label as a camera sees it: dark squares of some pixels on paper that is not quite white. */
function picture(text: string, scale: number, paper = 235, ink = 30) {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const edge = size * scale;
  const pixels = new Uint8ClampedArray(edge * edge * 4);
  for (let y = 0; y < edge; y++) {
    for (let x = 0; x < edge; x++) {
      const dark = data[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true;
      pixels.set([dark ? ink : paper, dark ? ink : paper, dark ? ink : paper, 255], (y * edge + x) * 4);
    }
  }
  return { width: edge, height: edge, data: pixels };
}

describe("the QR code of a label", () => {
  const address = "https://so.xamau.example/thiet-bi/XM-014";

  it("is read from the pixels of a picture, large or small, in poor light", () => {
    expect(decodeQr(picture(address, 8))).toBe(address);
    expect(decodeQr(picture(address, 3))).toBe(address);
    expect(decodeQr(picture(address, 6, 140, 60))).toBe(address);
  });

  it("is not found where there is none", () => {
    expect(
      decodeQr({ width: 64, height: 64, data: new Uint8ClampedArray(64 * 64 * 4).fill(255) }),
    ).toBeNull();
  });

  it("leads to the code of the thing, as an address or bare", () => {
    expect(equipmentCodeOf(address)).toBe("XM-014");
    expect(equipmentCodeOf("https://so.example/thiet-bi/M%C3%A1y%2D1?x=1")).toBe("Máy-1");
    expect(equipmentCodeOf(" XM-014 ")).toBe("XM-014");
    expect(equipmentCodeOf("https://elsewhere.example/menu")).toBeNull();
    expect(equipmentCodeOf("https://so.example/thiet-bi/%E0%A4%A")).toBeNull();
  });
});
