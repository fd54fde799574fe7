import { fold } from "#kernel/text.ts";
import type { ImportKind } from "./import-lines.ts";

/** Which column of a spreadsheet holds which field, guessed from its heading; a person can choose otherwise. */
export const importFields = {
  people: ["name", "account", "roles", "units", "villages", "sites"],
  equipment: ["code", "name", "place", "sort", "site", "serial", "supplier", "warrantyUntil", "note"],
} as const satisfies Record<ImportKind, readonly string[]>;

const headings: Readonly<Record<ImportKind, Readonly<Record<string, readonly string[]>>>> = {
  people: {
    name: ["ho va ten", "ho ten", "ho, ten", "ten can bo", "can bo", "ten", "full name", "name"],
    account: ["tai khoan", "ten dang nhap", "ten tai khoan", "account", "user"],
    roles: ["vai tro", "quyen", "nhom quyen", "role", "roles"],
    units: ["don vi", "phong ban", "phong", "co quan", "don vi cong tac", "unit", "units"],
    villages: [
      ...["dia ban", "dia ban phu trach", "xom", "thon", "ban", "buon", "to dan pho", "xom/thon", "thon/xom"],
      ...["ap", "khom", "khu pho", "village", "villages"],
    ],
    sites: [
      ...["diem kiem tra", "diem kiem tra phu trach", "diem phu trach", "diem truc", "diem", "noi kiem"],
      ...["diem tiep nhan", "co so", "dia diem", "kiosk", "site", "sites", "check site", "check sites"],
    ],
  },
  equipment: {
    code: ["ma", "ma thiet bi", "ma so", "ma tai san", "so the", "so the tai san", "code"],
    name: ["ten thiet bi", "thiet bi", "ten tai san", "ten", "name"],
    place: ["noi dat", "vi tri", "noi de", "noi su dung", "place"],
    sort: ["loai", "loai thiet bi", "chung loai", "nhom", "sort", "type"],
    site: ["diem kiem tra", "noi kiem", "diem", "dia diem", "co so", "site"],
    serial: ["so may", "so seri", "so se-ri", "seri", "so serial", "serial", "s/n", "so hieu"],
    supplier: ["nha cung cap", "don vi cung cap", "noi ban", "noi mua", "hang cung cap", "supplier"],
    warrantyUntil: [
      ...["bao hanh", "bao hanh den", "bao hanh den ngay", "han bao hanh", "het bao hanh"],
      ...["ngay het bao hanh", "het han bao hanh", "bao hanh het", "warranty", "warranty end"],
    ],
    note: ["ghi chu", "note"],
  },
};

export interface Columns {
  /** The row of the headings, counted from 0; −1 where none was found. */
  readonly header: number;
  /** Field → column; −1 where there is none. */
  readonly of: Readonly<Record<string, number>>;
  /** What each column is called; a heading of two rows is one. */
  readonly names: readonly string[];
}

const looked = 15;

/** The row among the first that names the most fields, at least the ones without which nothing can be read. */
export function guessColumns(kind: ImportKind, rows: readonly (readonly string[])[]): Columns {
  const none: Columns = {
    header: -1,
    of: Object.fromEntries(importFields[kind].map((field) => [field, -1])),
    names: rows[0] ?? [],
  };
  let best = none;
  let most = 0;
  const first = rows.slice(0, looked);
  const one = first.map((row, at) => ({ header: at, cells: row.map((cell) => [cell]) }));
  const two = first.map((row, at) => ({ header: at + 1, cells: headsOfTwo(row, rows[at + 1] ?? []) }));
  // A heading of two rows only where that finds more.
  for (const { header, cells } of [...one, ...two]) {
    const { of, found } = fieldsIn(kind, cells);
    if (found <= most) continue;
    best = { header, of, names: cells.map((ways) => ways[0] ?? "") };
    most = found;
  }
  return best;
}

/**
 * A heading over two rows: what stands below, with what stands above it or further left there, and each alone. A line of
 * people or things below a heading of one row adds no name of a field to it.
 */
function headsOfTwo(above: readonly string[], below: readonly string[]): string[][] {
  let over = "";
  return Array.from({ length: Math.max(above.length, below.length) }, (_, at) => {
    const [head, own] = [(above[at] ?? "").trim(), (below[at] ?? "").trim()];
    if (head !== "") over = head;
    if (own === "" || own === head) return [head];
    return over === "" ? [own] : [`${over} ${own}`, own, ...(head === "" ? [] : [head])];
  });
}

/** The column of each field, whose heading may be said in several ways: what says it best comes first. */
function fieldsIn(kind: ImportKind, cells: readonly (readonly string[])[]) {
  const ways = cells.map((texts) =>
    texts.map((text) => [bareHead(text), bareHead(text.replace(/\([^)]*\)/g, ""))]),
  );
  const most = Math.max(0, ...ways.map(({ length }) => length));
  const taken = new Set<number>();
  const columnOf = (words: readonly string[]) => {
    for (let way = 0; way < most; way++) {
      const column = ways.findIndex(
        (texts, at) => !taken.has(at) && texts[way]?.some((text) => words.includes(text)),
      );
      if (column >= 0) return column;
    }
    return -1;
  };
  const of = Object.fromEntries(
    importFields[kind].map((field) => {
      const column = columnOf(headings[kind][field] ?? []);
      if (column >= 0) taken.add(column);
      return [field, column];
    }),
  );
  return { of, found: taken.size };
}

function bareHead(text: string): string {
  return fold(text)
    .replace(/[*:()]/g, "")
    .trim();
}

/** The rows below the headings by field, empty ones left out, with their numbers in the spreadsheet. */
export function linesOf(
  kind: ImportKind,
  rows: readonly (readonly string[])[],
  { header, of }: Columns,
): ({ readonly line: number } & Readonly<Record<string, string>>)[] {
  return rows.flatMap((row, at) => {
    if (at <= header || row.every((cell) => cell.trim() === "")) return [];
    const fields = Object.fromEntries(
      importFields[kind].map((field) => [field, (row[of[field] ?? -1] ?? "").trim()]),
    );
    if (Object.values(fields).every((value) => value === "")) return [];
    return [{ ...fields, line: at + 1 } as { readonly line: number } & Record<string, string>];
  });
}
