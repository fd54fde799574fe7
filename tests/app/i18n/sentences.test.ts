import { expect, it } from "vitest";
import { fillIn, findText } from "#app/i18n/sentences.ts";

const sentences = {
  one: "Một",
  deep: { er: { est: "Sâu" } },
  left: "Còn {{count}}",
  items_one: "{{count}} item",
  items_other: "{{count}} items",
};

it.each([
  ["one", undefined, "Một"],
  ["deep.er.est", undefined, "Sâu"],
  ["deep.er", undefined, undefined],
  ["one.more", undefined, undefined],
  ["none", 2, undefined],
  ["left", 2, "Còn {{count}}"],
  ["items", 1, "{{count}} item"],
  ["items", 0, "{{count}} items"],
  ["items", "1", undefined],
])("finds %s for %s", (path, count, text) => {
  expect(findText(sentences, path, { language: "en", count })).toBe(text);
});

it("a language without forms by number has one", () => {
  expect(findText({ a_other: "nhiều" }, "a", { language: "vi", count: 1 })).toBe("nhiều");
});

it("fills in each value as it is, and leaves nothing where there is none", () => {
  expect(fillIn("{{a}} · {{ b }}/{{a}}{{c}}", { a: "$&<b>", b: 0 })).toBe("$&<b> · 0/$&<b>");
  expect(fillIn("{{a}}", { a: "{{b}}", b: "no" })).toBe("{{b}}");
});

it("knows nothing of what an object inherits", () => {
  expect(findText({}, "constructor.name", { language: "vi" })).toBeUndefined();
});
