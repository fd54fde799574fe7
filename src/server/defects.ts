import { errorFacts, type Log } from "./log.ts";

/** Where something of ours went wrong: deciding an op, answering a request, work of its own accord, or none of these. */
export type DefectPlace = "op" | "request" | "job" | "process";

/** One thing that nobody foresaw; where and of which kind, and nothing that anybody wrote. */
export interface Defect {
  readonly at: number;
  readonly place: DefectPlace;
  /** Which op, route or job. */
  readonly what: string;
  readonly failure: string;
}

/** The one handler of what nobody foresaw: it is logged with its stack, counted, and shown to the administrator. */
export interface Defects {
  report(place: DefectPlace, what: string, error: unknown): void;
  /** Since the start. */
  count(): number;
  /** Newest first. */
  latest(): readonly Defect[];
  /** Tells whoever counts. */
  onDefect(listener: (defect: Defect) => void): void;
}

const kept = 20;

export function createDefects({ log, now }: { log: Pick<Log, "write">; now: () => number }): Defects {
  const latest: Defect[] = [];
  const listeners: ((defect: Defect) => void)[] = [];
  let count = 0;
  return {
    report(place, what, error) {
      // A message may quote what somebody wrote: the stack says where it was.
      const { message: _, ...facts } = errorFacts(error);
      log.write("error", "defect", { place, what, ...facts });
      const defect = { at: now(), place, what, failure: String(facts["code"] ?? facts["failure"]) };
      count += 1;
      latest.unshift(defect);
      latest.splice(kept);
      for (const listener of listeners) listener(defect);
    },
    count: () => count,
    latest: () => latest,
    onDefect: (listener) => void listeners.push(listener),
  };
}
