import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mobilesIn, readTelephone } from "#domain/contacts/telephone.ts";

const dials = (text: string) => readTelephone(text).numbers.map(({ dial }) => dial);
const doubts = (text: string) => readTelephone(text).doubts;

describe("one number", () => {
  it.each([
    ["0900 000 001", "0900000001"],
    ["0912.345.678", "0912345678"],
    ["(0238) 3842-100", "02383842100"],
    ["0238 – 3842100", "02383842100"],
    ["024.3825 1234 (giờ hành chính)", "02438251234"],
    ["+84 (28) 3000-0001", "+842830000001"],
    ["+84 (0)912 345 678", "+84912345678"],
    ["0084 912 345 678", "+84912345678"],
    ["84912345678", "+84912345678"],
    ["+856 20 5555 1234", "+8562055551234"],
    ["113", "113"],
    ["1022", "1022"],
    ["1900 9095", "19009095"],
    ["1800.599.920", "1800599920"],
    ["080 43162", "08043162"],
    ["069.2342 431", "0692342431"],
    ["０９１２ ３４５ ６７８", "0912345678"],
    ["0912\u00a0345\u200b678", "0912345678"],
    ["Đường dây nóng: 1022", "1022"],
  ])("%s is dialled as %s without doubt", (text, dial) => {
    expect(dials(text)).toEqual([dial]);
    expect(doubts(text)).toEqual([]);
  });

  it("none where there is nothing to dial", () => {
    for (const text of ["hỏi văn phòng", "", "12", "gặp anh ở phòng 2", "+", "- - -"])
      expect(readTelephone(text).numbers).toEqual([]);
  });
});

describe("an extension", () => {
  it.each([
    ["1022 nhánh 3", "1022,3"],
    ["1022 (nhánh 3)", "1022,3"],
    ["0238 3842 100 máy lẻ 12", "02383842100,12"],
    ["024 3825 1234, số máy lẻ: 2045", "02438251234,2045"],
    ["0238.3842100 ext. 7", "02383842100,7"],
    ["02383842100x15", "02383842100,15"],
    ["1900 1234 bấm phím 2", "19001234,2"],
    ["1900 1234 bam so 0", "19001234,0"],
    ["0238 3842 100 nội bộ 108", "02383842100,108"],
    ["02383842100#21", "02383842100,21"],
    ["1022,3", "1022,3"],
  ])("%s is dialled after a pause", (text, dial) => {
    expect(dials(text)).toEqual([dial]);
    expect(doubts(text)).toEqual([]);
    expect(readTelephone(text).rest).toBe("");
  });

  it.each([
    ["0238 3842 100 máy lẻ 12, 13", "máy lẻ 12, 13"],
    ["0238 3842 100 máy lẻ 113/114", "máy lẻ 113/114"],
    ["1022 nhánh 3 hoặc 4", "nhánh 3 hoặc 4"],
    ["0238 3842 100 nhánh 101-103", "nhánh 101-103"],
    ["1900 1234 bấm 2 rồi 1", "bấm 2 rồi 1"],
  ])("%s names several: the line alone is dialled, and the words stay", (text, rest) => {
    const read = readTelephone(text);
    expect(read.numbers).toHaveLength(1);
    expect(read.numbers[0]?.dial).not.toContain(",");
    expect(read.rest).toBe(rest);
    expect(read.doubts).toContain("extension");
  });

  it("does not take the next number", () => {
    expect(dials("1022 nhánh 3 / 113")).toEqual(["1022,3", "113"]);
    expect(dials("0238 3842 100 máy lẻ 12; 0912 345 678")).toEqual(["02383842100,12", "0912345678"]);
  });
});

describe("several numbers", () => {
  it.each([
    ["113 / 114", ["113", "114"]],
    ["113 114 115", ["113", "114", "115"]],
    ["0912 345 678 – 0987 654 321", ["0912345678", "0987654321"]],
    ["0912345678,0987654321", ["0912345678", "0987654321"]],
    ["0238 3842 100 0912 345 678", ["02383842100", "0912345678"]],
    ["1900 9095 hoặc 1022", ["19009095", "1022"]],
    ["02383842100 (cơ quan), 0912.345.678 (riêng)", ["02383842100", "0912345678"]],
  ])("%s", (text, expected) => {
    expect(dials(text)).toEqual(expected);
    expect(doubts(text)).toEqual([]);
  });

  it("keeps what was said besides", () => {
    const read = readTelephone("Anh Tùng 0912 345 678, nhà riêng 0238 3842 100 (sau 17 giờ)");
    expect(read.numbers.map(({ written }) => written)).toEqual(["0912 345 678", "0238 3842 100"]);
    expect(read.rest).toBe("Anh Tùng · nhà riêng · (sau 17 giờ)");
  });
});

describe("a doubtful number", () => {
  it.each([
    ["O912 345 678", "0912345678", "letter"],
    ["O238 3842 lOO", "02383842100", "letter"],
    ["0912 345 67", "091234567", "form"],
    ["01638 123 456", "01638123456", "form"],
    ["234", "234", "form"],
    ["0912 345 678 12", "0912345678", "digits"],
    ["0912 345 678/79", "0912345678", "digits"],
    ["1022 3", "1022", "digits"],
    ["0912345678 hoặc 098765432", "0912345678", "digits"],
  ])("%s", (text, dial, doubt) => {
    expect(dials(text)).toEqual([dial]);
    expect(doubts(text)).toEqual([doubt]);
  });

  it("never calls the police for the last digits of another number", () => {
    expect(dials("091 234 113")).toEqual(["091234113"]);
    expect(dials("0238 38 113 / 0912 345 678")).toEqual(["0912345678"]);
  });
});

const mobile = fc
  .tuple(
    fc.constantFrom(
      "032",
      "039",
      "052",
      "056",
      "059",
      "070",
      "079",
      "081",
      "087",
      "089",
      "090",
      "094",
      "099",
    ),
    fc.integer({ min: 0, max: 9_999_999 }),
  )
  .map(([head, tail]) => head + String(tail).padStart(7, "0"));
const fixed = fc
  .tuple(fc.constantFrom("024", "028"), fc.integer({ min: 0, max: 99_999_999 }))
  .map(([head, tail]) => head + String(tail).padStart(8, "0"));
const number = fc.oneof(mobile, fixed, fc.constantFrom("113", "1022", "19006769", "1800599920"));

function spaced(digits: string, cuts: readonly boolean[], mark: string): string {
  return [...digits].map((digit, at) => (at > 2 && cuts[at % cuts.length] ? mark + digit : digit)).join("");
}

it("any numbers between strokes come out one by one, however they were spaced", () => {
  const cuts = fc.array(fc.boolean(), { minLength: 3, maxLength: 7 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, cuts, fc.constantFrom(" ", ".", "-")), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(" / ", "; ", "/", " hoặc ", "\n"),
      (numbers, mark) => {
        const text = numbers.map(([digits, at, gap]) => spaced(digits, at, gap)).join(mark);
        expect(dials(text)).toEqual([...new Set(numbers.map(([digits]) => digits))]);
      },
    ),
  );
});

it("no text makes it dial what was not written, or fail", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      for (const { dial } of readTelephone(text).numbers) expect(dial).toMatch(/^\+?\d{3,15}(,\d{1,6})?$/);
    }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("1900", "1234", "113", " ", "/", "-", "x", "0", "84"), { maxLength: 90 }),
      (parts) => {
        for (const { dial } of readTelephone(parts.join("")).numbers)
          expect(dial).toMatch(/^\+?\d{3,15}(,\d{1,6})?$/);
      },
    ),
  );
});

describe("a text message", () => {
  it("goes to mobiles alone", () => {
    expect(mobilesIn("0238 3842 100 / 0912 345 678")).toEqual(["0912345678"]);
    expect(mobilesIn("+84 (0)355 123 456")).toEqual(["+84355123456"]);
    for (const text of [
      "02438251234",
      "1900 9095",
      "1800 1091",
      "113",
      "1022 nhánh 3",
      "01638123456",
      "080 43162",
      "+8562055551234",
    ])
      expect(mobilesIn(text)).toEqual([]);
  });
});
