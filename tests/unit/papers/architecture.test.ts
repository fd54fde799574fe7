import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { codeIn, filesUnder, firstCells, isThere, papers, read, section } from "./papers.ts";

/** The pages for developers name files, routes, layers and codes: all of them are there, and none is left out. */
const architecture = read("src/ARCHITECTURE.md");

describe("the routes of ARCHITECTURE.md", () => {
  const verbs = "GET|POST|PATCH|DELETE|HEAD|PUT";

  it("are those of the server, all of them and no other", () => {
    const told = firstCells(section(architecture, "HTTP API")).flatMap(codeIn).flatMap(routesIn);
    const code = filesUnder("src/server/http", /\.ts$/).map(read).join("\n");
    const served = [...code.matchAll(/\bapp\.(get|post|patch|delete|head|put)\(\s*"([^"]+)"/g)].map(
      (match) => `${match[1]?.toUpperCase()} ${match[2]}`,
    );
    expect(told.sort()).toEqual(served.sort());
    expect(code.match(/\bapp\.(route|all|options)\(/g)).toBeNull();
    expect(served.length).toBeGreaterThan(30);
  });

  /** `GET/POST /a` are two; a query is none. */
  function routesIn(text: string): string[] {
    const [, methods, path] = new RegExp(`^((?:${verbs})(?:/(?:${verbs}))*) (/[^ ?]+)`).exec(text) ?? [];
    return (methods ?? "").split("/").flatMap((method) => (method === "" ? [] : [`${method} ${path}`]));
  }
});

describe("the layers of ARCHITECTURE.md", () => {
  it("may import what the gate lets them, and no other layer", () => {
    const gate = read(".config/import-graph.mjs");
    const rules = [...gate.matchAll(/^ {2}(\w+): \{\s*own: \[([^\]]*)\]/gm)];
    const names = rules.map((rule) => rule[1] ?? "");
    expect(names.length).toBe(10);
    for (const [, layer, own = ""] of rules) {
      const row = architecture.split("\n").find((line) => line.startsWith(`| \`${layer}/\``));
      const may = row?.split("|")[3] ?? "";
      const told = names.filter((name) => new RegExp(`\\b${name}\\b`).test(may));
      const allowed = [...own.matchAll(/"(\w+)"/g)]
        .map((match) => match[1])
        .filter((name) => name !== "locales");
      expect(told.sort(), layer).toEqual(allowed.sort());
    }
  });

  it("name only packages that are installed", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json"));
    const known = new Set(Object.keys({ ...dependencies, ...devDependencies }));
    const lists = read(".config/import-graph.mjs").match(/foreign: \[[^\]]*\]/g) ?? [];
    const named = lists.flatMap((list) => [...list.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? ""));
    const isKnown = (name: string) =>
      name.endsWith("/*") ? [...known].some((one) => one.startsWith(name.slice(0, -1))) : known.has(name);
    expect(named.filter((name) => name !== "node:*" && !isKnown(name))).toEqual([]);
    expect(lists).toHaveLength(10);
  });
});

describe("the files that the papers name", () => {
  const all = [...filesUnder("src", /./), ...filesUnder("tests", /./), ...filesUnder(".config", /./)];
  const file = /^[\w.<>/-]+\.(ts|tsx|mjs|md|sql|service)$/;

  it.each(papers)("are there: %s", (paper) => {
    const named = [
      ...codeIn(read(paper)),
      ...[...read(paper).matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? ""),
      ...[...read(paper).matchAll(/\b(?:authority|sync|server|client|tests)\/[\w/.-]+\.ts\b/g)].map(
        ([name]) => name,
      ),
    ];
    const lost = named.filter(
      (name) =>
        (file.test(name) || name.startsWith(".docs/")) &&
        !isThere(name) &&
        !all.some((one) => ends(one, name)),
    );
    expect(lost).toEqual([]);
  });

  it("have pictures that are all shown", () => {
    const shown = [...read("README.md").matchAll(/\(\.docs\/([^)]+)\)/g)].map((match) => match[1]);
    expect(
      filesUnder(".docs", /\.png$/)
        .map((path) => basename(path))
        .sort(),
    ).toEqual(shown.sort());
  });

  /** A page may leave out the folders that its reader knows. */
  function ends(path: string, name: string): boolean {
    return path === name || path.endsWith(`/${name}`);
  }
});

describe("the codes of ARCHITECTURE.md", () => {
  it("have their sentence for people", () => {
    const sentences = JSON.parse(read("locales/vi/errors.json"));
    const codes = [...section(architecture, "HTTP API").matchAll(/\b4\d\d ((?:`[a-z-]+`(?:, )?)+)/g)].flatMap(
      (match) => codeIn(match[1] ?? ""),
    );
    expect(codes.filter((code) => !(code in sentences))).toEqual([]);
    expect(codes.length).toBeGreaterThan(7);
  });
});

describe("the words of GLOSSARY.md", () => {
  it("stand on a screen as they are written there", () => {
    const sentences = filesUnder("locales/vi", /\.json$/)
      .map(read)
      .join("\n")
      .toLowerCase();
    const rows = read("src/domain/GLOSSARY.md")
      .split("\n")
      .filter((line) => line.startsWith("| "));
    const words = rows
      .slice(2)
      .flatMap((line) => (line.split("|")[2] ?? "").split(/[,/–]/))
      .map((word) => word.trim().toLowerCase())
      .filter((word) => word !== "");
    expect(words.filter((word) => !sentences.includes(word))).toEqual([]);
    expect(words.length).toBeGreaterThan(40);
  });
});
