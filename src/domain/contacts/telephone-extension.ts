export interface Extension {
  /** Empty where none is named, or more than one. */
  readonly digits: string;
  /** Where the number ends with the extension that is dialled. */
  readonly to: number;
  /** Where all ends that was said of extensions. */
  readonly end: number;
  readonly isOneOfMany: boolean;
}

const words = [
  "(?:s[oố]\\s*)?m[aá]y\\s*(?:l[eẻ]|nh[aá]nh|ph[uụ])",
  "(?:s[oố]\\s*)?(?:nh[aá]nh|l[eẻ]|n[oộ]i\\s*b[oộ])(?:\\s*s[oố])?",
  "(?:b[aấ]m|nh[aấ]n|[aấ]n)(?:\\s*(?:ti[eế]p|ph[ií]m|s[oố]|nh[aá]nh))*",
  "ph[ií]m(?:\\s*s[oố])?",
  "ext(?:ension)?",
  "x",
  "#",
];
const named = new RegExp(
  `^[\\s,;.(\\u2010-\\u2015-]{0,4}(?:${words.join("|")})[\\s.:]{0,3}(\\d{1,6})(?!\\d)`,
  "iu",
);
/** As a telephone itself writes it: `1022,3`. */
const paused = /^,{1,3}(\d{1,2}|\d{5,6})(?!\d)/;
const another = /^\s{0,2}(?:[,;./\u2010-\u2015-]|ho[aặ]c|hay|v[aà]|r[oồ]i|,\s*)?\s{0,2}(\d{1,6})(?!\d)/iu;

/** What is dialled after the number that ends at a place of the text. */
export function extensionAfter(text: string, at: number): Extension {
  const none = { digits: "", to: at, end: at, isOneOfMany: false };
  const first = named.exec(text.slice(at)) ?? paused.exec(text.slice(at));
  const digits = first?.[1];
  if (!first || digits === undefined) return none;
  const to = at + first[0].length;
  let end = to;
  for (let next = another.exec(text.slice(end)); next; next = another.exec(text.slice(end))) {
    // A number of another length is no choice of this one: `1022 nhánh 3 / 113`.
    if (next[1]?.length !== digits.length) break;
    end += next[0].length;
  }
  return end === to ? { digits, to, end, isOneOfMany: false } : { ...none, end, isOneOfMany: true };
}
