import { createInstance, type i18n, type Resource } from "i18next";
import { useCallback, useSyncExternalStore } from "react";
import type { CommuneLevel } from "#domain/org/commune-level.ts";

/**
 * Every sentence of the app, one namespace a feature. Vietnamese of the first screen comes with the bundle; all else
 * is fetched (from the precache) together with the page that needs it, so that no screen ever shows a key.
 */
export type Language = "vi" | "en";
export type Values = Readonly<Record<string, unknown>>;
export type Text = (key: string, values?: Values) => string;

type Sentences = Resource[string][string];

const bundled = import.meta.glob<Sentences>(
  ["/locales/vi/common.json", "/locales/vi/shell.json", "/locales/vi/today.json", "/locales/vi/checks.json"],
  { eager: true, import: "default" },
);
const fetched = import.meta.glob<Sentences>(
  [
    "/locales/vi/*.json",
    "!/locales/vi/common.json",
    "!/locales/vi/shell.json",
    "!/locales/vi/today.json",
    "!/locales/vi/checks.json",
    // What a notification says is the service worker's; what the page says before the app is here is its own.
    "!/locales/vi/wake.json",
    "!/locales/vi/early.json",
  ],
  { import: "default" },
);

const first = ["common", "shell", "today", "checks"];
/** Namespaces in use: a change of the language brings them all. */
const wanted = new Set(first);
const listeners = new Set<() => void>();
let level: CommuneLevel = "commune";
/** What a commune of this level is called: `{{xa}}`, and `{{Xa}}` at the head of a sentence. */
const levelWord = () => String(texts.getResource(language(), "common", `levels.${level}`));
const texts: i18n = createInstance({
  lng: "vi",
  defaultNS: "common",
  initAsync: false,
  returnNull: false,
  interpolation: {
    escapeValue: false,
    defaultVariables: {
      get xa() {
        return levelWord();
      },
      get Xa() {
        const word = levelWord();
        return word.charAt(0).toUpperCase() + word.slice(1);
      },
    },
  },
  resources: { vi: Object.fromEntries(first.map((name) => [name, bundled[fileOf("vi", name)] ?? {}])) },
});
void texts.init();

/** Brings the sentences of these namespaces; resolves when a screen may use them. */
export async function loadTexts(...names: readonly string[]): Promise<void> {
  for (const name of names) wanted.add(name);
  await fetchMissing(language(), names);
}

export async function setLanguage(next: Language): Promise<void> {
  await fetchMissing(next, [...wanted]);
  await texts.changeLanguage(next);
  document.documentElement.lang = next;
  keepForEarly(next);
  for (const tell of listeners) tell();
}

/** Every sentence speaks of the ward or the special zone where the open book is one's; without a book of a commune. */
export function speakOf(next: CommuneLevel): void {
  if (level === next) return;
  level = next;
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
  return texts.language === "en" ? "en" : "vi";
}

/** A sentence outside a component; `key` is `namespace:path`. */
export function textOf(key: string, values?: Values): string {
  return texts.t(key, { ...values });
}

export function hasText(key: string): boolean {
  return texts.exists(key) && typeof texts.t(key, { returnObjects: true }) === "string";
}

/** The sentences of one namespace; `other:key` reaches another that is loaded. */
export function useText(namespace: string): Text {
  const now = useSyncExternalStore(subscribe, spoken);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is a new function, so that texts are asked anew
  return useCallback((key, values) => texts.t(key, { ns: namespace, ...values }), [namespace, now]);
}

function spoken(): string {
  return `${language()} ${level}`;
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

async function fetchMissing(into: Language, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      if (texts.hasResourceBundle(into, name)) return;
      const found =
        into === "en" ? (await import("./english.ts")).english[fileOf(into, name)] : await load(name);
      if (found) texts.addResourceBundle(into, name, found);
    }),
  );
}

function load(name: string): Promise<Sentences> | undefined {
  return fetched[fileOf("vi", name)]?.();
}

function fileOf(into: Language, name: string): string {
  return `/locales/${into}/${name}.json`;
}
