import { createInstance, type TOptions } from "i18next";
import { useCallback, useSyncExternalStore } from "react";

/**
 * Every sentence of the app, one namespace a feature. Vietnamese of the first screen comes with the bundle; all else
 * is fetched (from the precache) together with the page that needs it, so that no screen ever shows a key.
 */
export const languages = ["vi", "en"] as const;
export type Language = (typeof languages)[number];

type Sentences = Record<string, unknown>;

const bundled = import.meta.glob<Sentences>(
  ["/locales/vi/common.json", "/locales/vi/shell.json", "/locales/vi/today.json", "/locales/vi/checks.json"],
  { eager: true, import: "default" },
);
const fetched = import.meta.glob<Sentences>("/locales/*/*.json", { import: "default" });
const firstScreen = ["common", "shell", "today", "checks"];

const i18n = createInstance();
const wanted = new Set(firstScreen);

void i18n.init({
  lng: "vi",
  fallbackLng: false,
  ns: [...firstScreen],
  defaultNS: "common",
  resources: { vi: Object.fromEntries(firstScreen.map((name) => [name, bundled[pathOf("vi", name)] ?? {}])) },
  interpolation: { escapeValue: false },
  initAsync: false,
  partialBundledLanguages: true,
});

/** Brings the sentences of these namespaces; resolves when a screen may use them. */
export async function loadTexts(...names: readonly string[]): Promise<void> {
  for (const name of names) wanted.add(name);
  await fetchMissing(language(), names);
}

export async function setLanguage(next: Language): Promise<void> {
  await fetchMissing(next, [...wanted]);
  await i18n.changeLanguage(next);
  document.documentElement.lang = next;
}

export function language(): Language {
  return i18n.language === "en" ? "en" : "vi";
}

export type Values = TOptions & Record<string, unknown>;
export type Text = (key: string, values?: Values) => string;

/** A sentence outside a component; `key` is `namespace:path`. */
export function textOf(key: string, values?: Values): string {
  return i18n.t(key, values ?? {}) as string;
}

export function hasText(key: string): boolean {
  return i18n.exists(key);
}

/** The sentences of one namespace; `other:key` reaches another that is loaded. */
export function useText(namespace: string): Text {
  const now = useSyncExternalStore(subscribe, language);
  return useCallback(
    (key, values) => i18n.t(key, { ...values, ns: namespace, lng: now }) as string,
    [namespace, now],
  );
}

function subscribe(changed: () => void): () => void {
  i18n.on("languageChanged", changed);
  return () => i18n.off("languageChanged", changed);
}

async function fetchMissing(into: Language, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      if (i18n.hasResourceBundle(into, name) && !(into === "vi" && isEmpty(name))) return;
      const load = fetched[pathOf(into, name)];
      if (load) i18n.addResourceBundle(into, name, await load());
    }),
  );
}

function isEmpty(name: string): boolean {
  return Object.keys((i18n.getResourceBundle("vi", name) as Sentences | undefined) ?? {}).length === 0;
}

function pathOf(into: Language, name: string): string {
  return `/locales/${into}/${name}.json`;
}
