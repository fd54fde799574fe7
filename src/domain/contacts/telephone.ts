import { cleanText } from "#kernel/text.ts";
import { extensionAfter } from "./telephone-extension.ts";
import { type Line, lineOf, normalNumber } from "./telephone-lines.ts";

/** One number that a telephone can dial. */
export interface TelephoneNumber {
  /** For a `tel:` address; an extension follows a pause. */
  readonly dial: string;
  /** As it was written. */
  readonly written: string;
  readonly line: Line;
}

/** A letter stands for a digit; no form of a number of Viet Nam; digits left over; one extension of several. */
export type TelephoneDoubt = "letter" | "form" | "digits" | "extension";

export interface TelephoneText {
  readonly numbers: readonly TelephoneNumber[];
  /** What was written besides the numbers. */
  readonly rest: string;
  readonly doubts: readonly TelephoneDoubt[];
}

/**
 * The numbers in what a person wrote as a telephone: `1022 nhánh 3`, `113 / 114`, `(0238) 3842.100 máy lẻ 12`. Digits of
 * two numbers are never glued together, and an extension is dialled only where there is one alone.
 */
export function readTelephone(text: string): TelephoneText {
  const written = cleanText(text).normalize("NFKC").trim();
  const digits = lettersAsDigits(written);
  const runs = runsOf(digits);
  const found = runs.flatMap(numbersIn);
  const doubts = new Set<TelephoneDoubt>(digits === written ? [] : ["letter"]);
  const taken: Taken[] = [];
  for (const span of found.length > 0 ? found : onlyRun(runs)) {
    // An extension has these digits already.
    if (span.from < (taken.at(-1)?.end ?? 0)) continue;
    const { to, end, digits: extension, isOneOfMany } = extensionAfter(digits, span.to);
    if (isOneOfMany) doubts.add("extension");
    taken.push({ ...span, to, end, dial: extension === "" ? span.dial : `${span.dial},${extension}` });
  }
  if (taken.some(({ line }) => line === "unknown")) doubts.add("form");
  if (runs.some((run) => isLeftOver(run, taken, digits))) doubts.add("digits");
  return {
    numbers: taken
      .filter(({ dial }, at) => taken.findIndex((other) => other.dial === dial) === at)
      .map(({ from, to, dial, line }) => ({ dial, line, written: tidy(written.slice(from, to)) })),
    rest: restOf(written, taken),
    doubts: [...doubts],
  };
}

/** The numbers that take a text message, for an `sms:` address. */
export function mobilesIn(text: string): string[] {
  return readTelephone(text)
    .numbers.filter(({ line }) => line === "mobile")
    .map(({ dial }) => dial.replace(/,.*$/, ""));
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
}
/** Groups of digits with nothing but spaces, dots, dashes and brackets between them: one number, or several. */
interface Run extends Group {
  readonly groups: readonly Group[];
}
interface Span {
  readonly from: number;
  readonly to: number;
  readonly dial: string;
  readonly line: Line;
}
/** Up to `end` the text is read: the extension, or those of which none was dialled. */
interface Taken extends Span {
  readonly end: number;
}

/** O and l typed among digits, letter for letter, so that places in the text stay the same. */
function lettersAsDigits(text: string): string {
  return text.replace(/[\p{L}\p{N}]+(?:[ .-][\dOoIl]+(?![\p{L}\p{N}]))*/gu, (words) =>
    /^[\dOoIl .-]+$/.test(words) && words.replace(/\D/g, "").length >= leastDigits
      ? words.replace(/[Oo]/g, "0").replace(/[Il]/g, "1")
      : words,
  );
}

const leastDigits = 3;
const between = /^[ .()\u2010-\u2015\u2212-]{1,5}$/;

function runsOf(text: string): Run[] {
  const runs: Group[][] = [];
  for (const match of text.matchAll(/\+?\d+/g)) {
    const group = { from: match.index, to: match.index + match[0].length, digits: match[0] };
    const last = runs.at(-1)?.at(-1);
    const isNext = last && between.test(text.slice(last.to, group.from)) && !group.digits.startsWith("+");
    if (isNext) runs.at(-1)?.push(group);
    else runs.push([group]);
  }
  return runs.map((groups) => ({ ...joined(groups), groups }));
}

/** The fewest numbers that all groups of a run make up, else those that stand at its beginning. */
function numbersIn({ groups }: Run): Span[] {
  const upTo: (Span[] | null)[] = [[]];
  for (let end = 1; end <= groups.length; end++) {
    let best: Span[] | null = null;
    for (let from = Math.max(0, end - mostGroups); from < end; from++) {
      const before = upTo[from] ?? null;
      const span = before && spanOf(groups.slice(from, end));
      if (span && (best === null || before.length + 1 < best.length)) best = [...before, span];
    }
    upTo.push(best);
  }
  return upTo.findLast((spans) => spans !== null) ?? [];
}

const mostGroups = 16;

function spanOf(groups: readonly Group[]): Span | null {
  const { from, to, digits } = joined(groups);
  const line = lineOf(digits);
  return line === "unknown" ? null : { from, to, dial: normalNumber(digits), line };
}

/** A text with one run that has no known form: a number of the house's own exchange, or a slip. It can be dialled. */
function onlyRun([run, ...others]: readonly Run[]): Span[] {
  if (!run || others.length > 0 || !/^\+?\d{3,15}$/.test(run.digits)) return [];
  return [{ from: run.from, to: run.to, dial: run.digits, line: "unknown" }];
}

function joined(groups: readonly Group[]): Group {
  const digits = groups.map((group) => group.digits).join("");
  return { from: groups[0]?.from ?? 0, to: groups.at(-1)?.to ?? 0, digits };
}

const longestAside = 4;

/** Digits that no number took: beside one in the same run, after its stroke (`0912 345 678/79`), or too many for a word. */
function isLeftOver(run: Run, taken: readonly Taken[], text: string): boolean {
  const isTaken = ({ from, to }: Group) => taken.some((span) => span.from < to && from < span.end);
  const left = run.groups.filter((group) => !isTaken(group));
  if (left.length === 0) return false;
  if (left.length < run.groups.length) return true;
  return (
    run.digits.length > longestAside || taken.some(({ end }) => /^\s*\/\s*$/.test(text.slice(end, run.from)))
  );
}

function restOf(text: string, taken: readonly Taken[]): string {
  const ends = [0, ...taken.map(({ to }) => to)];
  const starts = [...taken.map(({ from }) => from), text.length];
  const parts = starts.map((start, at) => tidy(text.slice(ends[at], start)));
  return parts.filter((part) => /[\p{L}\p{N}]/u.test(part)).join(" · ");
}

/** Without the marks that parted it from what stood before and after. */
function tidy(text: string): string {
  const bare = text.replace(/^[\s,;:/|.\u2010-\u2015-]+|[\s,;:/|\u2010-\u2015-]+$/gu, "").trim();
  const opened = bare.split("(").length - bare.split(")").length;
  if (opened > 0) return bare.startsWith("(") ? bare.slice(1).trim() : bare.replace(/\(\s*$/, "").trim();
  return opened < 0 ? bare.replace(/^\)+\s*|\s*\)+$/g, "") : bare;
}
