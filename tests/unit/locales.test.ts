import { existsSync, readdirSync, readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

/** Every sentence in both languages, none forgotten in the code, none that the voice of the product forbids. */
const root = resolve(import.meta.dirname, "../..");
const app = resolve(root, "src/app");

type Sentences = { readonly [name: string]: string | Sentences };

const namespaces = readdirSync(resolve(root, "locales/vi"))
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -5));
const vi = read("vi");
const en = read("en");
const sources = walk(app).map((path) => ({
  name: relative(root, path).split(sep).join("/"),
  code: readFileSync(path, "utf8"),
}));

describe("the sentences", () => {
  it("are the same ones in both languages, and none is empty", () => {
    let sentences = 0;
    for (const name of namespaces) {
      const [here, there] = [flat(vi.get(name)), flat(en.get(name))];
      expect([...bare(there.keys())].sort(), name).toEqual([...bare(here.keys())].sort());
      for (const [key, text] of [...here, ...there]) expect(text.trim(), `${name}:${key}`).not.toBe("");
      sentences += here.size + there.size;
    }
    expect(namespaces.length).toBeGreaterThan(12);
    expect(sentences).toBeGreaterThan(1500);
  });

  it("fill in the same values in both languages", () => {
    for (const name of namespaces) {
      const [here, there] = [flat(vi.get(name)), flat(en.get(name))];
      for (const [key, text] of there) {
        const own = here.get(key) ?? here.get(withoutPlural(key));
        if (own !== undefined) expect(values(text), `${name}:${key}`).toEqual(values(own));
      }
    }
  });

  it("say one thing in the singular in English", () => {
    const plural = /(?<!\/|of )\{\{count\}\} (?:more |other |new )?[a-z]+s\b/;
    for (const name of namespaces) {
      const counted = [...flat(en.get(name))].filter(([, text]) => plural.test(text)).map(([key]) => key);
      expect(
        counted.filter((key) => !/_(one|other)$/.test(key)),
        name,
      ).toEqual([]);
    }
  });

  it("keep to the words of the product", () => {
    const words =
      /đồng bộ|server|offline|online|cache|(?<!luân )phiên (?!bản)|lỗi hệ thống|thao tác thất bại|không hợp lệ|bản ghi|\bOK\b|hủy bỏ|thành công!|trung tâm đã nhận|xung đột|bạn nhập|vui lòng|!$/iu;
    for (const name of namespaces) {
      for (const [key, text] of flat(vi.get(name))) expect(text, `${name}:${key}`).not.toMatch(words);
    }
  });
});

describe("a name that a sentence tells to press, open or choose", () => {
  const after = {
    vi: "[Bb]ấm|[Cc]họn|[Mm]ở|[Ll]ọc|[Bb]ật|[Nn]ằm trong|mục|phần|ở",
    en: "[Pp]ress|[Cc]hoose|[Oo]pen|[Ff]ilter|[Ss]witch on|[Tt]urn on|[Pp]ick|under",
  };
  /** What Excel, a browser or a telephone calls its own. */
  const ofOthers = {
    vi: /^(Việt Nam|Cho phép|Lưu thành|Tệp →|Xuất sang →|Sao chép$|Excel|LibreOffice|Safari|Chrome)/,
    en: /^(Allow|Save As|File →|Copy$|Excel|LibreOffice|Safari|Chrome)/,
  };

  it.each(["vi", "en"] as const)("stands on a screen in %s", (language) => {
    const sentences = namespaces.flatMap((name) =>
      [...flat((language === "vi" ? vi : en).get(name))].map(
        ([key, text]) => [`${name}:${key}`, text] as const,
      ),
    );
    const names = new Set(sentences.map(([, text]) => text.replace(/\s*\{\{.*|[.?…]+$/g, "")));
    const named = new RegExp(`(?<!\\p{L})(?:${after[language]}) (\\p{Lu}[^.,;:()“”"]*)`, "gu");
    const quoted = sentences.flatMap(([key, text]) =>
      [...text.matchAll(named)].map((match) => ({ key, words: (match[1] ?? "").trim() })),
    );
    const lost = quoted.filter(({ words }) => {
      const parts = words.split(" ");
      const isKnown = parts.some((_, at) => names.has(parts.slice(0, at + 1).join(" ")));
      return !isKnown && !ofOthers[language].test(words);
    });
    expect(lost).toEqual([]);
    expect(quoted.length).toBeGreaterThan(30);
  });
});

describe("the code of the app", () => {
  it("asks only for sentences that exist", () => {
    const missing: string[] = [];
    let asked = 0;
    for (const { name, code } of sources) {
      for (const { key, isWhole } of keysIn(code)) {
        asked += 1;
        const [namespace, path] = key.split(":") as [string, string];
        if (!exists(namespace, path, isWhole)) missing.push(`${name}: ${key}`);
      }
    }
    expect(missing).toEqual([]);
    expect(asked).toBeGreaterThan(500);
  });

  it("holds no Vietnamese sentence of its own", () => {
    const letters = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/iu;
    const found = sources.filter(({ code }) => letters.test(withoutComments(code))).map(({ name }) => name);
    expect(found).toEqual([]);
    expect(sources.length).toBeGreaterThan(100);
  });
});

function read(language: string): Map<string, Sentences> {
  return new Map(
    namespaces.map((name) => {
      const path = resolve(root, `locales/${language}/${name}.json`);
      return [name, existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Sentences) : {}];
    }),
  );
}

function flat(from: Sentences | undefined, under = ""): Map<string, string> {
  const into = new Map<string, string>();
  for (const [name, value] of Object.entries(from ?? {})) {
    const path = under === "" ? name : `${under}.${name}`;
    if (typeof value === "string") into.set(path, value);
    else for (const [inner, text] of flat(value, path)) into.set(inner, text);
  }
  return into;
}

function withoutPlural(key: string): string {
  return key.replace(/_(one|other)$/, "");
}

function bare(keys: Iterable<string>): Set<string> {
  return new Set([...keys].map(withoutPlural));
}

function values(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ""))]
    .filter((name) => !/^xa$/iu.test(name))
    .sort();
}

/** `isWhole`: the key is written out; else it is what stands before the first part that is computed. */
interface Asked {
  readonly key: string;
  readonly isWhole: boolean;
}

/** Keys asked by a function made with `useText("…")`, by `textOf` or by `hasText`. */
function keysIn(code: string): Asked[] {
  const made = [...code.matchAll(/const (\w+) = useText\("(\w+)"\)/g)];
  const asked: Asked[] = [];
  const add = (key: string, namespace: string | undefined, isWhole: boolean) => {
    if (key.includes(":")) asked.push({ key, isWhole });
    else if (namespace !== undefined) asked.push({ key: `${namespace}:${key}`, isWhole });
  };
  for (const [, name] of new Map(made.map((match) => [match[1], match[1]]))) {
    // One name for two namespaces in one file: which is meant is not told here.
    const own = new Set(made.filter((match) => match[1] === name).map((match) => match[2]));
    const namespace = own.size === 1 ? [...own][0] : undefined;
    for (const match of code.matchAll(new RegExp(`\\b${name}\\(\\s*"([^"]+)"`, "g")))
      add(match[1] ?? "", namespace, true);
    for (const match of code.matchAll(new RegExp(`\\b${name}\\(\\s*\`([^\`$]+)\\$`, "g")))
      add(match[1] ?? "", namespace, false);
  }
  for (const match of code.matchAll(/\b(?:textOf|hasText)\(\s*"([^"]+)"/g))
    add(match[1] ?? "", undefined, true);
  for (const match of code.matchAll(/\b(?:textOf|hasText)\(\s*`([^`$]+)\$/g))
    add(match[1] ?? "", undefined, false);
  return asked;
}

function exists(namespace: string, path: string, isWhole: boolean): boolean {
  const keys = [...flat(vi.get(namespace)).keys()];
  if (!isWhole) return keys.some((key) => key.startsWith(path));
  return keys.some((key) => withoutPlural(key) === path);
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = resolve(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
