import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

/** What a phone on a weak link must download, held against the built files. */
const kB = 1000;
const firstScreenJs = 170 * kB;
const serviceWorkerJs = 70 * kB;
const offlineReady = 1200 * kB;
const oneFont = 25 * kB;

const dist = resolve(import.meta.dirname, "../../dist");

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const manifest = JSON.parse(read(".vite/manifest.json")) as Record<string, Chunk>;
const files = walk(dist).map((path) => relative(dist, path).split(sep).join("/"));
const built = files.filter((file) => /\.(js|css|html)$/.test(file));

describe("the first screen", () => {
  // Should these become chunks of their own, the first screen still waits for them.
  const alsoNeeded = Object.keys(manifest).filter((key) =>
    /^src\/app\/features\/today\/today\.page\.tsx$|^locales\/vi\/(common|shell|today)\.json$/.test(key),
  );
  const needed = closure(["index.html", ...alsoNeeded]);
  const named = [
    ...read("index.html").matchAll(/<script[^>]* src="\/([^"]+)" data-start="\/([^"]+)"/g),
  ].flatMap(([, early, start]) => [early as string, start as string]);
  // The entry's module only hands on what the start script holds, to chunks that come later.
  const handsOn = manifest["index.html"]?.file;
  const scripts = [...new Set([...named, ...needed])].filter(
    (file) => file.endsWith(".js") && file !== handsOn,
  );

  it("needs at most 170 kB of JavaScript, packed", () => {
    const sizes = scripts.map((file): [string, number] => [file, packed(file)]);
    const total = sum(sizes.map(([, size]) => size));
    const heaviest = sizes.sort((a, b) => b[1] - a[1]).slice(0, 5);
    tell(
      `first screen: ${show(total)} of JavaScript in ${scripts.length} files`,
      ...heaviest.map(([file, size]) => `  ${show(size)} ${file}`),
    );
    expect(total).toBeGreaterThan(10 * kB);
    expect(total).toBeLessThanOrEqual(firstScreenJs);
  });

  it("says the sentences of Hôm nay without asking for more", () => {
    const text = scripts.map(read).join("\n");
    const today = JSON.parse(readFileSync(resolve(dist, "../locales/vi/today.json"), "utf8")) as object;
    const sentence = firstSentence(today);
    expect(sentence.length).toBeGreaterThan(0);
    expect(text).toContain(sentence);
  });
});

describe("the service worker", () => {
  const worker = read("service-worker.js");

  it("is at most 70 kB, packed", () => {
    const size = packed("service-worker.js");
    tell(`service worker: ${show(size)}`);
    expect(size).toBeGreaterThan(5 * kB);
    expect(size).toBeLessThanOrEqual(serviceWorkerJs);
  });

  const list = /assets\/files-[^"'`]+\.json/.exec(worker)?.[0] ?? "";
  const { now, later: afterwards } = JSON.parse(read(list)) as Record<
    "now" | "later",
    Record<string, string>
  >;
  const kept = [...Object.keys(now), ...Object.keys(afterwards)];

  it("keeps files that exist, the page among them", () => {
    expect(kept).toContain("index.html");
    expect(kept.length).toBeGreaterThan(10);
    expect(new Set(kept).size).toBe(kept.length);
    expect(kept.filter((file) => !existsSync(join(dist, file)))).toEqual([]);
  });

  it("knows each of them, and their list, by type and digest", () => {
    const digestOf = (file: string) =>
      createHash("sha256")
        .update(readFileSync(join(dist, file)))
        .digest()
        .subarray(0, 16)
        .toString("base64url");
    const wrong = Object.entries({ ...now, ...afterwards }).filter(
      ([file, digest]) => digestOf(file) !== digest,
    );
    expect(wrong).toEqual([]);
    expect(worker).toContain(digestOf(list));
    expect(worker).toContain(digestOf("index.html"));
  });

  it("is ready offline after at most 1.2 MB of files", () => {
    const set = (part: RegExp) => sum(kept.filter((file) => part.test(file)).map(sizeOf));
    const later = kept.filter((file) => /^assets\/(later|admin|print)\//.test(file));
    const first = [list, "service-worker.js", ...Object.keys(now)];
    const total = sum(first.map(sizeOf));
    expect(later).toEqual(Object.keys(afterwards));
    expect(later.length).toBeGreaterThan(0);
    tell(
      `ready offline: ${show(total)} in ${first.length} files`,
      `  of it pages opened later ${show(set(/^assets\/lazy\//))}`,
      `  later sets (sealed files, administration, printing): ${show(sum(later.map(sizeOf)))} in ${later.length} files`,
    );
    expect(total).toBeGreaterThan(100 * kB);
    expect(total).toBeLessThanOrEqual(offlineReady);
  });

  it("has no page of daily work wait for a later set", () => {
    const isLater = (file: string) => /^assets\/(later|admin|print)\//.test(file);
    const waiting = Object.values(manifest)
      .filter(({ file }) => !isLater(file))
      .flatMap(({ file, imports = [] }) => imports.map((key) => [file, manifest[key]?.file ?? ""] as const))
      .filter(([, needed]) => isLater(needed));
    expect(waiting).toEqual([]);
  });

  it("has the sentences of a page come with the page", () => {
    const routes = ["routes.tsx", "book-routes.tsx"]
      .map((file) => readFileSync(resolve(dist, "../src/app", file), "utf8"))
      .join("\n");
    const pages = [...routes.matchAll(/lazyPage\(\s*\(\) => import\("\.\/([^"]+)"\),?([^)]*)\)/g)];
    const isLater = (key: string) => /^assets\/(later|admin|print)\//.test(manifest[key]?.file ?? "");
    const late = pages
      .filter(([, page]) => !isLater(`src/app/${page}`))
      .flatMap(([, page, texts = ""]) =>
        [...texts.matchAll(/"([^"]+)"/g)].map(([, name]) => [page, `locales/vi/${name}.json`] as const),
      )
      .filter(([, text]) => isLater(text));
    expect(pages.length).toBeGreaterThan(30);
    expect(late).toEqual([]);
  });

  it("leaves out nothing that the first screen needs", () => {
    const missing = closure(["index.html"]).filter((file) => !kept.includes(file));
    expect(missing).toEqual([]);
  });
});

describe("the built files", () => {
  it("have no source map", () => {
    expect(built.length).toBeGreaterThan(10);
    expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
    expect(built.filter((file) => /[#@]\s*sourceMappingURL=/.test(read(file)))).toEqual([]);
  });

  it("say something before anything else is here, in what a 50 kbit/s link brings within a second", () => {
    const page = read("index.html");
    const style = /<link rel="stylesheet" href="\/(assets\/early-[^"]+)">/.exec(page)?.[1] ?? "";
    const script = /<script src="\/(assets\/early-[^"]+)"/.exec(page)?.[1] ?? "";
    expect(page).toContain("Đang mở sổ");
    expect(page.match(/<(link rel="(stylesheet|preload)|script)/g)).toHaveLength(2);
    expect(packed("index.html") + packed(style) + packed(script)).toBeLessThan(5 * kB);
  });

  it("have no script or style inside the page", () => {
    const page = read("index.html");
    // Classic scripts: browsers keep them compiled, which they do not do for modules.
    expect(page).toMatch(/<script src="\/assets\/early-[^"]+\.js" data-start="\/assets\/start-[^"]+\.js"/);
    expect(page).not.toContain('type="module"');
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i);
  });

  it("name no address of anybody else", () => {
    const foreign = built.flatMap((file) =>
      [...withoutComments(read(file)).matchAll(/https?:\/\/[a-z0-9.-]+[^\s"'`)\\]*/gi)]
        .map(([address]) => address)
        .filter((address) => !isHarmless(address))
        .map((address) => `${file}: ${address}`),
    );
    expect([...new Set(foreign)]).toEqual([]);
  });

  it("have fonts of at most 25 kB each", () => {
    const fonts = files.filter((file) => /\.(woff2?|ttf|otf)$/.test(file));
    expect(fonts.length).toBeGreaterThan(0);
    expect(fonts.filter((file) => sizeOf(file) > oneFont)).toEqual([]);
    tell(`fonts: ${show(sum(fonts.map(sizeOf)))} in ${fonts.length} files`);
  });
});

/** Names of XML vocabularies, and what libraries name in the texts of their errors: nothing is ever fetched from these. */
const inErrorTexts = [
  "https://react.dev/errors/",
  "https://reactrouter.com/en/main/routers/picking-a-router.",
  "https://github.com/ungap/url-search-params.",
  "https://tinyurl.com/y2uuvskb",
  "http://bit.ly/2kdckMn",
  "https://bit.ly/wb-precache",
  "https://sebbo2002.github.io/ical-generator/",
];

function isHarmless(address: string): boolean {
  // react-router resolves paths against it where there is no page.
  if (/^http:\/\/(www\.w3\.org\/|localhost$)/.test(address)) return true;
  // The vocabularies of a spreadsheet file.
  if (/^http:\/\/(schemas\.openxmlformats\.org|purl\.oclc\.org\/ooxml)\//.test(address)) return true;
  return inErrorTexts.some((text) => address.startsWith(text));
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, "");
}

/** Files that load with these entries: what they import, and the styles of all of it. */
function closure(entries: readonly string[]): string[] {
  const seen = new Set<string>();
  const found = new Set<string>();
  const queue = [...entries];
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    if (seen.has(key)) continue;
    seen.add(key);
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${key} is not in the manifest`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(file);
    queue.push(...(chunk.imports ?? []));
  }
  return [...found];
}

function firstSentence(texts: object): string {
  for (const value of Object.values(texts)) {
    const found = typeof value === "string" ? value : firstSentence(value as object);
    if (found.length > 8 && !/[{"'`\\]/.test(found)) return found;
  }
  return "";
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function read(file: string): string {
  return readFileSync(join(dist, file), "utf8");
}

function sizeOf(file: string): number {
  return statSync(join(dist, file)).size;
}

function packed(file: string): number {
  return gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function show(bytes: number): string {
  return `${(bytes / kB).toFixed(1)} kB`;
}

function tell(...lines: string[]): void {
  console.log(lines.join("\n"));
}
