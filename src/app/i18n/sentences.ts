/** A namespace as it lies in its file: sentences under names, names under names. */
export interface Sentences {
  readonly [name: string]: string | Sentences;
}

const plurals = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

/**
 * The sentence at a path with its values filled in: `{{name}}` by `values.name`. With a `count` the form of the
 * language's plural is taken, `key_one` or `key_other`, else the plain key. Undefined when there is none.
 */
export function say(
  from: Sentences | undefined,
  path: string,
  language: string,
  values?: Readonly<Record<string, unknown>>,
): string | undefined {
  const sentence = find(from, path, language, values?.["count"]);
  if (sentence === undefined || !sentence.includes("{{")) return sentence;
  return sentence.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => filled(values?.[name], name, language));
}

/** Whether there is such a sentence, in any of its plural forms. */
export function sayable(from: Sentences | undefined, path: string): boolean {
  return at(from, path) !== undefined || at(from, `${path}_other`) !== undefined;
}

function find(
  from: Sentences | undefined,
  path: string,
  language: string,
  count: unknown,
): string | undefined {
  if (typeof count !== "number") return at(from, path) ?? at(from, `${path}_other`);
  const rules = plurals.get(language) ?? new Intl.PluralRules(language);
  plurals.set(language, rules);
  return at(from, `${path}_${rules.select(count)}`) ?? at(from, `${path}_other`) ?? at(from, path);
}

function at(from: Sentences | undefined, path: string): string | undefined {
  let found: string | Sentences | undefined = from;
  for (const name of path.split(".")) {
    if (typeof found !== "object" || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return typeof found === "string" ? found : undefined;
}

/** Counts are grouped as the language groups them; every other value stands as it was given. */
function filled(value: unknown, name: string, language: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "number" || (name !== "count" && name !== "total")) return String(value);
  const format = numbers.get(language) ?? new Intl.NumberFormat(language === "en" ? "en-GB" : "vi-VN");
  numbers.set(language, format);
  return format.format(value);
}
