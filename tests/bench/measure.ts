/** One number of the bench. `times` is a ratio against a raw baseline that ran side by side. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: "times" | "ms" | "requests" | "KiB" | "per second";
  /** At most this; left out where a number only informs. */
  readonly aim?: number;
  /** What the value was made of. */
  readonly detail: string;
}

/** A pair of runs, ours and the baseline's, in ms. */
export interface Pair {
  readonly ours: number;
  readonly raw: number;
}

/** Runs both in turns, each first as often as the other, so that what else the machine does hits both alike. */
export async function sideBySide(
  count: number,
  ours: (round: number) => Promise<number>,
  raw: (round: number) => Promise<number>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < count; round++) {
    if (round % 2 === 0) {
      const first = await ours(round);
      pairs.push({ ours: first, raw: await raw(round) });
    } else {
      const first = await raw(round);
      pairs.push({ ours: await ours(round), raw: first });
    }
  }
  return pairs;
}

export function ratioOf(name: string, pairs: readonly Pair[], aim?: number): Measure {
  const [ours, raw] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.raw))];
  return {
    name,
    value: ours / raw,
    unit: "times",
    ...(aim === undefined ? {} : { aim }),
    detail: `${milliseconds(ours)} against ${milliseconds(raw)}, medians of ${pairs.length}`,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export function milliseconds(ms: number): string {
  return ms < 100 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

/** A part that looked at nothing must not pass for a fast one. */
export function mustBe(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${what}: ${found} instead of ${wanted}`);
}
