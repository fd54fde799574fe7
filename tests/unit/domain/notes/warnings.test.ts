import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bearsSecretMark, noteWarnings } from "#domain/notes/warnings.ts";

const codes = (text: string) => noteWarnings(text).map((warning) => warning.code);

describe("warnings about a note", () => {
  it.each([
    ["Quét xong không ra tệp PDF", []],
    ["Mất mạng từ 06:50 ngày 24/11/2025, 3 máy, 1.200 hồ sơ", []],
    ["CCCD 038095001234", ["identity-number"]],
    ["CMND cũ 183 456 789", ["identity-number"]],
    ["số 0380 9500 1234", ["identity-number"]],
    ["gọi lại 0912.345.678", ["phone-number"]],
    ["mật khẩu là hoa123", ["password"]],
    ["mat khau: abc", ["password"]],
    ["OTP 482913", ["password"]],
    ["quên mật khẩu VNeID, đã đặt lại mật khẩu cho bà", []],
    ["không nhận được OTP", []],
  ])("%s", (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it("tells how many digits there are", () => {
    expect(noteWarnings("038095001234")).toEqual([{ code: "identity-number", digits: 12 }]);
  });

  it.each(["MẬT", "Tối mật", "TUYỆT MẬT", "Văn bản\n  * TỐI MẬT *\nnội dung", "MẬT".normalize("NFD")])(
    "%j bears the mark of a secret document",
    (text) => expect(bearsSecretMark(text)).toBe(true),
  );

  it.each(["bảo mật", "mật khẩu", "Bảo mật thông tin", "mật", "mật ong", "tối mật khẩu hỏng"])(
    "%j does not",
    (text) => expect(bearsSecretMark(text)).toBe(false),
  );

  it("never throws and names each thing once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const found = codes(text);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});
