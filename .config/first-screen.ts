// The first screen as a classic script. Browsers compile a classic script while the service worker installs and keep
// the result beside the file; a module they compile anew at every start. What later chunks import from the entry they
// find in a small module of the entry's old name, which hands on what the script left in one global. A block and not a
// function holds the code: a stack trace makes the browser parse the functions it names once more, and that one is all of it.

import type { Plugin } from "vite";

const shared = "soTrucShared";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Exported name and the name it has inside. */
type Exported = [name: string, local: string];

// biome-ignore lint/suspicious/noExplicitAny: a tree as the parser makes it
type Tree = any;

export function classicEntry(): Plugin {
  return {
    name: "classic-entry",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== "chunk" || !chunk.isEntry) continue;
          const { script, names } = asScript(chunk.code, this.parse(chunk.code));
          const fileName = chunk.fileName.replace("index-", "start-");
          this.emitFile({ type: "asset", fileName, source: script });
          chunk.code = handOn(names);
          referTo(bundle, chunk.fileName, fileName);
        }
      },
    },
  };
}

function asScript(code: string, program: Tree): { script: string; names: Exported[] } {
  const edits: Edit[] = [];
  const names: Exported[] = [];
  for (const node of program.body) {
    if (node.type === "ImportDeclaration" || node.type === "ExportAllDeclaration" || node.source)
      throw new Error(`The first screen is one file and imports nothing, not ${node.source?.value}`);
    if (node.type === "ExportDefaultDeclaration" || node.declaration)
      throw new Error("The bundler exports names at the end of a chunk only");
    if (node.type !== "ExportNamedDeclaration") continue;
    for (const { exported, local } of node.specifiers)
      names.push([exported.name ?? exported.value, local.name]);
    edits.push({ start: node.start, end: node.end, text: "" });
  }
  for (const [start, end, name] of metaProperties(program))
    edits.push({ start, end, text: name === "url" ? "document.baseURI" : "undefined" });
  let body = code;
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start))
    body = body.slice(0, start) + text + body.slice(end);
  const getters = names.map(([exported, local]) => `get ${exported}(){return ${local}}`);
  return { names, script: `"use strict";{${body};globalThis.${shared}={${getters}}}\n` };
}

/** `import.meta.x`, wherever it stands. */
function metaProperties(node: Tree): [start: number, end: number, name: string][] {
  if (node === null || typeof node !== "object") return [];
  if (Array.isArray(node)) return node.flatMap(metaProperties);
  if (node.type === "MemberExpression" && node.object.type === "MetaProperty")
    return [[node.start, node.end, node.property.name]];
  return Object.values(node).flatMap(metaProperties);
}

function handOn(names: readonly Exported[]): string {
  const taken = names.map(([name], i) => `${name}:v${i}`);
  return `const {${taken}}=globalThis.${shared};\nexport{${names.map(([name], i) => `v${i} as ${name}`)}};\n`;
}

/** The page loads the script in place of the module. */
function referTo(bundle: Record<string, Tree>, module: string, script: string): void {
  const page = bundle["index.html"];
  const html = String(page?.source ?? "");
  const tag = new RegExp(`<script type="module"[^>]* src="/${module}"></script>`);
  if (!tag.test(html)) throw new Error(`The page loads no ${module}`);
  page.source = html.replace(tag, `<script defer src="/${script}"></script>`);
}
