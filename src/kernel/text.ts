import { barest, lookalikes } from "./lookalikes.ts";

/**
 * Folds text for search and for finding the same thing twice: case, accents, đ and the letters of the Central Highlands,
 * both tone placements (hóa, hoá), kinds of dash, apostrophe and space, wide letters, Cyrillic and Greek ones that look
 * like Latin, and all that cannot be seen vanish, so that "chu tri" finds "chủ trì".
 */
export function fold(text: string): string {
  return plain(text).toLowerCase();
}

/** Without accents, in single spaces, with one kind of dash and apostrophe; letters stay as large as they are. */
export function plain(text: string): string {
  return withoutUnseen(text)
    .replace(/[\xaf\xb4]/g, (mark) => lookalikes.get(mark) ?? mark)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^\0-\x7f]/g, (letter) => barest.get(letter) ?? letter)
    .replace(/`/g, "'")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * One form for letters that look the same, accents kept: wide and narrow ones, those of another script, small and capital
 * ones, kinds of space; without what cannot be seen. For accounts.
 */
export function asSeen(text: string): string {
  return withoutUnseen(text)
    .normalize("NFKC")
    .replace(/[^\0-\x7f]/g, (letter) => lookalikes.get(letter) ?? letter)
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/** The mark of the tone behind its word, wherever in it the keyboard had put it: one form for hóa and hoá. */
export function toneLast(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\p{L}\p{M}]+/gu, (word) => word.replace(tones, "") + (word.match(tones) ?? []).join(""))
    .normalize("NFC");
}

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** True when every word typed occurs in the text, in any order; an apostrophe may be left out (*Ea H'leo*, *ea hleo*). */
export function matches(text: string, query: string): boolean {
  const folded = fold(text);
  const bare = withoutApostrophes(folded);
  return fold(query)
    .split(" ")
    .every((word) => folded.includes(word) || bare.includes(withoutApostrophes(word)));
}

export function withoutApostrophes(folded: string): string {
  return folded.replaceAll("'", "");
}

/** Control marks, soft hyphens, marks of direction, of byte order and of no width, fillers, and halves of a letter. */
const unseen = /\p{Default_Ignorable_Code_Point}|[\p{Cs}\ufff9-\ufffb]|(?![\s\x85])\p{Cc}/gu;
const pictureBefore = /\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?$/u;
const pictureNext = /^\p{Extended_Pictographic}/u;
const keyNext = "\u20e3";
const longestPicture = 5;

/** A joiner between two pictures makes one of them, and the last selector shows a sign as a picture: these stay. */
function withoutUnseen(text: string): string {
  return text.replace(unseen, (mark, at: number) => {
    if (mark !== "\u200d" && mark !== "\ufe0f") return "";
    if (mark === "\ufe0f" && text[at + 1] === keyNext) return mark;
    if (!pictureBefore.test(text.slice(Math.max(0, at - longestPicture), at))) return "";
    return mark === "\ufe0f" || pictureNext.test(text.slice(at + 1, at + 1 + longestPicture)) ? mark : "";
  });
}

/** The text that a person sees: composed, with plain spaces, and nothing in it that has no shape. Lines stay lines. */
export function cleanText(text: string): string {
  return withoutUnseen(text)
    .replace(/[\u0085\u2028\u2029]/g, "\n")
    .replace(/[^\S\n\r\t]/g, " ")
    .normalize("NFC");
}

/** For what stands on one line: a name, a code. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}
