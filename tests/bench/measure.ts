/** One number of the bench. `times` is a ratio against a raw baseline that ran side by side. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: "times" | "ms" | "requests" | "KiB" | "percent" | "per second";
  /** At most this; left out where a number only informs. */
  readonly aim?: number;
  /** What the value was made of. */
  readonly detail: string;
}

/** A pair of runs, ours and the baseline's, in ms. */
export interface Pair {
  readonly ours: Run;
  readonly raw: Run;
}

export interface Run {
  readonly ms: number;
  /** Of it, waiting for the server and its link. */
  readonly linkMs?: number;
}

/** Runs both in turns, each first as often as the other, so that what else the machine does hits both alike. */
export async function sideBySide(
  count: number,
  ours: (round: number) => Promise<Run>,
  raw: (round: number) => Promise<Run>,
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

/** The ratio of the medians; how the slowest of both compare stands beside it. */
export function ratioOf(name: string, pairs: readonly Pair[], aim?: number): Measure {
  const [ours, raw] = [pairs.map((pair) => pair.ours), pairs.map((pair) => pair.raw)];
  const [slow, slowRaw] = [percentile(ours.map(msOf), 0.95), percentile(raw.map(msOf), 0.95)];
  const p95 = `p95 ${milliseconds(slow)} against ${milliseconds(slowRaw)}: ${(slow / slowRaw).toFixed(2)} ×`;
  return {
    name,
    value: median(ours.map(msOf)) / median(raw.map(msOf)),
    unit: "times",
    ...(aim === undefined ? {} : { aim }),
    detail: `p50 ${timeOf(ours)} against ${timeOf(raw)}; ${p95}; ${pairs.length} pairs`,
  };
}

const msOf = ({ ms }: Run): number => ms;

/** The value below which so large a share of them lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function timeOf(runs: readonly Run[]): string {
  const link = runs.flatMap(({ linkMs }) => linkMs ?? []);
  const whole = milliseconds(median(runs.map(({ ms }) => ms)));
  return link.length === 0 ? whole : `${whole} (link and server ${milliseconds(median(link))})`;
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
