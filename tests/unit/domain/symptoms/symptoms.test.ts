import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultSymptoms, type SymptomKind, symptomKindOf } from "#domain/symptoms/symptom-kinds.ts";
import { hasSymptom, withoutSymptom, withSymptom } from "#domain/symptoms/symptom-note.ts";
import { givenNames, phraseKey, phrasesIn } from "#domain/symptoms/symptom-phrases.ts";
import {
  learntSymptoms,
  mostSymptoms,
  offeredSymptoms,
  type PastIncident,
} from "#domain/symptoms/symptoms.ts";
import vi from "#locales/vi/symptoms.json" with { type: "json" };

const dayMs = 86_400_000;
const now = Date.UTC(2025, 10, 24);
const people = givenNames(["Lê Thị Hoa", "Nguyễn Văn Nam"]);
const said = (note: string) => phrasesIn(note, people).map(({ text }) => text);

describe("what a note says of a thing", () => {
  it.each([
    ["Máy in bị kẹt giấy, hết mực", ["Kẹt giấy", "Hết mực"]],
    ["Mất mạng từ 06:50, đèn LOS nháy đỏ", ["Mất mạng", "Đèn LOS nháy đỏ"]],
    ["quầy 2 vẫn không in được. Lại mờ chữ", ["Không in được", "Mờ chữ"]],
    ["Máy báo hết mực ngày 3/11", ["Báo hết mực"]],
    ["Không nhận USB ký số; VNeID treo", ["Không nhận USB ký số", "VNeID treo"]],
    ["máy in", []],
    ["", []],
  ])("%j: %j", (note, expected) => expect(said(note)).toEqual(expected));

  it.each([
    "Kẹt giấy, gọi anh Hùng 0912 345 678",
    "Kẹt giấy. Chị Lan quầy 2 báo",
    "Kẹt giấy; ông Nguyễn Văn An chờ",
    "Kẹt giấy (Hoa báo)",
    "Kẹt giấy, số hồ sơ 038095001234",
    "Kẹt giấy\nPhạm Thị Bưởi chưa lấy được",
    "Kẹt giấy, NGUYỄN THỊ MƠ",
    "Kẹt giấy, bac Tư nhờ in hộ",
    "Kẹt giấy, hỏi a@b.vn",
    "Kẹt giấy, mật khẩu là hoa123",
    "Kẹt giấy, Dũng nhờ xem lại",
    "Kẹt giấy, Nam mới sửa hôm qua",
  ])("%j gives the fault and nobody's name", (note) => expect(said(note)).toEqual(["Kẹt giấy"]));

  it("never lets a number of four digits, an address or a known name through", () => {
    const piece = fc.oneof(
      fc.constantFrom("kẹt giấy", "Hoa", "anh Nam", "0912345678", "MẬT", "quầy 3", "a@b.vn", "từ 07:30"),
      fc.constantFrom(", ", ". ", "\n", " ", " - ", ": "),
      fc.string({ unit: "grapheme", maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        for (const { key, text } of phrasesIn(pieces.join(""), people)) {
          expect(text).not.toMatch(/\d(?:[ .-]?\d){3,}|@|(?<!\p{L})(Hoa|Nam)(?!\p{L})/u);
          expect(key.length).toBeGreaterThanOrEqual(3);
          expect(text.length).toBeLessThanOrEqual(40);
        }
      }),
    );
  });
});

const incident = (note: string, days = 1, part: Partial<PastIncident> = {}): PastIncident => ({
  ...{ group: 3, title: "Máy in quầy 2", sort: "printer", since: now - days * dayMs },
  ...part,
  note,
});
const learn = (past: readonly PastIncident[], kind: SymptomKind = "printer") =>
  learntSymptoms(past, kind, { now, people });

describe("symptoms learnt from the commune's own incidents", () => {
  it("are those said in more than one incident, with and without accents as one", () => {
    expect(
      learn([incident("Kẹt giấy"), incident("ket giay"), incident("Máy in kẹt giấy, mờ"), incident("Lạ")]),
    ).toEqual(["Kẹt giấy"]);
  });

  it("are of one kind of thing", () => {
    const line = { group: 1, title: "Cáp quang", sort: "network" };
    const past = [
      incident("Đứt cáp", 1, line),
      incident("Đứt cáp", 2, line),
      incident("Kẹt giấy"),
      incident("Kẹt giấy"),
    ];
    expect(learn(past, "network")).toEqual(["Đứt cáp"]);
    expect(learn(past, "camera")).toEqual([]);
  });

  it("put what broke of late before what broke often long ago", () => {
    const old = [150, 151, 152].map((days) => incident("Hết mực", days));
    expect(learn([...old, incident("Kẹt giấy", 1), incident("Kẹt giấy", 2)])).toEqual([
      "Kẹt giấy",
      "Hết mực",
    ]);
  });

  it("count an incident once, however often it says the same", () => {
    expect(learn([incident("Kẹt giấy, kẹt giấy, kẹt giấy")])).toEqual([]);
  });

  it("never come from a security incident", () => {
    const secret = { group: 11 };
    expect(
      learn([incident("Lộ tệp lương", 1, secret), incident("Lộ tệp lương", 2, secret)], "security"),
    ).toEqual([]);
    expect(learn([incident("Lộ tệp lương", 1, secret), incident("Lộ tệp lương", 2, secret)])).toEqual([]);
  });

  it("are six at most, none twice, the same in whatever order the incidents are read", () => {
    const note = fc.constantFrom(
      "Kẹt giấy",
      "hết mực",
      "Mờ",
      "máy in kẹt giấy",
      "Nhòe, lem",
      "Kêu to",
      "Rách",
      "Cong vênh",
    );
    const past = fc.array(fc.tuple(note, fc.integer({ min: 0, max: 400 })), { maxLength: 40 });
    fc.assert(
      fc.property(past, fc.array(note, { maxLength: 8 }), (said, defaults) => {
        const incidents = said.map(([text, days]) => incident(text, days));
        const offered = offeredSymptoms(learn(incidents), defaults);
        expect(offered.length).toBeLessThanOrEqual(mostSymptoms);
        expect(new Set(offered.map(phraseKey)).size).toBe(offered.length);
        expect(learn(incidents.toReversed())).toEqual(learn(incidents));
      }),
    );
  });
});

describe("the kind of a broken thing", () => {
  it.each([
    [{ sort: "printer", group: 4 }, "printer"],
    [{ sort: "Máy quét hai mặt" }, "scanner"],
    [{ name: "Máy in quầy 2", group: 3 }, "printer"],
    [{ name: "Máy tính bảng ở sảnh", group: 3 }, "tablet"],
    [{ name: "Đường dự phòng 4G", group: 1 }, "network"],
    [{ name: "Điện thoại đường dây nóng", group: 3 }, "phone"],
    [{ name: "Phần mềm trên máy tính quầy 1", group: 4 }, "software"],
    [{ name: "Bàn ghế", group: 3 }, "device"],
    [{ name: "Cửa sổ" }, "device"],
    [{ group: 6 }, "signature"],
    [{}, "device"],
  ] as const)("%j: %s", (broken, kind) => expect(symptomKindOf(broken)).toBe(kind));

  it("always has words to offer, each in the language of the office, none naming two things", () => {
    for (const codes of Object.values(defaultSymptoms)) {
      expect(codes.length).toBeGreaterThanOrEqual(3);
      const words = codes.map((code) => (vi.words as Record<string, string>)[code] ?? "");
      expect(words.every((word) => phrasesIn(word).length === 1)).toBe(true);
      expect(offeredSymptoms([], words)).toEqual(words);
    }
  });
});

describe("a note into which symptoms are pressed", () => {
  it.each([
    ["", "Kẹt giấy", "Kẹt giấy"],
    ["Kẹt giấy", "Hết mực", "Kẹt giấy, hết mực"],
    ["Kẹt giấy.", "Hết mực", "Kẹt giấy. Hết mực"],
    ["Quầy 2:", "USB không nhận", "Quầy 2: USB không nhận"],
    ["Kẹt giấy\n", "Hết mực", "Kẹt giấy\nHết mực"],
    ["ket giay, mờ", "Kẹt giấy", "ket giay, mờ"],
  ])("%j and %j: %j", (note, symptom, expected) => expect(withSymptom(note, symptom)).toBe(expected));

  it.each([
    ["Kẹt giấy, hết mực", "Kẹt giấy", "Hết mực"],
    ["Kẹt giấy, hết mực", "Hết mực", "Kẹt giấy"],
    ["Mờ, kẹt giấy, rách", "Kẹt giấy", "Mờ, rách"],
    ["Mờ. Kẹt giấy. Rách", "Kẹt giấy", "Mờ. Rách"],
    ["Từ sáng máy kẹt giấy", "Kẹt giấy", "Từ sáng máy kẹt giấy"],
  ])("%j without %j: %j", (note, symptom, expected) => expect(withoutSymptom(note, symptom)).toBe(expected));

  it("says what was pressed, and after a second press what it said before", () => {
    const note = fc.array(fc.constantFrom("mờ", "rách", ", ", ". ", "\n", ": ", " - ", " ", "Tầng 2", "?"), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(note, fc.constantFrom("Kẹt giấy", "USB không nhận", "4G yếu"), (parts, symptom) => {
        const before = parts.join("");
        const pressed = withSymptom(before, symptom);
        expect(hasSymptom(pressed, symptom)).toBe(true);
        expect(withSymptom(pressed, symptom)).toBe(pressed);
        const after = withoutSymptom(pressed, symptom);
        expect(hasSymptom(after, symptom)).toBe(false);
        expect(phraseKey(after)).toBe(phraseKey(before));
      }),
    );
  });
});
