// Reads every import in src/ and refuses those that the layers forbid (see the table in src/ARCHITECTURE.md): no cycles,
// nothing unresolved, no feature importing another, no default export but a lazy page.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, relative, resolve, sep } from "node:path";
import { parseSync } from "oxc-parser";
import { root } from "./node.mjs";

/** layer → layers it may name, and third parties it may name (a `*` at the end stands for any rest). */
const layers = {
  kernel: { own: [], foreign: [] },
  domain: { own: ["kernel"], foreign: ["zod"] },
  protocol: { own: ["kernel", "domain"], foreign: ["zod"] },
  authority: { own: ["kernel", "domain", "protocol"], foreign: ["zod"] },
  sync: { own: ["kernel", "domain", "protocol"], foreign: ["zod"] },
  documents: {
    own: ["kernel", "domain"],
    foreign: ["zod", "uqr", "qr", "ical-generator", "fflate"],
  },
  client: { own: ["kernel", "domain", "protocol", "sync"], foreign: ["zod", "dexie", "age-encryption"] },
  sw: {
    own: ["kernel", "domain", "protocol", "sync", "client", "locales"],
    foreign: ["zod", "age-encryption"],
  },
  app: {
    own: ["kernel", "domain", "sync", "client", "documents", "locales"],
    foreign: [
      "react",
      "react-dom",
      "react-router",
      "i18next",
      "dexie-react-hooks",
      "workbox-window",
      "chart.js",
      "@fontsource/*",
    ],
  },
  server: {
    own: ["kernel", "domain", "protocol", "authority", "documents", "locales"],
    foreign: [
      "node:*",
      "zod",
      "fastify",
      "@fastify/*",
      "kysely",
      "better-sqlite3",
      "pg",
      "pino",
      "prom-client",
      "@node-rs/argon2",
      "age-encryption",
      "@tus/*",
      "web-push",
    ],
  },
};
const aliases = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")).imports;
const problems = [];
const name = (file) => relative(root, file).split(sep).join("/");
const layerOf = (file) => /^src\/([^/]+)\//.exec(name(file))?.[1] ?? name(file).split("/")[0];
const featureOf = (file) => /^src\/app\/features\/([^/]+)\//.exec(name(file))?.[1];

const walk = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = resolve(folder, entry.name);
        return entry.isDirectory() ? walk(path) : /\.(ts|tsx|mts|js|jsx|mjs)$/.test(entry.name) ? [path] : [];
      })
    : [];

/** The specifiers a module names, each with whether it is loaded with the module (not lazily). */
const importsOf = (file, code) => {
  const { module, errors } = parseSync(file, code);
  for (const error of errors) problems.push(`${name(file)}: does not parse: ${error.message}`);
  const found = module.staticImports.map((one) => ({ to: one.moduleRequest.value, eager: true }));
  for (const { entries } of module.staticExports) {
    for (const entry of entries) {
      if (entry.moduleRequest) found.push({ to: entry.moduleRequest.value, eager: true });
      if (entry.exportName.kind === "Default" && !mayExportDefault(file))
        problems.push(`${name(file)}: default export`);
    }
  }
  for (const one of module.dynamicImports) {
    const text = code.slice(one.moduleRequest.start, one.moduleRequest.end);
    const literal = /^(["'`])([^"'`$]+)\1$/.exec(text);
    if (literal) found.push({ to: literal[2], eager: false });
    else problems.push(`${name(file)}: import of something not written out: ${text}`);
  }
  return found;
};

const mayExportDefault = (file) =>
  /\.config\.[cm]?[jt]s$/.test(file) || /^src\/app\/(features\/.*page|book-routes)\.tsx$/.test(name(file));

const packageOf = (to) =>
  to
    .split("/")
    .slice(0, to.startsWith("@") ? 2 : 1)
    .join("/");

const checkForeign = (file, to) => {
  const rules = layers[layerOf(file)]?.foreign ?? [];
  const what = to.startsWith("node:") ? to : packageOf(to);
  if (builtinModules.includes(to)) problems.push(`${name(file)}: write node:${to}`);
  const allowed = rules.some((rule) =>
    rule.endsWith("*") ? what.startsWith(rule.slice(0, -1)) : rule === what,
  );
  if (!allowed) problems.push(`${name(file)}: ${layerOf(file)} may not import ${what}`);
  else if (!to.startsWith("node:") && !existsSync(resolve(root, "node_modules", what)))
    problems.push(`${name(file)}: ${to} is not installed`);
};

/** The file behind a specifier of our own, or undefined for a third party (which is checked on the way). */
const resolveOwn = (file, raw) => {
  const to = raw.replace(/\?.*$/, "");
  if (!to.startsWith(".") && !to.startsWith("#")) return void checkForeign(file, to);
  const alias = to.startsWith("#") ? `${to.split("/")[0]}/*` : undefined;
  if (alias && !aliases[alias]) return void problems.push(`${name(file)}: unknown ${alias}`);
  const target = alias
    ? resolve(root, aliases[alias].replace("*", to.slice(to.indexOf("/") + 1)))
    : resolve(dirname(file), to);
  if (!existsSync(target) || !statSync(target).isFile())
    return void problems.push(`${name(file)}: ${raw} leads nowhere`);
  const [from, into] = [layerOf(file), layerOf(target)];
  if (from === into && alias) problems.push(`${name(file)}: ${raw}: write a relative path within a layer`);
  if (from !== into && !alias) problems.push(`${name(file)}: ${raw}: write #${into}/… across layers`);
  if (from !== into && !layers[from]?.own.includes(into))
    problems.push(`${name(file)}: ${from} may not import ${into} (${raw})`);
  const [feature, other] = [featureOf(file), featureOf(target)];
  if (feature && other && feature !== other)
    problems.push(`${name(file)}: feature ${feature} imports feature ${other}`);
  return target;
};

const findCycles = (graph) => {
  const state = new Map();
  const visit = (file, path) => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      problems.push(`cycle: ${[...path.slice(path.indexOf(file)), file].map(name).join(" → ")}`);
      return;
    }
    state.set(file, "open");
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, "done");
  };
  for (const file of graph.keys()) visit(file, []);
};

const files = walk(resolve(root, "src"));
const graph = new Map();
let edges = 0;
for (const file of files) {
  if (!layers[layerOf(file)]) problems.push(`${name(file)}: ${layerOf(file)} is not a layer`);
  const eager = [];
  for (const one of importsOf(file, readFileSync(file, "utf8"))) {
    edges += 1;
    const target = resolveOwn(file, one.to);
    if (target && one.eager) eager.push(target);
  }
  graph.set(file, eager);
}
findCycles(graph);
if (files.length === 0) problems.push("read no module at all");
for (const problem of [...new Set(problems)].sort()) console.log(problem);
console.log(`graph: ${files.length} modules, ${edges} imports read, ${new Set(problems).size} problems`);
process.exitCode = problems.length ? 1 : 0;
