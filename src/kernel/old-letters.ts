import { isSyllable } from "./syllable.ts";

/**
 * Vietnamese of before Unicode: TCVN3 (the fonts .VnTime, .VnArial) gives each letter a sign of Western Europe, VNI
 * (VNI-Times) writes a sign behind the letter. Without those fonts it reads *NguyÔn V¨n* or *Nguyeãn Vaên*.
 */
export type OldLetters = "tcvn3" | "vni";

export interface OldText {
  readonly letters: OldLetters;
  readonly text: string;
}

const tcvn3 = pairs(
  "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợïùóúñủòũôụ\u00adưõừøứöử÷ữùựúỳýýûỷüỹþỵ" +
    "¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư",
);

const rows: readonly (readonly [string, string, string])[] = [
  ["a", "ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"],
  ["e", "ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"],
  ["o", "ùøûõïâáàåãä", "óòỏõọôốồổỗộ"],
  ["ô", "ùøûõï", "ớờởỡợ"],
  ["u", "ùøûõï", "úùủũụ"],
  ["ö", "ùøûõï", "ứừửữự"],
  ["y", "ùøûõ", "ýỳỷỹ"],
];
const vni = new Map<string, string>(
  rows.flatMap(([letter, marks, made]) =>
    [...marks].flatMap((mark, at): [string, string][] => {
      const small = made[at] ?? "";
      const large = small.toUpperCase();
      return [
        [letter + mark, small],
        [letter.toUpperCase() + mark.toUpperCase(), large],
        [letter.toUpperCase() + mark, large],
      ];
    }),
  ),
);
const vniAlone = pairs("ôơöưñđæỉóĩòịîỵÔƠÖƯÑĐÆỈÓĨÒỊÎỴ");

function pairs(text: string): ReadonlyMap<string, string> {
  const letters = [...text];
  return new Map(
    letters.flatMap((letter, at) => (at % 2 === 0 ? [[letter, letters[at + 1] ?? ""] as const] : [])),
  );
}

/** A word as these fonts store it: letters, and the signs that they take for letters. */
const word = /[A-Za-z\u00a1-\u00ac\u00ad-\u00ff\u0152-\u0178]+/g;
/** Letters that only Unicode has: a text with one of them is not old. */
const modern =
  /[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]|\p{M}/u;
/** A sign that stands alone, micrometres and the like. */
const noWord = /^(?:.|µ[A-Za-z]{1,2}|[^A-Za-z]+)$/;

/** The text in Unicode, where it holds letters that no Vietnamese word has and every such word becomes one. Else null. */
export function oldTextIn(text: string): OldText | null {
  if (!/[\u00a1-\u00ff]/.test(text) || modern.test(text)) return null;
  const strange = (text.match(word) ?? []).filter((one) => /[\u00a1-\u00ff]/.test(one) && !isSyllable(one));
  if (strange.every((one) => noWord.test(one))) return null;
  for (const letters of ["tcvn3", "vni"] as const) {
    if (strange.every((one) => isSyllable(wordFrom(one, letters))))
      return { letters, text: fromOld(text, letters) };
  }
  return null;
}

/** Every word of the text as it reads in the font of these letters. */
export function fromOld(text: string, letters: OldLetters): string {
  return text.replace(word, (one) => wordFrom(one, letters));
}

function wordFrom(one: string, letters: OldLetters): string {
  if (letters === "vni") return fromVni(one);
  const made = [...one].map((letter) => tcvn3.get(letter) ?? letter).join("");
  // Capitals with a mark came from a font of capitals: the same signs among capital letters.
  const plain = one.replace(/[^A-Za-z]/g, "");
  return plain.length > 1 && plain === plain.toUpperCase() ? made.toUpperCase() : made;
}

function fromVni(one: string): string {
  let made = "";
  for (let at = 0; at < one.length; at++) {
    const two = vni.get(one.slice(at, at + 2));
    if (two !== undefined) at += 1;
    made += two ?? vniAlone.get(one[at] ?? "") ?? one[at];
  }
  return made;
}
