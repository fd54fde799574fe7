import type { Answer } from "./wire.ts";

/** What happened, as numbers: every answer by its status, and how long things took. */
export interface Tally {
  asked(path: string, answer: Answer): void;
  done(): void;
  received(outcome: string, ageMs: number): void;
  rows(count: number): void;
  read(): TallyRead;
}

export interface TallyRead {
  readonly deeds: number;
  readonly receipts: Readonly<Record<string, number>>;
  readonly rows: number;
  /** `path status code` → how many. */
  readonly answers: Readonly<Record<string, number>>;
  /** Waits that refusals told, ms. */
  readonly waits: Spread;
  /** Answers of exchanges that were taken, ms. */
  readonly exchanges: Spread;
  readonly renewals: Spread;
  /** From saving a deed to its receipt, waits included, ms. */
  readonly deedToReceipt: Spread;
}

export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export function createTally(): Tally {
  const answers = new Map<string, number>();
  const receipts = new Map<string, number>();
  const exchanges: number[] = [];
  const renewals: number[] = [];
  const waits: number[] = [];
  const ages: number[] = [];
  let rows = 0;
  let deeds = 0;
  return {
    asked(path, { status, body, ms }) {
      const code = body?.error?.code as string | undefined;
      const name = [path, status === 0 ? "no answer" : status, code]
        .filter((part) => part !== undefined)
        .join(" ");
      answers.set(name, (answers.get(name) ?? 0) + 1);
      if (status === 429) waits.push(Number(body?.error?.waitMs ?? 0));
      if (status === 200) (path === "/api/exchange" ? exchanges : renewals).push(ms);
    },
    done() {
      deeds += 1;
    },
    received(outcome, ageMs) {
      receipts.set(outcome, (receipts.get(outcome) ?? 0) + 1);
      ages.push(ageMs);
    },
    rows(count) {
      rows += count;
    },
    read: () => ({
      deeds,
      rows,
      receipts: Object.fromEntries(receipts),
      answers: Object.fromEntries([...answers].sort()),
      waits: spreadOf(waits),
      exchanges: spreadOf(exchanges),
      renewals: spreadOf(renewals),
      deedToReceipt: spreadOf(ages),
    }),
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
