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
  /** `commune`: whose op or request it was; without it, it is the whole server's. */
  report(place: DefectPlace, what: string, error: unknown, commune?: string): void;
  /** What concerns a commune: its own and the server's, never another's. Since the start; newest first. */
  of(commune: string): { readonly count: number; readonly latest: readonly Defect[] };
  /** Tells whoever counts. */
  onDefect(listener: (defect: Defect) => void): void;
}

const kept = 20;
/** Under this name lies what is no commune's. */
const wholeServer = "";

interface Told {
  count: number;
  readonly latest: Defect[];
}

export function createDefects({ log, now }: { log: Pick<Log, "write">; now: () => number }): Defects {
  const byCommune = new Map<string, Told>();
  const listeners: ((defect: Defect) => void)[] = [];
  const toldOf = (commune: string): Told => byCommune.get(commune) ?? { count: 0, latest: [] };
  return {
    report(place, what, error, commune = wholeServer) {
      // A message may quote what somebody wrote: the stack says where it was.
      const { message: _, ...facts } = errorFacts(error);
      log.write("error", "defect", { place, what, ...facts });
      const defect = { at: now(), place, what, failure: String(facts["code"] ?? facts["failure"]) };
      const told = toldOf(commune);
      told.count += 1;
      told.latest.unshift(defect);
      told.latest.splice(kept);
      byCommune.set(commune, told);
      for (const listener of listeners) listener(defect);
    },
    of(commune) {
      const [own, server] = [toldOf(commune), toldOf(wholeServer)];
      const latest = [...own.latest, ...server.latest].sort((a, b) => b.at - a.at).slice(0, kept);
      return { count: own.count + server.count, latest };
    },
    onDefect: (listener) => void listeners.push(listener),
  };
}
