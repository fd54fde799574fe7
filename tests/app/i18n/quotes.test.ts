import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hasText, type Language, loadTexts, setLanguage, textOf } from "#app/i18n/i18n.ts";
import { roles } from "#domain/rights.ts";

/** Guides and helps quote buttons, places and states by key, so that none is named that is not there. */
const locales = resolve(import.meta.dirname, "../../../locales");
const namespaces = readdirSync(resolve(locales, "vi"))
  .map((file) => file.slice(0, -5))
  .filter((name) => name !== "early" && name !== "wake");

afterAll(() => setLanguage("vi"));

test.each<Language>(["vi", "en"])("every name quoted in %s is on a screen", async (language) => {
  await loadTexts(...namespaces);
  await setLanguage(language);
  const quotes = namespaces.flatMap((name) => {
    const text = readFileSync(resolve(locales, language, `${name}.json`), "utf8");
    return [...text.matchAll(/\$t\(([^,)]+)/g)].map((match) => match[1] ?? "");
  });
  expect(quotes.length).toBeGreaterThan(20);
  for (const key of quotes) expect(hasText(key), key).toBe(true);
});

test.each<Language>(["vi", "en"])("the guide in %s shows the words of the buttons", async (language) => {
  await loadTexts(...namespaces);
  await setLanguage(language);
  for (const role of roles)
    for (let step = 1; hasText(`guide:roles.${role}.steps.${step}`); step++)
      expect(textOf(`guide:roles.${role}.steps.${step}`)).not.toMatch(/\$t\(|[a-z]:[a-z]+\.|\{\{/);
  expect(textOf("guide:roles.centre.steps.4")).toContain(textOf("support:create"));
  expect(textOf("guide:roles.responder.steps.2")).toContain(textOf("incidents:moves.take"));
});
