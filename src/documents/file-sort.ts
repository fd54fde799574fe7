/** What a file is by its first bytes and by the names in its archive, whatever it is called. */
export type FileSort =
  | "xlsx"
  | "text"
  | "xls"
  | "locked"
  | "ods"
  | "xlsb"
  | "numbers"
  | "word"
  | "pdf"
  | "picture"
  | "page"
  | "archive";

const starts: readonly (readonly [FileSort, readonly number[]])[] = [
  ["pdf", [0x25, 0x50, 0x44, 0x46]],
  ["picture", [0xff, 0xd8, 0xff]],
  ["picture", [0x89, 0x50, 0x4e, 0x47]],
  ["picture", [0x47, 0x49, 0x46, 0x38]],
  // Excel before 97 wrote its records without a container.
  ["xls", [0x09, 0x08]],
  ["xls", [0x09, 0x04]],
  ["archive", [0x52, 0x61, 0x72, 0x21]],
  ["archive", [0x37, 0x7a, 0xbc, 0xaf]],
];
const container = [0xd0, 0xcf, 0x11, 0xe0];
const zip = [0x50, 0x4b];

export function sortOfFile(bytes: Uint8Array): FileSort {
  const begins = (start: readonly number[]) => start.every((byte, at) => bytes[at] === byte);
  if (begins(zip)) return sortOfArchive(latin(bytes));
  // A workbook with a password is a container of its own, with the name of its stream in UTF-16.
  if (begins(container)) {
    const names = latin(bytes);
    if (names.includes(wide("EncryptedPackage"))) return "locked";
    return names.includes(wide("WordDocument")) ? "word" : "xls";
  }
  const known = starts.find(([, start]) => begins(start))?.[0];
  if (known) return known;
  const head = latin(bytes.subarray(0, 2000)).trimStart().toLowerCase();
  return /^(ï»¿)?\s*<(!doctype|html|table|meta|head|\?xml)/.test(head) ? "page" : "text";
}

function sortOfArchive(names: string): FileSort {
  if (names.includes("opendocument.spreadsheet")) return "ods";
  if (names.includes("xl/workbook.bin")) return "xlsb";
  if (names.includes("Index/Document.iwa")) return "numbers";
  if (names.includes("word/document.xml")) return "word";
  return names.includes("xl/workbook.xml") ? "xlsx" : "archive";
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

function wide(text: string): string {
  return [...text].join("\0");
}
