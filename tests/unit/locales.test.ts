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

  it("keep to the words of the product", () => {
    const words =
      /đồng bộ|server|offline|online|cache|(?<!luân )phiên (?!bản)|lỗi hệ thống|thao tác thất bại|không hợp lệ|bản ghi|\bOK\b|hủy bỏ|thành công!|trung tâm đã nhận|xung đột|bạn nhập|vui lòng|!$/iu;
    for (const name of namespaces) {
      for (const [key, text] of flat(vi.get(name))) expect(text, `${name}:${key}`).not.toMatch(words);
    }
  });
});

/** One decision each of how an office writes; the word given up does not come back. */
const givenUp: Readonly<Record<"vi" | "en", readonly [word: string, instead: string][]>> = {
  vi: [
    ["quản trị xã", "quản trị viên"],
    ["kiểm(?! tra| soát| đếm)", "kiểm tra"],
    ["(?<!sao )chép", "sao chép"],
    ["giúp", "hỗ trợ"],
    ["gõ", "nhập"],
    ["(tới|đến) được máy chủ", "kết nối được với máy chủ"],
    ["hỏi máy chủ ngay|hỏi lại số liệu", "cập nhật ngay, tải lại"],
    ["người trông( máy chủ)?", "người phụ trách máy chủ"],
    ["Wi-Fi đòi", "Wi-Fi yêu cầu"],
    ["\\d+ ngày liền|ngày liền(?! kề)", "ngày liên tiếp"],
    ["xong trễ", "hoàn tất trễ"],
    ["thôi (kiểm tra|không nhờ|dùng)", "ngừng, hủy"],
    ["lấy lại", "khôi phục"],
    ["cất mục", "bỏ khỏi danh sách"],
    ["đúng khuôn", "đúng định dạng"],
    ["chưa hứa|nhờ trình duyệt", "chưa bảo đảm, yêu cầu trình duyệt"],
    ["người làm phần mềm", "bộ phận kỹ thuật của phần mềm"],
    ["chưa vào được", "chưa đăng nhập được"],
    ["màn hình tối", "màn hình đếm giờ"],
    ["\\d{4}-\\d{2}(-\\d{2})?", "ngày/tháng/năm"],
  ],
  en: [
    ["mend(s|ed|ing)?", "fix"],
    ["anew", "again"],
    ["for ever", "permanently"],
    ["long silent", "no recent update"],
    ["told as far as", "escalated to"],
    ["someone of", "a colleague"],
    ["written at", "recorded at"],
    ["written good", "marked good"],
    ["(with|without) a link|no link", "online, offline"],
    ["as the device", "same as device"],
    ["(?<!paper |asset |health |check )book", "logbook"],
    ["acknowledged|being worked on|under way", "accepted, in progress"],
    ["(?<!one )tap", "press"],
    ["\\d{4}-\\d{2}(-\\d{2})?", "day/month/year"],
  ],
};

describe("a word that was given up", () => {
  it.each(["vi", "en"] as const)("does not come back in %s", (language) => {
    for (const [word, instead] of givenUp[language]) {
      const whole = new RegExp(`(?<![\\p{L}\\d])(?:${word})(?![\\p{L}\\d])`, "iu");
      const found = namespaces.flatMap((name) =>
        [...flat((language === "vi" ? vi : en).get(name))]
          .filter(([, text]) => whole.test(text))
          .map(([key, text]) => `${name}:${key}: ${text}`),
      );
      expect(found, `${word}: ${instead}`).toEqual([]);
    }
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
