/**
 * Letters and marks that nobody tells from a Latin one, each with those that look like it: of Cyrillic, Greek and IPA, eth
 * for đ, dashes, apostrophes and quotation marks.
 */
const alike: Readonly<Record<string, string>> = {
  b: "Ь",
  B: "ВΒ",
  d: "ԁ",
  đ: "ð",
  Đ: "ÐƉ",
  a: "аα",
  A: "АΑ",
  c: "сϲ",
  C: "СϹ",
  e: "е",
  E: "ЕΕ",
  G: "Ԍ",
  h: "һ",
  H: "НΗ",
  i: "іι",
  I: "ІΙӀ",
  j: "ј",
  J: "Ј",
  K: "КΚ",
  M: "МΜ",
  N: "Ν",
  o: "оο",
  O: "ОΟ",
  p: "рρ",
  P: "РΡ",
  q: "ԛ",
  Q: "Ԛ",
  s: "ѕ",
  S: "Ѕ",
  T: "ТΤ",
  v: "ѵν",
  V: "Ѵ",
  w: "ԝ",
  W: "Ԝ",
  x: "хχ",
  X: "ХΧ",
  y: "у",
  Y: "УΥҮ",
  z: "ʐ",
  Z: "Ζ",
  "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u00af",
  "'": "\u2018\u2019\u201a\u201b\u2032\u2035\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78c\u05f3",
  '"': "\u201c\u201d\u201e\u201f\u2033\u2036\u02ba\u00ab\u00bb",
};

/** Letters that no decomposition takes apart, each with what it is without its stroke: đ, the ƀ of Ê Đê and Gia Rai. */
const stroked: Readonly<Record<string, string>> = {
  b: "ƀɓ",
  B: "ɃƁ",
  d: "đðɖɗ",
  D: "ĐÐƉƊ",
  i: "ı",
  l: "ł",
  L: "Ł",
  o: "ø",
  O: "Ø",
};

/** Every other letter to its own; the capital of a small one too, unless it looks like something else. */
function byOther(table: Readonly<Record<string, string>>): (readonly [string, string])[] {
  const pairs = Object.entries(table).flatMap(([letter, others]) =>
    [...others].map((other) => [other, letter] as const),
  );
  return [...pairs.map(([other, letter]) => [other.toUpperCase(), letter.toUpperCase()] as const), ...pairs];
}

export const lookalikes: ReadonlyMap<string, string> = new Map(byOther(alike));
/** Lookalikes, and strokes taken away. */
export const barest: ReadonlyMap<string, string> = new Map([...byOther(alike), ...byOther(stroked)]);
