import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLine, cleanText, fold, matches } from "#kernel/text.ts";

describe("one folding", () => {
  it.each([
    ["TB-0\u200b12", "TB-012"],
    ["\u2066TB-012\u2069", "tb-012"],
    ["TB\u00ad-012\ufeff", "TB-012"],
    ["TB\u00a0 012", "TB 012"],
    ["ТВ-012", "TB-012"],
    ["ΤΒ‑012", "tb-012"],
    ["ＴＢ－０１２", "TB-012"],
    ["máy\u202fin", "may in"],
    ["Hoà Bình", "Hòa Bình"],
    ["Thuỷ", "Thủy"],
    ["Buôn Ƀlang", "Buon Blang"],
    ["Čư Ê ƀur", "cu e bur"],
    ["Ea H’leo", "Ea H'leo"],
    ["Ea Hʼleo", "ea h`leo"],
    ["Ea H´leo", "Ea H′leo"],
    ["Krông Ðăk", "krong dak"],
    ["tổ “1”", 'tổ "1"'],
    ["Ⅳ", "iv"],
  ])("%s is %s", (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  it("keeps apart what reads differently", () => {
    for (const [one, other] of [
      ["TB-012", "TB-0l2"],
      ["TB-O12", "TB-012"],
      ["Xóm 1", "Xóm 11"],
    ] as const)
      expect(fold(one)).not.toBe(fold(other));
  });

  it("finds a name with or without its apostrophe", () => {
    for (const query of ["hleo", "h'leo", "H’LEO", "ea h`leo"])
      expect(matches("Xã Ea Hʼleo", query)).toBe(true);
    expect(matches("Ea Hleo", "h'leo")).toBe(true);
    expect(matches("Ea Súp", "hleo")).toBe(false);
  });

  it("composed or not, with any unseen mark in between, is the same, and folding twice changes nothing", () => {
    const unseen = fc.constantFrom(
      "\u200b",
      "\u200c",
      "\u2060",
      "\ufeff",
      "\u00ad",
      "\u200e",
      "\u202e",
      "\u061c",
      "\u0007",
      "\u{e0061}",
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), unseen, fc.nat(), (text, mark, at) => {
        const letters = [...text.normalize("NFC")];
        const cut = at % (letters.length + 1);
        const other = [...letters.slice(0, cut), mark, ...letters.slice(cut)].join("");
        expect(fold(other)).toBe(fold(text));
        expect(fold(text.normalize("NFD"))).toBe(fold(text));
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

describe("what is kept of what was typed", () => {
  it("loses what has no shape, and nothing else", () => {
    expect(cleanText("a\u200b\u00a0b\u0000\nc\td\u2028e\u00ad")).toBe("a b\nc\td\ne");
    expect(cleanText("Hòa Ƀlang ’ “x” — ½ Ⅳ")).toBe("Hòa Ƀlang ’ “x” — ½ Ⅳ");
    expect(cleanLine("  Máy\u3000\u3000in\r\n1 ")).toBe("Máy in 1");
    expect(cleanText("\ud800x")).toBe("x");
  });

  it("leaves pictures whole", () => {
    for (const picture of ["👩‍🌾", "👨🏽‍🚒", "❤️", "1️⃣", "🏳️‍🌈", "⚠️"]) expect(cleanText(picture)).toBe(picture);
    expect(cleanText("TB-1\ufe0f")).toBe("TB-1");
  });

  it("cleans once for all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
        expect(cleanText(text).length).toBeLessThanOrEqual(text.normalize("NFC").length);
      }),
    );
  });
});
