export type Range = [from: number, to: number];

/** These numbers added to ascending ranges; neighbours become one. */
export function withNumbers(ranges: readonly Range[], ns: readonly number[]): Range[] {
  if (ns.length === 0) return [...ranges];
  const merged: Range[] = [];
  const parts = [...ranges, ...ns.map((n): Range => [n, n])].sort((a, b) => a[0] - b[0]);
  for (const [from, to] of parts) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** What to delete and what to write when these numbers are added; a range is known by where it begins. */
export function rangesChanged(
  before: readonly Range[],
  ns: readonly number[],
): { gone: Range[]; put: Range[] } {
  const after = withNumbers(before, ns);
  const ends = new Map(before);
  const begins = new Set(after.map(([from]) => from));
  return {
    gone: before.filter(([from]) => !begins.has(from)),
    put: after.filter(([from, to]) => ends.get(from) !== to),
  };
}
