import { fromOld, type OldLetters, oldTextIn } from "#kernel/old-letters.ts";

/** Cells written for fonts of before Unicode, and the sheet as it reads with them converted. */
export interface OldCells {
  readonly letters: OldLetters;
  readonly count: number;
  readonly examples: readonly { readonly before: string; readonly after: string }[];
  readonly rows: readonly (readonly string[])[];
}

const shown = 5;

/**
 * Null where no cell is old. A cell that could be either goes with its column: *Phó* among old names is *Phú*.
 */
export function oldCellsIn(rows: readonly (readonly string[])[]): OldCells | null {
  const changed = new Map<string, string>();
  const tally = { tcvn3: 0, vni: 0 };
  const columns = columnsOf(rows);
  const converted = rows.map((row) =>
    row.map((cell, column) => {
      const own = oldTextIn(cell);
      const letters = own?.letters ?? columns[column];
      const after = own?.text ?? (letters && /[\u00a1-\u00ff]/.test(cell) ? fromOld(cell, letters) : cell);
      if (after === cell || !letters) return cell;
      tally[letters] += 1;
      changed.set(cell, after);
      return after;
    }),
  );
  if (changed.size === 0) return null;
  return {
    letters: tally.vni > tally.tcvn3 ? "vni" : "tcvn3",
    count: tally.tcvn3 + tally.vni,
    examples: [...changed].slice(0, shown).map(([before, after]) => ({ before, after })),
    rows: converted,
  };
}

/** The letters of a column most of whose cells with accents are old. */
function columnsOf(rows: readonly (readonly string[])[]): (OldLetters | undefined)[] {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: width }, (_, column) => {
    const cells = rows.map((row) => row[column] ?? "");
    const old = cells.flatMap((cell) => oldTextIn(cell)?.letters ?? []);
    const modern = cells.filter((cell) => /[\u0102-\u01b0\u1ea0-\u1ef9]/.test(cell)).length;
    return old.length >= modern ? old[0] : undefined;
  });
}
