import type { ImportKind } from "#domain/org/import/import-lines.ts";

/** A spreadsheet with nothing but the headings that the import knows, and one line to show the way. */
const lines: Readonly<Record<ImportKind, readonly (readonly string[])[]>> = {
  people: [
    ["Họ và tên", "Tài khoản", "Vai trò", "Đơn vị", "Địa bàn"],
    ["Cán bộ một cửa 9", "motcua9", "một cửa", "Trung tâm Phục vụ hành chính công", ""],
  ],
  equipment: [
    ["Mã thiết bị", "Tên thiết bị", "Nơi đặt", "Loại", "Nơi kiểm", "Ghi chú"],
    ["TB-001", "Máy in quầy 1", "Quầy 1", "Máy in", "", ""],
  ],
};

export function sampleFile(what: ImportKind): { readonly href: string; readonly download: string } {
  // The mark at the beginning tells Excel that this is UTF-8.
  const text = `\ufeff${lines[what].map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
  const name = what === "people" ? "mau-can-bo.csv" : "mau-thiet-bi.csv";
  return { href: `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`, download: name };
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
