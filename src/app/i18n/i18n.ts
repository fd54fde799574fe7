import { useCallback, useSyncExternalStore } from "react";
import { type Sentences, say, sayable } from "./sentences.ts";

/**
 * Every sentence of the app, one namespace a feature. Vietnamese of the first screen comes with the bundle; all else
 * is fetched (from the precache) together with the page that needs it, so that no screen ever shows a key. It is our
 * own because the first screen pays for it: a general library weighs fifteen times as much.
 */
export const languages = ["vi", "en"] as const;
export type Language = (typeof languages)[number];
export type Values = Readonly<Record<string, unknown>>;
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
  ],
  { import: "default" },
);

const known = new Map<string, Sentences>(Object.entries(bundled));
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
  for (const tell of listeners) tell();
}

export function language(): Language {
  return current;
}

/** A sentence outside a component; `key` is `namespace:path`. */
export function textOf(key: string, values?: Values): string {
  const [namespace, path] = divide(key, "common");
  return say(known.get(pathOf(current, namespace)), path, current, values) ?? path;
}

export function hasText(key: string): boolean {
  const [namespace, path] = divide(key, "common");
  return sayable(known.get(pathOf(current, namespace)), path);
}

/** The sentences of one namespace; `other:key` reaches another that is loaded. */
export function useText(namespace: string): Text {
  const now = useSyncExternalStore(subscribe, language);
  return useCallback(
    (key, values) => {
      const [from, path] = divide(key, namespace);
      return say(known.get(pathOf(now, from)), path, now, values) ?? path;
    },
    [namespace, now],
  );
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

async function fetchMissing(into: Language, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const path = pathOf(into, name);
      const load = known.has(path) ? undefined : fetched[path];
      if (load) known.set(path, await load());
    }),
  );
}

function divide(key: string, namespace: string): [namespace: string, path: string] {
  const colon = key.indexOf(":");
  return colon < 0 ? [namespace, key] : [key.slice(0, colon), key.slice(colon + 1)];
}

function pathOf(into: Language, name: string): string {
  return `/locales/${into}/${name}.json`;
}
