import { strFromU8, unzipSync } from "fflate";
import { builtInFormat, datePartsOf, dateWords } from "./cell-date.ts";
import { formatted } from "./number-format.ts";
import { attribute, elements, textOf } from "./xml.ts";

/**
 * The first sheet that is not hidden, cell by cell as Excel shows it: numbers and dates by the format of their cell, and
 * a cell merged over several rows in each of them. Null when this is no such file.
 */
export function readXlsx(bytes: Uint8Array): string[][] | null {
  const parts = unzipSync(bytes, { filter: ({ name }) => /\.(xml|rels)$/.test(name) });
  const part = (path: string) => {
    const found = Object.keys(parts).find((name) => name.toLowerCase() === path.toLowerCase());
    return found === undefined ? undefined : strFromU8(parts[found] ?? new Uint8Array());
  };
  const workbook = part("xl/workbook.xml");
  const sheet = workbook && part(firstSheet(workbook, part("xl/_rels/workbook.xml.rels") ?? ""));
  if (!workbook || !sheet) return null;
  const look: Look = {
    shared: [...elements(part("xl/sharedStrings.xml") ?? "", "si")].map(({ content }) => runsOf(content)),
    formats: formatsOf(part("xl/styles.xml") ?? ""),
    from1904: /date1904\s*=\s*["'](1|true)["']/.test(workbook),
  };
  const rows = rowsOf(sheet, look);
  fillMerged(rows, sheet);
  return rows;
}

/** What the cells of all sheets refer to. */
interface Look {
  readonly shared: readonly string[];
  /** By the number of the cell's style. */
  readonly formats: readonly string[];
  readonly from1904: boolean;
}

function firstSheet(workbook: string, relations: string): string {
  const sheets = [...elements(workbook, "sheet")].map(({ attributes }) => attributes);
  const shown = sheets.find((one) => !/hidden/i.test(attribute(one, "state") ?? "")) ?? sheets[0] ?? "";
  const id = attribute(shown, "id");
  const relation = [...elements(relations, "Relationship")].find(
    ({ attributes }) => attribute(attributes, "Id") === id,
  );
  const target = attribute(relation?.attributes ?? "", "Target") ?? "worksheets/sheet1.xml";
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

/** The words of a cell, whose letters may be of several looks; how they are pronounced is no part of them. */
function runsOf(content: string): string {
  const seen = content.replace(/<(?:\w+:)?rPh\b[\s\S]*?<\/(?:\w+:)?rPh>/g, "");
  return [...elements(seen, "t")].map((one) => textOf(one.content)).join("");
}

function formatsOf(styles: string): string[] {
  const own = new Map(
    [...elements(styles, "numFmt")].map(({ attributes }) => [
      Number(attribute(attributes, "numFmtId")),
      attribute(attributes, "formatCode") ?? "General",
    ]),
  );
  const [cells] = [...elements(styles, "cellXfs")];
  return [...elements(cells?.content ?? "", "xf")].map(({ attributes }) => {
    const id = Number(attribute(attributes, "numFmtId") ?? 0);
    return own.get(id) ?? builtInFormat(id);
  });
}

const mostColumns = 60;
const mostRow = 1_048_576;

function rowsOf(sheet: string, look: Look): string[][] {
  const rows: string[][] = [];
  let below = 0;
  for (const row of elements(sheet, "row")) {
    const at = Number(attribute(row.attributes, "r") ?? below + 1) - 1;
    below = at + 1;
    if (!row.content.includes("<") || !(at >= 0 && at < mostRow)) continue;
    const cells: string[] = [];
    let next = 0;
    for (const { attributes, content } of elements(row.content, "c")) {
      const column = columnOf(attribute(attributes, "r")) ?? next;
      next = column + 1;
      const words = column < mostColumns ? cellWords(attributes, content, look) : "";
      if (words === "") continue;
      while (cells.length < column) cells.push("");
      cells[column] = words;
    }
    if (cells.length === 0) continue;
    while (rows.length < at) rows.push([]);
    rows[at] = cells;
  }
  return rows;
}

/** A → 0, AB → 27. */
function columnOf(place: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(place ?? "")?.[0];
  if (!letters) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellWords(attributes: string, content: string, { shared, formats, from1904 }: Look): string {
  const type = attribute(attributes, "t") ?? "n";
  if (type === "inlineStr") return runsOf(content);
  const [found] = elements(content, "v");
  const value = textOf(found?.content ?? "");
  if (type === "s") return shared[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type === "d") return value.slice(0, 10);
  if (type !== "n" || value.trim() === "" || !Number.isFinite(Number(value))) return value;
  return numberWords(Number(value), formats[Number(attribute(attributes, "s") ?? 0)] ?? "General", from1904);
}

function numberWords(value: number, format: string, from1904: boolean): string {
  if (format === "General" || format === "@") return plainNumber(value);
  const date = datePartsOf(format);
  if (date) return dateWords(value, date, from1904) ?? plainNumber(value);
  return formatted(value, format) ?? plainNumber(value);
}

/** All digits of a long number, and none of the noise behind the fifteenth. */
function plainNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return String(Number(value.toPrecision(15)));
}

const mostMerges = 5000;

/** Only downwards, and only into rows that say something of their own. */
function fillMerged(rows: string[][], sheet: string): void {
  for (const { attributes } of [...elements(sheet, "mergeCell")].slice(0, mostMerges)) {
    const [from = "", to = ""] = (attribute(attributes, "ref") ?? "").split(":");
    const column = columnOf(from);
    const [top, bottom] = [rowOf(from), Math.min(rowOf(to), rows.length - 1)];
    const words = column === undefined ? undefined : rows[top]?.[column];
    if (column === undefined || !words) continue;
    for (let at = top + 1; at <= bottom; at++) {
      const row = rows[at] ?? [];
      if (row.every((cell) => cell === "")) continue;
      while (row.length <= column) row.push("");
      row[column] = words;
    }
  }
}

function rowOf(place: string): number {
  return Number(/\d+$/.exec(place)?.[0] ?? 0) - 1;
}
