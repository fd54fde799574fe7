import type { Spread, TallyRead } from "./tally.ts";

export interface Run {
  readonly what: "morning" | "reconnect";
  readonly database: string;
  readonly processes: number;
  readonly communes: number;
  readonly devices: number;
  readonly seconds: number;
  /** Processor seconds of the servers, and of this generator. */
  readonly cpu: number;
  readonly generatorCpu: number;
  /** Devices that ran out of patience, and ops that are still only on devices. */
  readonly gaveUp: number;
  readonly unsent: number;
  readonly mostTries: number;
  readonly read: TallyRead;
  readonly server: readonly Readonly<Record<string, number>>[];
}

export function printReport(run: Run): void {
  const { read, seconds, cpu } = run;
  const taken = Object.values(read.receipts).reduce((sum, count) => sum + count, 0);
  const requests = Object.values(read.answers).reduce((sum, count) => sum + count, 0);
  const perSecond = (count: number) => (count / seconds).toFixed(0);
  const lines = [
    `${run.what}: ${run.devices} devices on ${run.database}, ${run.processes} process(es), ${seconds.toFixed(1)} s`,
    `requests      ${requests} (${perSecond(requests)}/s)`,
    `ops           ${taken} (${perSecond(taken)}/s) ${JSON.stringify(read.receipts)}`,
    `rows sent     ${read.rows} (${perSecond(read.rows)}/s)`,
    spread("exchange", read.exchanges),
    spread("renewal", read.renewals),
    spread("deed→receipt", read.deedToReceipt),
    spread("told to wait", read.waits),
    `answers       ${JSON.stringify(read.answers)}`,
    `most tries    ${run.mostTries}; gave up ${run.gaveUp}; unsent ${run.unsent}`,
    `processor     servers ${cpu.toFixed(1)} s (${((cpu / seconds) * 100).toFixed(0)} % of one core), generator ${run.generatorCpu.toFixed(1)} s`,
    ...run.server.map(
      (metrics, i) =>
        `process ${i + 1}     event loop p99 ${(1000 * (metrics["sotruc_nodejs_eventloop_lag_p99_seconds"] ?? 0)).toFixed(0)} ms, memory ${Math.round((metrics["sotruc_process_resident_memory_bytes"] ?? 0) / 1e6)} MB`,
    ),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function spread(name: string, { count, p50, p95, p99, max }: Spread): string {
  return `${name.padEnd(13)} ${count} × p50 ${p50} p95 ${p95} p99 ${p99} max ${max} ms`;
}
