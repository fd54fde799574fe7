import type { ImportKind } from "#domain/org/import/import-lines.ts";
import type { Text } from "../../../i18n/i18n.ts";

/** A spreadsheet with the headings that the import knows, and one line to show the way. */
export function sampleFile(what: ImportKind, t: Text): { readonly href: string; readonly download: string } {
  const rows = [t(`sampleFile.${what}.heads`), t(`sampleFile.${what}.line`)].map((row) =>
    row
      .split("|")
      .map((cell) => quoted(cell.trim()))
      .join(","),
  );
  // The mark at the beginning tells Excel that this is UTF-8.
  const text = `\ufeff${rows.join("\r\n")}\r\n`;
  return {
    href: `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`,
    download: t(`sampleFile.${what}.name`),
  };
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
