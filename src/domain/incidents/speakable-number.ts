/** Numbers that can be read over the telephone: `SC-NT-014-A`, counted by each device apart. */
export interface NumberParts {
  readonly code: string;
  readonly count: number;
  readonly letter: string;
}

export function formatNumber({ code, count, letter }: NumberParts): string {
  return `SC-${code}-${String(count).padStart(3, "0")}-${letter}`;
}

export function parseNumber(text: string): NumberParts | null {
  const found = /^SC-([A-Z]{2,6})-(\d{3,})-([A-Z]{1,3}\d*)$/.exec(text);
  return found ? { code: found[1] ?? "", count: Number(found[2]), letter: found[3] ?? "" } : null;
}

/** The count after the highest that this device is known to have used, never below what it remembers. */
export function nextCount(letter: string, seen: Iterable<string>, remembered: number): number {
  let highest = remembered;
  for (const text of seen) {
    const parts = parseNumber(text);
    if (parts && parts.letter === letter) highest = Math.max(highest, parts.count);
  }
  return highest + 1;
}
