import { accept, type Result, refuse } from "#kernel/result.ts";
import { parseCsv } from "./csv.ts";

/** The first sheet of a spreadsheet as words, row by row. The reader of .xlsx is fetched only when such a file is opened. */
export interface SheetText {
  readonly rows: readonly (readonly string[])[];
}

export type SheetRefusal =
  | "sheet-too-large"
  | "sheet-not-known"
  | "sheet-broken"
  | "sheet-not-utf8"
  | "sheet-empty";

const mostFileBytes = 2 * 1024 * 1024;
const mostUnpackedBytes = 60 * 1024 * 1024;
const mostRows = 2100;
const mostColumns = 60;

export async function readSpreadsheet(file: Blob): Promise<Result<SheetText, SheetRefusal>> {
  if (file.size > mostFileBytes) return refuse("sheet-too-large", { megabytes: mostFileBytes / 1024 / 1024 });
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) return refuse("sheet-empty");
  const rows = isZip(bytes) ? await readXlsx(bytes) : readCsv(bytes);
  if (!rows.ok) return rows;
  const trimmed = rows.value.map((row) => row.slice(0, mostColumns));
  if (trimmed.length > mostRows) return refuse("sheet-too-large", { rows: mostRows });
  if (trimmed.every((row) => row.every((cell) => cell.trim() === ""))) return refuse("sheet-empty");
  return accept({ rows: trimmed });
}

type Rows = Result<string[][], SheetRefusal>;

async function readXlsx(bytes: Uint8Array<ArrayBuffer>): Promise<Rows> {
  if (unpackedSize(bytes) > mostUnpackedBytes) return refuse("sheet-too-large", { megabytes: 2 });
  const { readSheet } = await import("read-excel-file/universal");
  try {
    const rows = await readSheet(bytes.buffer);
    return accept(rows.map((row) => row.map(words)));
  } catch {
    return refuse("sheet-broken");
  }
}

function words(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).normalize("NFC");
}

function readCsv(bytes: Uint8Array): Rows {
  const text = decode(bytes);
  if (text === null) return refuse("sheet-not-utf8");
  if (text.includes("\u0000")) return refuse("sheet-not-known");
  const rows = parseCsv(text);
  return rows === null ? refuse("sheet-broken") : accept(rows.map((row) => row.map(words)));
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

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
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
