import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, expect, test } from "vitest";
import { loadTexts, speakOf, textOf } from "#app/i18n/i18n.ts";
import { levelOf } from "#domain/org/commune-level.ts";

/** A ward and a special zone read their own words everywhere; what may still say *xã*, and why. */
const allowed: readonly (readonly [keys: RegExp, why: string])[] = [
  [/^auth:/, "before a book is open no commune is known"],
  [/^early:/, "before the app is here no commune is known"],
  [/^common:levels\.commune$/, "the word itself"],
  [/^paper:country$/, "the name of the country"],
  [/^incidents:catalogue\.groupHints\.7$/, "the communes of before the mergers"],
  [
    /^errors:(commune-needed|other-commune|sms-other-commune|capsule-other-commune)$/,
    "other units of any level",
  ],
  [/^equipment:missingTodo$/, "another unit of any level"],
  [/^actions:kinds\.commune$/, "the kind of record, whatever the level"],
];
const folder = resolve(import.meta.dirname, "../../../locales/vi");
const namespaces = readdirSync(folder)
  .map((file) => file.slice(0, -5))
  .filter((name) => name !== "early" && name !== "wake");

afterEach(() => speakOf("commune"));

test.each([
  ["Phường Trần Phú", "Công an phường", "Cán bộ của phường"],
  ["Đặc khu Cô Tô", "Công an đặc khu", "Cán bộ của đặc khu"],
  ["Xã Nghĩa Thọ", "Công an xã", "Cán bộ của xã"],
])("%s reads its own words", async (name, police, someone) => {
  await loadTexts(...namespaces);
  speakOf(levelOf(name));
  expect(textOf("common:roles.security")).toBe(police);
  expect(textOf("common:someone")).toBe(someone);
});

test.each(["Phường Trần Phú", "Đặc khu Cô Tô"])("no sentence of %s says xã", async (name) => {
  await loadTexts(...namespaces);
  speakOf(levelOf(name));
  const left: string[] = [];
  let read = 0;
  for (const namespace of namespaces)
    for (const path of paths(JSON.parse(readFileSync(resolve(folder, `${namespace}.json`), "utf8")))) {
      const key = `${namespace}:${path}`;
      read += 1;
      if (allowed.some(([keys]) => keys.test(key))) continue;
      if (/(?<!\p{L})xã(?!\p{L}| hội)/iu.test(textOf(key))) left.push(key);
    }
  expect(read).toBeGreaterThan(1200);
  expect(left).toEqual([]);
});

function paths(value: object, before = ""): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const path = before ? `${before}.${name}` : name;
    return typeof inner === "object" && inner !== null ? paths(inner, path) : [path];
  });
}
