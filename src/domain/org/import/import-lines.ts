/** What an import says of one line: a code that the screen has words for, and what the line said. */
export interface LineNote {
  readonly code: string;
  /** As it stands in the spreadsheet. */
  readonly value?: string;
  /** The other line it is about. */
  readonly line?: number;
}

/**
 * `new` will be made, `same` is there already word for word, `differs` is there and says something else, `wrong` cannot
 * be written. Lines keep the numbers of the spreadsheet, so that each can be found again.
 */
export type LineState = "new" | "same" | "differs" | "wrong";

export interface PlannedLine {
  readonly line: number;
  readonly state: LineState;
  /** Why it cannot be written. */
  readonly wrong: readonly LineNote[];
  /** Worth a look, and no hindrance. */
  readonly look: readonly LineNote[];
  /** Fields in which the record differs from the line. */
  readonly changes: readonly string[];
}

export const mostLines = { people: 500, equipment: 2000 } as const;
export type ImportKind = keyof typeof mostLines;

/** First line on which each key stands, and the lines that repeat it. */
export function repeatedOn(keys: readonly (readonly [line: number, key: string])[]): Map<number, number> {
  const first = new Map<string, number>();
  const repeats = new Map<number, number>();
  for (const [line, key] of keys) {
    if (key === "") continue;
    const known = first.get(key);
    if (known === undefined) first.set(key, line);
    else repeats.set(line, known);
  }
  return repeats;
}

export function stateOf(wrong: readonly LineNote[], isKnown: boolean, changes: readonly string[]): LineState {
  if (wrong.length > 0) return "wrong";
  if (!isKnown) return "new";
  return changes.length > 0 ? "differs" : "same";
}
