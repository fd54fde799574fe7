/** Sentences as the files hold them: text, or more of them by name. */
export interface Sentences {
  readonly [name: string]: string | Sentences;
}
export type Values = Readonly<Record<string, unknown>>;

/** The text at `path`, in the form that the number asks for; undefined where there is none. */
export function findText(
  sentences: Sentences | undefined,
  path: string,
  { language, count }: { readonly language: string; readonly count?: unknown },
): string | undefined {
  const forms = typeof count === "number" ? [`${path}_${rulesOf(language).select(count)}`, path] : [path];
  for (const form of forms) {
    let found: string | Sentences | undefined = sentences;
    for (const name of form.split(".")) found = typeof found === "object" ? found[name] : undefined;
    if (typeof found === "string") return found;
  }
  return undefined;
}

/** `{{name}}` becomes the value of that name, and nothing where there is none. */
export function fillIn(text: string, values: Values): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_all, name: string) => String(values[name] ?? ""));
}

const rules = new Map<string, Intl.PluralRules>();

function rulesOf(language: string): Intl.PluralRules {
  let found = rules.get(language);
  if (!found) {
    found = new Intl.PluralRules(language);
    rules.set(language, found);
  }
  return found;
}
