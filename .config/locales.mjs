// Every sentence exists in Vietnamese and in English, is not empty, fills in the same values, and has no word that was
// given up for a better one.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { givenUpIn } from "./given-up-words.mjs";
import { root } from "./node.mjs";

const languages = ["vi", "en"];
const folder = (language) => resolve(root, "locales", language);
const problems = [];
let sentences = 0;

/** key path → text; plural endings are folded, since Vietnamese has one form and English two. */
const flatten = (value, path = "", into = new Map()) => {
  for (const [key, inner] of Object.entries(value)) {
    const at = path ? `${path}.${key}` : key;
    if (typeof inner === "object" && inner !== null) flatten(inner, at, into);
    else into.set(at.replace(/_(zero|one|two|few|many|other)$/, ""), { at, text: inner });
  }
  return into;
};
const values = (text) =>
  [...String(text).matchAll(/\{\{-?\s*([\w.]+)/g)]
    .map((match) => match[1])
    // What a commune is called fills itself in, and a language may say it more often.
    .filter((value) => value !== "count" && value !== "xa" && value !== "Xa")
    .sort()
    .join();

const files = [
  ...new Set(
    languages.flatMap((language) => (existsSync(folder(language)) ? readdirSync(folder(language)) : [])),
  ),
];
for (const file of files.filter((one) => one.endsWith(".json"))) {
  const [vi, en] = languages.map((language) => {
    const path = resolve(folder(language), file);
    if (existsSync(path)) return flatten(JSON.parse(readFileSync(path, "utf8")));
    problems.push(`${language}/${file} is missing`);
    return new Map();
  });
  for (const key of new Set([...vi.keys(), ...en.keys()])) {
    const [a, b] = [vi.get(key), en.get(key)];
    if (!a || !b) problems.push(`${a ? "en" : "vi"}/${file}: ${key} is missing`);
    else if (values(a.text) !== values(b.text))
      problems.push(`${file}: ${key}: vi and en fill in different values`);
    for (const one of [a, b])
      if (one && (typeof one.text !== "string" || !one.text.trim()))
        problems.push(`${file}: ${one.at} is empty`);
    for (const [language, one] of [
      ["vi", a],
      ["en", b],
    ]) {
      const [word, instead] = givenUpIn(language, String(one?.text ?? "")) ?? [];
      if (word !== undefined)
        problems.push(`${language}/${file}: ${one.at}: "${word}" was given up, write: ${instead}`);
    }
    sentences += 1;
  }
}
if (sentences === 0) problems.push("read no sentence at all");
for (const problem of problems) console.log(problem);
console.log(`locales: ${files.length} files, ${sentences} sentences read, ${problems.length} problems`);
process.exitCode = problems.length ? 1 : 0;
