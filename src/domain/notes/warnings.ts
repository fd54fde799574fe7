import { fold } from "#kernel/text.ts";

/**
 * What a note should not hold: numbers like those of identity cards and telephones, passwords and one-time codes, and
 * the mark of a secret document. These are warnings, given while typing; nothing is refused and nothing is removed.
 */
export interface NoteWarning {
  readonly code: "identity-number" | "phone-number" | "password" | "secret-mark";
  /** How many digits the number has; 0 for the others. */
  readonly digits: number;
}

export function noteWarnings(text: string): NoteWarning[] {
  const found = new Map<NoteWarning["code"], NoteWarning>();
  const add = (code: NoteWarning["code"], digits = 0) => {
    if (!found.has(code)) found.set(code, { code, digits });
  };
  for (const count of digitRuns(text)) {
    if (count === 9 || count === 12) add("identity-number", count);
    else if (count === 10 || count === 11) add("phone-number", count);
  }
  if (tellsPassword(text)) add("password");
  if (bearsSecretMark(text)) add("secret-mark");
  return [...found.values()];
}

/** Lengths of the numbers in a text; groups parted by one space, dot or dash are one number, dates are not. */
function digitRuns(text: string): number[] {
  const plain = text.replace(/\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b/g, " ").replace(/\b\d{1,2}[:h]\d{2}\b/g, " ");
  return [...plain.matchAll(/\d(?:[ .-]?\d)*/g)].map((match) => match[0].replace(/\D/g, "").length);
}

const secretWords = "(?:mat khau|password|passwd|ma otp|otp|ma xac thuc|ma pin|pin)";
const tells = new RegExp(
  `\\b${secretWords}\\b(?:\\s+\\p{L}+){0,2}\\s*(?:(?:\\bla\\b|[:=])\\s*\\S+|\\s-?\\s*(?=\\S*\\d)\\S{4,})`,
  "u",
);

/** A password or code is named and something stands where its value would; the words alone are harmless. */
function tellsPassword(text: string): boolean {
  return text.split(/\n/).some((line) => tells.test(fold(line)));
}

/** MẬT, TỐI MẬT, TUYỆT MẬT as a mark on a line of its own; never *bảo mật* or *mật khẩu*. */
export function bearsSecretMark(text: string): boolean {
  return text.split(/\r?\n/).some((line) => marks.has(markOn(line.trim())));
}

const marks: ReadonlySet<string> = new Set(["MẬT", "TỐI MẬT", "TUYỆT MẬT"]);
const longestMark = 40;

/** What stands on a line, bare of stars and stops; a lone *mật* in small letters is a word, not a mark. */
function markOn(line: string): string {
  if (line.length > longestMark) return "";
  const bare = line
    .normalize("NFC")
    .replace(/[\s\p{P}]+/gu, " ")
    .trim();
  return bare === "mật" ? "" : bare.toUpperCase().normalize("NFC");
}
