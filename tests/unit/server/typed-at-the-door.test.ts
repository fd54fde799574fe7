import { hash } from "@node-rs/argon2";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keystrokesOf } from "#kernel/keystrokes.ts";
import { foldPassword } from "#server/auth/password-forms.ts";
import { hashPassword, isPassword } from "#server/auth/passwords.ts";
import { codesMeant, newCode } from "#server/auth/secrets.ts";
import { accountMeant, accountName, sameAccount } from "#server/org/account-name.ts";

describe("a one-time code", () => {
  it("has nothing that a Vietnamese keyboard could turn into another letter", () => {
    const codes = Array.from({ length: 2000 }, () => newCode());
    for (const code of codes) {
      expect(code).toMatch(/^[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}$/);
      // Vowels take marks, d and w become đ and ư, f and j are written out, twins become digraphs.
      expect(code.replaceAll("-", "")).not.toMatch(/[aeiouydwfj01l]|(.)\1/);
    }
    expect(new Set(codes).size).toBe(codes.length);
    expect(codesMeant(newCode())).toHaveLength(1);
  });

  it.each([
    ["k7wâ-8as2", "k7wa-a8as-2"],
    ["K7Ư2á9", "k7w2as9"],
    ["k7á2", "k7as2"],
    ["m4đ8", "m4dd8"],
    ["m4đ8", "m4d98"],
    ["tế2k", "tees2k"],
    ["kấm2", "kaams2"],
    ["ｋ７ｍ２", "k7m2"],
    ["k7\u200bm2\u00a0x", "k7m2x"],
  ])("%s is understood as %s", (typed, pressed) => {
    expect(codesMeant(typed)).toContain(codesMeant(pressed)[0]);
  });
});

describe("an account", () => {
  const names = ["motcua1", "motcua2", "tocns1", "vanphong1", "wifi", "lê.hoà", "admin", "dduc"];
  it.each([
    [" MotCua1 ", "motcua1"],
    ["motcuá", "motcua1"],
    ["motcuà", "motcua2"],
    ["tócn1", "tocns1"],
    ["ưifi", "wifi"],
    ["đuc", "dduc"],
    ["văn phòng1", undefined],
    ["vănphòng1", "vanphong1"],
    ["lê.hòa", "lê.hoà"],
    ["аdmin", "admin"],
    ["ad\u200bmin", "admin"],
    ["nobody", undefined],
  ])("%s is %s", (typed, name) => {
    expect(accountMeant(typed, names)).toBe(name);
  });

  it("is not guessed between two", () => {
    expect(accountMeant("hoa", ["hòa", "hoá"])).toBeUndefined();
    expect(accountMeant("tó", ["tos", "to1"])).toBeUndefined();
    expect(accountMeant("hòa", ["hòa", "hoas"])).toBe("hòa");
  });

  it("is not given a second time in other letters", () => {
    expect(sameAccount("Аdmin", names)).toBe("admin");
    expect(sameAccount("lê.hòa", names)).toBe("lê.hoà");
    expect(sameAccount("lê.hoa", names)).toBeUndefined();
    expect(accountName("  Nguyễn.Lan\u200b ")).toBe("nguyễn.lan");
  });

  it("reads back what a Telex keyboard made of any word", () => {
    const vowels = { a: "á", e: "é", o: "ó", i: "í", u: "ú" } as const;
    fc.assert(
      fc.property(
        fc.constantFrom("b", "t", "ng", "ch"),
        fc.constantFrom(...(Object.keys(vowels) as (keyof typeof vowels)[])),
        fc.constantFrom("", "n", "ng", "c"),
        fc.nat(99),
        (head, vowel, tail, digits) => {
          const shown = `${head}${vowels[vowel]}${tail}${digits}`;
          expect(keystrokesOf(shown)).toContain(`${head}${vowel}s${tail}${digits}`);
          expect(keystrokesOf(shown)).toContain(`${head}${vowel}${tail}s${digits}`);
        },
      ),
    );
  });

  it("stays quick for whatever is sent", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("ậ", "ướ", "đ", "ã", "x", "1") }), (typed) => {
        expect(keystrokesOf(typed).length).toBeLessThanOrEqual(3 * 256);
      }),
    );
  });
});

describe("a password", () => {
  const pairs = [
    ["Hòa Bình 2026", "Hoà\u00a0Bình 2026"],
    ["Thủy-khỏe", "Thuỷ-khoẻ"],
    ["Mật khẩu 1".normalize("NFD"), "Mật khẩu 1"],
    ["Ｍật khẩu１", "Mật khẩu1"],
  ] as const;

  it("is the same on both keyboards, either way round", async () => {
    for (const [one, other] of pairs) {
      expect(await isPassword(await hashPassword(one), other)).toBe(true);
      expect(await isPassword(await hashPassword(other), one)).toBe(true);
    }
  });

  it("kept before is still taken, also as the other keyboard writes it", async () => {
    for (const [one, other] of pairs.slice(0, 2)) {
      const old = await hash(one.normalize("NFC"), { memoryCost: 1024, timeCost: 1 });
      expect(await isPassword(old, one)).toBe(true);
      expect(await isPassword(old, other)).toBe(true);
    }
    const withBreak = await hash("Hoà\u00a0Bình", { memoryCost: 1024, timeCost: 1 });
    expect(await isPassword(withBreak, "Hoà\u00a0Bình")).toBe(true);
  });

  it("another one is another one", async () => {
    for (const [one, other] of [
      ["hòa bình", "hoa bình"],
      ["hòa bình", "Hòa bình"],
      ["hòa bình", "hòa  bình"],
      ["quý một", "quỳ một"],
    ] as const) {
      expect(foldPassword(one)).not.toBe(foldPassword(other));
      expect(await isPassword(await hashPassword(one), other)).toBe(false);
    }
  });
});
