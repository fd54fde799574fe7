import { useCallback, useSyncExternalStore } from "react";
import { fillIn, findText, type Sentences, type Values } from "./sentences.ts";

export type { Values } from "./sentences.ts";

/**
 * Every sentence of the app, one namespace a feature. Vietnamese of the first screen comes with the bundle; all else
 * is fetched (from the precache) together with the page that needs it, so that no screen ever shows a key.
 */
export type Language = "vi" | "en";
export type Text = (key: string, values?: Values) => string;

const bundled = import.meta.glob<Sentences>(
  ["/locales/vi/common.json", "/locales/vi/shell.json", "/locales/vi/today.json", "/locales/vi/checks.json"],
  { eager: true, import: "default" },
);
const fetched = import.meta.glob<Sentences>(
  [
    "/locales/*/*.json",
    "!/locales/vi/common.json",
    "!/locales/vi/shell.json",
    "!/locales/vi/today.json",
    "!/locales/vi/checks.json",
    // What a notification says is the service worker's; what the page says before the app is here is its own.
    "!/locales/*/wake.json",
    "!/locales/*/early.json",
  ],
  { import: "default" },
);

const first = ["common", "shell", "today", "checks"];
/** Namespaces in use: a change of the language brings them all. */
const wanted = new Set(first);
const listeners = new Set<() => void>();
let spoken: Language = "vi";
const texts: Record<Language, Map<string, Sentences>> = {
  vi: new Map(first.map((name) => [name, bundled[fileOf("vi", name)] ?? {}])),
  en: new Map(),
};

/** Brings the sentences of these namespaces; resolves when a screen may use them. */
export async function loadTexts(...names: readonly string[]): Promise<void> {
  for (const name of names) wanted.add(name);
  await fetchMissing(language(), names);
}

export async function setLanguage(next: Language): Promise<void> {
  await fetchMissing(next, [...wanted]);
  spoken = next;
  document.documentElement.lang = next;
  keepForEarly(next);
  for (const tell of listeners) tell();
}

/** What the page says before any database is open is in the same language. */
function keepForEarly(next: Language): void {
  try {
    localStorage.setItem("so-truc-language", next);
  } catch {
    // Where nothing can be kept it is Vietnamese.
  }
}

export function language(): Language {
  return spoken;
}

/** A sentence outside a component; `key` is `namespace:path`. Without one, the path stands for it. */
export function textOf(key: string, values: Values = {}): string {
  const [namespace, path] = splitKey(key);
  const found = findText(texts[spoken].get(namespace), path, { language: spoken, count: values.count });
  return found === undefined ? path : fillIn(found, values);
}

export function hasText(key: string): boolean {
  const [namespace, path] = splitKey(key);
  return findText(texts[spoken].get(namespace), path, { language: spoken }) !== undefined;
}

function splitKey(key: string, otherwise = "common"): [namespace: string, path: string] {
  const colon = key.indexOf(":");
  return colon < 0 ? [otherwise, key] : [key.slice(0, colon), key.slice(colon + 1)];
}

/** The sentences of one namespace; `other:key` reaches another that is loaded. */
export function useText(namespace: string): Text {
  const now = useSyncExternalStore(subscribe, language);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is a new function, so that texts are asked anew
  return useCallback((key, values) => textOf(splitKey(key, namespace).join(":"), values), [namespace, now]);
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

async function fetchMissing(into: Language, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const load = texts[into].has(name) ? undefined : fetched[fileOf(into, name)];
      if (load) texts[into].set(name, await load());
    }),
  );
}

function fileOf(into: Language, name: string): string {
  return `/locales/${into}/${name}.json`;
}
