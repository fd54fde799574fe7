/** All of English in one file: who wants it wants it everywhere, and others never fetch it with the first screen. */
export const english: Readonly<Record<string, object>> = import.meta.glob<object>(
  ["/locales/en/*.json", "!/locales/en/wake.json", "!/locales/en/early.json"],
  { eager: true, import: "default" },
);
