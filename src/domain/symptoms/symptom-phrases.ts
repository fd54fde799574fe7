import { fold } from "#kernel/text.ts";
import { noteWarnings } from "../notes/warnings.ts";

/** One thing that a note says of what is broken, without who, when and which: *Kẹt giấy*. */
export interface Phrase {
  /** The same for *kẹt giấy* and *Ket giay*. */
  readonly key: string;
  readonly text: string;
}

const shortest = 3;
const longest = 40;
const mostWords = 8;

/** The phrases of a note that any colleague may read; whatever names or might name a person is left out. */
export function phrasesIn(note: string, people: ReadonlySet<string> = new Set()): Phrase[] {
  const found = new Map<string, Phrase>();
  for (const part of partsOf(note.normalize("NFC"))) {
    if (!isImpersonal(part, people)) continue;
    const phrase = phraseOf(part);
    if (phrase && !found.has(phrase.key)) found.set(phrase.key, phrase);
  }
  return [...found.values()];
}

/** The given names of the commune's people, as a note would call them. */
export function givenNames(people: readonly string[]): ReadonlySet<string> {
  return new Set(people.map((name) => lower(name.trim().split(/\s+/).at(-1) ?? "")).filter(Boolean));
}

export function phraseKey(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N} ]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Where one thing that a note says ends and the next begins; 07:30 and 4.5 are in one. */
export const partEnd = /[;,!?\n\r()]+|[.:](?=\s|$)|\s[-–—]\s/g;

function partsOf(note: string): string[] {
  return note
    .split(partEnd)
    .map((part) => part.replace(/\s+/g, " ").trim())
    .filter(Boolean);
}

const when =
  /(?<!\p{L})(?:từ|lúc|khoảng|sau|trước|hồi)?\s*\d{1,2}\s*(?:[:h]\s*\d{0,2}|giờ(?:\s*\d{1,2})?)(?!\p{L})/giu;
const onDay = /(?<!\p{L})(?:(?:từ|hôm)\s+)?(?:ngày\s+)?\d{1,2}\/\d{1,2}(?:\/\d{2,4})?/giu;
const where = /(?<!\p{L})(?:(?:ở|tại)\s+)?quầy\s+(?:số\s+)?\d+/giu;
/** Which thing it is, and that it is so still or again: the chip stands at the thing already. */
const subject =
  /^(?:máy (?:in|quét|scan|photo(?:copy)?|tính|lấy số)|máy|bị|lại|vẫn|đang|hiện|đã|may (?:in|quet|scan|photo(?:copy)?|tinh))(?:\s+|$)/iu;

function phraseOf(part: string): Phrase | null {
  let text = part.replace(when, " ").replace(onDay, " ").replace(where, " ").replace(/\s+/g, " ").trim();
  for (let rest = text.replace(subject, ""); rest !== text; rest = text.replace(subject, "")) text = rest;
  const key = phraseKey(text);
  if (key.length < shortest || text.length > longest || key.split(" ").length > mostWords) return null;
  if (!/\p{L}{2}/u.test(text)) return null;
  return { key, text: text.charAt(0).toUpperCase() + text.slice(1) };
}

const honorific =
  /(?<!\p{L})(?:anh|chị|ông|bà|cô|chú|bác|cháu|dì|cậu|mợ|thầy|đồng chí|đ\/c|a\.|c\.)(?!\p{L})/iu;
const telling = /^(?:bao|noi|goi|nho|hen|gui|ke|phan anh|yeu cau)\b/;
/** What may stand before *báo*: *Máy báo hết mực* tells of a machine, *Hùng báo mất mạng* of a person. */
const tellers =
  /^(?:may|modem|router|den|loa|mem|thong|canh|hinh|app|web|trang|cong|usb|van|lai|khong|chua|hay|dang)$/;
const technical = new Set(
  [
    ...[
      "windows",
      "word",
      "excel",
      "zalo",
      "internet",
      "wi-fi",
      "wifi",
      "chrome",
      "google",
      "canon",
      "brother",
    ],
    ...[
      "epson",
      "viettel",
      "mobifone",
      "vinaphone",
      "teams",
      "zoom",
      "bluetooth",
      "unikey",
      "modem",
      "router",
    ],
    ...["dell", "samsung", "cổng", "dịch", "los", "vneid", "office", "scan", "driver", "quốc", "giấy"],
  ].map(lower),
);

/** Numbers, addresses, names, forms of address, whoever said it: no such part becomes a chip. */
function isImpersonal(part: string, people: ReadonlySet<string>): boolean {
  if (noteWarnings(part).length > 0 || /\d(?:[ .-]?\d){3,}|@|\/\/|www\./.test(part)) return false;
  if (honorific.test(part)) return false;
  const words = part.split(" ");
  const called = part.match(/\p{Lu}[\p{L}\p{M}]*/gu) ?? [];
  if (called.some((name) => people.has(lower(name)))) return false;
  if (isShouted(words) || words.slice(1).some(mayBeName)) return false;
  return !telling.test(fold(words.slice(1).join(" "))) || tellers.test(fold(words[0] ?? ""));
}

function mayBeName(word: string): boolean {
  const plain = bare(word);
  if (!isCapital(plain) || technical.has(lower(plain))) return false;
  // USB, PDF, VNeID, 4G: short and without accents, or capitals within.
  return !/^[A-Z\d-]{2,5}$/.test(plain) && !/^[A-Z]{2,}[a-z]*[A-Z]/.test(plain);
}

/** All in capitals nobody can tell a name from the rest. */
function isShouted(words: readonly string[]): boolean {
  const letters = words.map(bare).filter((word) => /\p{L}/u.test(word));
  return letters.length > 1 && letters.every((word) => word === word.toUpperCase());
}

function isCapital(word: string): boolean {
  return /^\P{L}*\p{Lu}/u.test(word);
}

function bare(word: string): string {
  return word.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, "");
}

function lower(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
