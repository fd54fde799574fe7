import { existsSync, readdirSync, readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";

/** What is written for people about the program, read as it stands. */
export const root = resolve(import.meta.dirname, "../../..");
export const papers = [
  "README.md",
  "src/ARCHITECTURE.md",
  "src/protocol/PROTOCOL.md",
  "src/domain/GLOSSARY.md",
  "src/server/SCALE.md",
];

export const read = (path: string) => readFileSync(resolve(root, path), "utf8");
export const isThere = (path: string) => existsSync(resolve(root, path));

/** From a heading to the next one of its rank. */
export function section(text: string, heading: string): string {
  const [, after] = text.split(`\n## ${heading}`);
  if (after === undefined) throw new Error(`No section ${heading}`);
  return after.split("\n## ")[0] ?? "";
}

/** What stands between backticks, outside blocks of commands. */
export function codeIn(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
}

/** The first cells of a table's rows. */
export function firstCells(text: string): string[] {
  return [...text.matchAll(/^\| (.+?) \|/gm)].map((match) => match[1] ?? "");
}

/** Every file under a folder whose name ends so. */
export function filesUnder(folder: string, ends: RegExp): string[] {
  return readdirSync(resolve(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ends.test(entry.name))
    .map((entry) => relative(root, resolve(entry.parentPath, entry.name)).split(sep).join("/"));
}
