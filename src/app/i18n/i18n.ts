import { useCallback, useSyncExternalStore } from "react";

/**
 * Every sentence of the app, one namespace a feature. Vietnamese of the first screen comes with the bundle; all else
 * is fetched (from the precache) together with the page that needs it, so that no screen ever shows a key.
 * Sentences hold `{{name}}` places and, where a number decides the form, one entry each for `_one` and `_other`;
 * that little does not need the 15 kB of a library on the first screen.
 */
export const languages = ["vi", "en"] as const;
export type Language = (typeof languages)[number];

interface Sentences {
  readonly [key: string]: string | Sentences;
}

const bundled = import.meta.glob<Sentences>(
  ["/locales/vi/common.json", "/locales/vi/shell.json", "/locales/vi/today.json", "/locales/vi/checks.json"],
  { eager: true, import: "default" },
);
const fetched = import.meta.glob<Sentences>("/locales/*/*.json", { import: "default" });
const loaded = new Map(Object.entries(bundled));
const plurals: Record<Language, Intl.PluralRules> = {
  vi: new Intl.PluralRules("vi"),
  en: new Intl.PluralRules("en"),
};
/** Namespaces in use: a change of the language brings them all. */
const wanted = new Set(["common", "shell", "today", "checks"]);
const listeners = new Set<() => void>();
let current: Language = "vi";

/** Brings the sentences of these namespaces; resolves when a screen may use them. */
export async function loadTexts(...names: readonly string[]): Promise<void> {
  for (const name of names) wanted.add(name);
  await fetchMissing(current, names);
}

export async function setLanguage(next: Language): Promise<void> {
  await fetchMissing(next, [...wanted]);
  current = next;
  document.documentElement.lang = next;
  for (const changed of listeners) changed();
}

export function language(): Language {
  return current;
}

export type Values = Readonly<Record<string, unknown>>;
export type Text = (key: string, values?: Values) => string;

/** A sentence outside a component; `key` is `namespace:path`. */
export function textOf(key: string, values?: Values): string {
  return sentence("common", key, values);
}

export function hasText(key: string): boolean {
  return find(current, ...placeOf("common", key)) !== undefined;
}

/** The sentences of one namespace; `other:key` reaches another that is loaded. */
export function useText(namespace: string): Text {
  const now = useSyncExternalStore(subscribe, language);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is a new function, so that texts are asked anew
  return useCallback((key, values) => sentence(namespace, key, values), [namespace, now]);
}

function sentence(namespace: string, key: string, values: Values = {}): string {
  const [name, path] = placeOf(namespace, key);
  const { count } = values;
  const form =
    typeof count === "number" ? find(current, name, `${path}_${plurals[current].select(count)}`) : undefined;
  const text = form ?? find(current, name, path);
  return text === undefined
    ? path
    : text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_place, value) => String(values[value] ?? ""));
}

function placeOf(namespace: string, key: string): [namespace: string, path: string] {
  const colon = key.indexOf(":");
  return colon < 0 ? [namespace, key] : [key.slice(0, colon), key.slice(colon + 1)];
}

function find(into: Language, namespace: string, path: string): string | undefined {
  let found: string | Sentences | undefined = loaded.get(fileOf(into, namespace));
  for (const step of path.split(".")) found = typeof found === "object" ? found[step] : undefined;
  return typeof found === "string" ? found : undefined;
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

async function fetchMissing(into: Language, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const file = fileOf(into, name);
      const load = fetched[file];
      if (load && !loaded.has(file)) loaded.set(file, await load());
    }),
  );
}

function fileOf(into: Language, name: string): string {
  return `/locales/${into}/${name}.json`;
}
