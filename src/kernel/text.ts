/**
 * Folds text for search: case, accents, đ, both tone placements (hóa, hoá), kinds of dash and runs of space
 * all vanish, so that "chu tri" finds "chủ trì".
 */
export function fold(text: string): string {
  return plain(text).toLowerCase();
}

/** Without accents, in single spaces, with one kind of dash; letters stay as large as they are. */
export function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .replace(/đ/g, "d")
    .replace(/Đ/g, "D")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\s+/g, " ")
    .trim();
}

/** True when every word typed occurs in the text, in any order. */
export function matches(text: string, query: string): boolean {
  const folded = fold(text);
  return fold(query)
    .split(" ")
    .every((word) => folded.includes(word));
}
