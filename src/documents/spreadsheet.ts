import { accept, type Result, refuse } from "#kernel/result.ts";
import { cleanLine } from "#kernel/text.ts";
import { parseCsv } from "./csv.ts";
import { type FileSort, sortOfFile } from "./file-sort.ts";

/** The first sheet of a spreadsheet as words, row by row. The reader of .xlsx is fetched only when such a file is opened. */
export interface SheetText {
  readonly rows: readonly (readonly string[])[];
}

/** `sheet-other` says in its fact `sort` what the file is instead. */
export type SheetRefusal =
  | "sheet-too-large"
  | "sheet-not-known"
  | "sheet-other"
  | "sheet-broken"
  | "sheet-not-utf8"
  | "sheet-empty";

const mostFileBytes = 2 * 1024 * 1024;
const mostUnpackedBytes = 60 * 1024 * 1024;
/** Rows that say something; how many of them are lines of people or things is counted later. */
const mostRows = 10_000;
const mostColumns = 60;

export async function readSpreadsheet(file: Blob): Promise<Result<SheetText, SheetRefusal>> {
  if (file.size > mostFileBytes) return refuse("sheet-too-large", { megabytes: mostFileBytes / 1024 / 1024 });
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) return refuse("sheet-empty");
  const rows = await readRows(bytes, sortOfFile(bytes));
  if (!rows.ok) return rows;
  const trimmed = withoutTail(rows.value.map((row) => row.slice(0, mostColumns)));
  if (trimmed.length === 0) return refuse("sheet-empty");
  if (trimmed.filter((row) => !isBlank(row)).length > mostRows)
    return refuse("sheet-too-large", { rows: mostRows });
  return accept({ rows: trimmed });
}

/** Rows that were only coloured or ruled, or emptied, go on below the last line. */
function withoutTail(rows: string[][]): string[][] {
  return rows.slice(0, rows.findLastIndex((row) => !isBlank(row)) + 1);
}

function isBlank(row: readonly string[]): boolean {
  return row.every((cell) => cleanLine(cell) === "");
}

type Rows = Result<string[][], SheetRefusal>;

async function readRows(bytes: Uint8Array<ArrayBuffer>, sort: FileSort): Promise<Rows> {
  if (sort === "text") return readCsv(bytes);
  if (sort === "archive" && !hasEnd(bytes)) return refuse("sheet-broken");
  if (sort !== "xlsx") return refuse("sheet-other", { sort });
  if (unpackedSize(bytes) > mostUnpackedBytes) return refuse("sheet-too-large", { megabytes: 2 });
  const { readXlsx } = await import("./xlsx/read-xlsx.ts");
  try {
    const rows = readXlsx(bytes);
    return rows
      ? accept(rows.map((row) => row.map((cell) => cell.normalize("NFC"))))
      : refuse("sheet-broken");
  } catch {
    return refuse("sheet-broken");
  }
}

function readCsv(bytes: Uint8Array): Rows {
  const text = decode(bytes);
  if (text === null) return refuse("sheet-not-utf8");
  if (text.includes("\u0000")) return refuse("sheet-not-known");
  const rows = parseCsv(text);
  return rows === null
    ? refuse("sheet-broken")
    : accept(rows.map((row) => row.map((cell) => cell.normalize("NFC"))));
}

/** UTF-8, or what Excel calls Unicode text; a code page of old cannot be told from another and is not guessed. */
function decode(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** An archive ends in its directory; one that was cut off while it was copied does not. */
function hasEnd(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(-70_000)).includes("PK\u0005\u0006");
}

/** What the archive says it holds once unpacked, by its central directory: a small file may hold gigabytes. */
function unpackedSize(bytes: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(bytes.buffer);
  let size = 0;
  for (let at = 0; at + 46 <= bytes.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) size += view.getUint32(at + 24, true);
  }
  return size;
}
