import { describe, expect, it } from "vitest";
import { fromOld, oldTextIn } from "#kernel/old-letters.ts";
import { isSyllable } from "#kernel/syllable.ts";

const letters = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";
/** Alphabet of each, letter for letter as its fonts store it. */
const inTcvn3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ";
const inVni =
  "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î".split(
    " ",
  );

describe("the tables", () => {
  it("hold every letter once, small and large", () => {
    expect(fromOld(inTcvn3, "tcvn3")).toBe(letters);
    expect(inVni.map((one) => fromOld(one, "vni")).join("")).toBe(letters);
    const large = inVni.map((one) => fromOld(one.toUpperCase(), "vni")).join("");
    expect(large).toBe(letters.toUpperCase());
    expect(fromOld("¡¢§£¤¥¦", "tcvn3")).toBe("ĂÂĐÊÔƠƯ");
  });
});

describe("old letters", () => {
  it.each([
    ["NguyÔn ThÞ Hoµ", "tcvn3", "Nguyễn Thị Hoà"],
    ["TrÇn V¨n B×nh", "tcvn3", "Trần Văn Bình"],
    ["Phßng V¨n hãa - X· héi", "tcvn3", "Phòng Văn hóa - Xã hội"],
    ["§Æng Quèc Kh¸nh", "tcvn3", "Đặng Quốc Khánh"],
    ["Tr\u00adêng THCS", "tcvn3", "Trường THCS"],
    ["m¸y in tÇng 2, quÇy sè 3", "tcvn3", "máy in tầng 2, quầy số 3"],
    ["NGUYÔN V¡N TÊN", "tcvn3", "NGUYỄN VĂN TẤN"],
    ["Leâ Thò Hoàng", "vni", "Lê Thị Hồng"],
    ["Phan Ñình Giöõ", "vni", "Phan Đình Giữ"],
    ["Nguyeãn Vaên Tuaán", "vni", "Nguyễn Văn Tuấn"],
    ["Xaõ Nghóa Thoï", "vni", "Xã Nghĩa Thọ"],
    ["ÑAËNG THÒ HUEÄ", "vni", "ĐẶNG THỊ HUỆ"],
    ["Phoøng Kinh teá", "vni", "Phòng Kinh tế"],
    ["ñöôøng daây noùng", "vni", "đường dây nóng"],
  ])("%s is %s for %s", (before, letters, text) => {
    expect(oldTextIn(before)).toEqual({ letters, text });
  });

  it.each([
    ..."Nguyễn Thị Hoà|Hà Nội|Lê Na|Trà My|Phó phòng|Hòa|Tổ 1|tú, à, ô|Cá, tôm|Bùi Ý|Y Krông Ƀlang|Ê Ban|H'Mông".split(
      "|",
    ),
    ..."José Muñoz|Müller|café|naïve|Citroën|Zoë|5 µm|25×30 cm|10 ½|© 2026|Café “Đà”|±5 °C|Ø 21|façade|Åland".split(
      "|",
    ),
  ])("%s is not old", (text) => {
    expect(oldTextIn(text)).toBeNull();
  });
});

it("knows words of Vietnamese from others", () => {
  for (const one of "nghiêng gì giếng quốc quýt quyển khuỷu thuở ngoèo xoong rượu uốn quá mía tuý thuỷ quả giỏ khoẻ".split(
    " ",
  ))
    expect([one, isSyllable(one)]).toEqual([one, true]);
  for (const one of ["nguyãn", "wifi", "josé", "tuaán", "àá", "x", "ng", "quu", "leõ", "maí"])
    expect(isSyllable(one)).toBe(false);
});
