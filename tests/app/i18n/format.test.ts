import { expect, test } from "vitest";
import { inSentence, shortName } from "#app/i18n/format.ts";

test.each([
  ["Nguyễn Thị Hoa", "Hoa"],
  ["Quản trị viên", "Quản trị"],
  ["Cán bộ một cửa 1", "một cửa 1"],
  ["Công an xã 1", "Công an xã 1"],
  ["Cán bộ Văn hóa - Xã hội 1", "Xã hội 1"],
  ["Chủ tịch UBND xã", "Chủ tịch"],
])("%s is called %s beside an icon", (name, short) => expect(shortName(name)).toBe(short));

test.each([
  ["Tại Trung tâm", "tại Trung tâm"],
  ["Qua điện thoại, Zalo", "qua điện thoại, Zalo"],
  ["UBND xã", "UBND xã"],
  ["VssID, sổ sức khỏe điện tử", "VssID, sổ sức khỏe điện tử"],
  ["", ""],
])("%s stands inside a sentence as %s", (text, inside) => expect(inSentence(text)).toBe(inside));
