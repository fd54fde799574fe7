import { readFileSync } from "node:fs";
import { screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import OutboxPage from "#app/features/outbox/outbox.page.tsx";
import { hasText, loadTexts, setLanguage, textOf } from "#app/i18n/i18n.ts";
import { contactLevels } from "#domain/contacts/contact-kinds.ts";
import { systems } from "#domain/contacts/systems.ts";
import type { KindDefinition } from "#domain/kind.ts";
import { kindNames, kindOf } from "#domain/kinds.ts";
import { openTestBook } from "../book/open-book.tsx";

const routes = readFileSync("src/app/book-routes.tsx", "utf8");
/** The sentences that come with a page, as its route says. */
function textsOf(page: string): string[] {
  const said = routes.split(`${page}.page.tsx"),`)[1]?.split(");")[0] ?? "";
  return [...said.matchAll(/"(\w+)"/g)].map(([, name]) => name as string);
}

/** Written by the server, or once and for all: nobody edits them, so that no two people can. */
const unedited: Readonly<Record<string, readonly string[]>> = {
  photo: ["parent", "sha", "type", "bytes", "width", "height", "taken", "stored", "thumb"],
};
const neverEdited = [
  "conflict",
  "checkTemplateVersion",
  "incidentEntry",
  "progressUpdate",
  "drill",
  "callEntry",
];

/** Every register about which two people can differ. */
function registers(): [kind: string, field: string][] {
  return kindNames()
    .filter((kind) => !neverEdited.includes(kind))
    .flatMap((kind) => {
      const { schema, firstWins } = kindOf(kind) as KindDefinition;
      const { shape } = (schema as unknown as { def: { shape: object } }).def;
      const fixed = [...firstWins, ...(unedited[kind] ?? [])];
      const fields = Object.keys(shape).filter((field) => !fixed.includes(field));
      return fields.map((field): [string, string] => [kind, field]);
    });
}

afterEach(async () => {
  await setLanguage("vi");
  vi.resetModules();
});

test.each(["vi", "en"] as const)("Chờ gửi names every field in words, in %s", async (language) => {
  const book = await openTestBook(["admin"]);
  await loadTexts(...textsOf("outbox/outbox"));
  await setLanguage(language);
  const all = [...registers(), ["supportVisit", "groups.elderly"], ["task", ""]] as [string, string][];
  expect(all.length).toBeGreaterThan(90);
  const side = { by: "lan", at: 1, device: "d" };
  for (const [kind, field] of all)
    await book.put("conflict", `${kind} ${field}`, {
      ...{ kind, field, record: "r", scope: "org", state: "open" },
      ...{ using: { ...side, value: 1 }, other: { ...side, value: 2 } },
    });
  book.show("/cho-gui", { "/cho-gui": <OutboxPage /> });
  const start = textOf("conflicts:title", { what: "" }).trim();
  const rows = await screen.findAllByText((text) => text.startsWith(start), { selector: ".row-title" });
  expect(rows).toHaveLength(all.length);
  expect(document.body.textContent).not.toMatch(/\b[a-z]+:[a-z]+|fields(Of)?\.|kinds\./i);
  const wordless = textOf("conflicts:title", { what: textOf("conflicts:fields.entry") });
  expect(rows.filter((row) => row.textContent === wordless)).toEqual([]);
  expect(all.filter(([kind]) => !hasText(`actions:kinds.${kind}`))).toEqual([]);
});

test.each([
  ["incidents/incident", "incident", "group", 12, "Thiên tai"],
  ["incidents/incident", "incident", "severity", 1, "Mức 1"],
  ["incidents/incident", "incident", "system", systems[0], /^[^a-z]/],
  ["incidents/incident", "incident", "level", contactLevels[2], /^[^a-z]/],
  ["incidents/incident", "incident", "questions.stoppedCounters", "all", "Tất cả quầy"],
  ["contacts/contact-form", "contact", "level", contactLevels[4], /^[^a-z]/],
  ["contacts/contact-form", "contact", "system", systems[9], /^[^a-z]/],
  ["scenarios/scenario", "scenario", "groups", [1, 2], "Mạng, đường truyền, Điện"],
  ["roster/roster", "shift", "sort", "check", "Kiểm tra đầu giờ"],
  ["support/visit", "supportVisit", "sort", "vneid", /VNeID/],
  ["support/visit", "supportVisit", "result", "done", /^[^a-z]/],
  ["tasks/task", "task", "state", "paused", "Tạm dừng"],
  ["equipment/thing", "equipment", "boughtOn", "2026-01-05", "05/01/2026"],
] as const)(
  "%s says a value of %s.%s in words with what it loads",
  async (page, kind, field, value, words) => {
    const fresh = await import("#app/i18n/i18n.ts");
    const { valueWords } = await import("#app/conflicts/field-words.ts");
    await fresh.loadTexts(...textsOf(page));
    const said = valueWords(fresh.textOf, { kind, field, value: value as never, now: 0, names: new Map() });
    if (typeof words === "string") expect(said).toBe(words);
    else expect(said).toMatch(words);
  },
);
