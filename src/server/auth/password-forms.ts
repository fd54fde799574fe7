import { toneLast } from "#kernel/text.ts";

/**
 * One form for a password that two keyboards write differently: composed or not, wide letters, a space that does not
 * break, hóa or hoá. Its length and its case are the person's own.
 */
export function foldPassword(password: string): string {
  return toneLast(password.normalize("NFKC").replace(/\s/g, " "));
}

/** The folded form, then those in which passwords were kept before: as typed, with plain spaces, with either tone placement. */
export function passwordForms(password: string): string[] {
  const typed = password.normalize("NFC");
  const plain = typed.replace(/\s/g, " ");
  return [
    ...new Set([foldPassword(password), typed, plain, tonesAt(plain, "first"), tonesAt(plain, "second")]),
  ];
}

const open =
  /([oO])([\u0300\u0301\u0303\u0309\u0323]?)([aAeE])([\u0300\u0301\u0303\u0309\u0323]?)(?![\p{L}\p{M}])/gu;
const closed =
  /(?<![qQ])([uU])([\u0300\u0301\u0303\u0309\u0323]?)([yY])([\u0300\u0301\u0303\u0309\u0323]?)(?![\p{L}\p{M}])/gu;

/** *hòa, khỏe, thủy*, or *hoà, khoẻ, thuỷ*. */
function tonesAt(text: string, place: "first" | "second"): string {
  const put = (_: string, one: string, before: string, two: string, after: string) =>
    place === "first" ? `${one}${before}${after}${two}` : `${one}${two}${before}${after}`;
  return text.normalize("NFD").replace(open, put).replace(closed, put).normalize("NFC");
}
