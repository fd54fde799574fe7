import { securityGroup } from "../incidents/incident-states.ts";
import { type SymptomKind, symptomKindOf } from "./symptom-kinds.ts";
import { phraseKey, phrasesIn } from "./symptom-phrases.ts";

/** An incident of the commune, as far as its symptoms go. */
export interface PastIncident {
  readonly group: number;
  readonly since: number;
  readonly title: string;
  readonly note?: string | undefined;
  /** Of its thing in the register. */
  readonly sort?: string | undefined;
}

export const mostSymptoms = 6;
/** Said once it may be anything; said again it is a symptom. */
const leastIncidents = 2;
export const halfLifeDays = 60;
export const lookBackDays = 180;
const dayMs = 86_400_000;

interface Learnt {
  readonly key: string;
  readonly spellings: Map<string, number>;
  incidents: number;
  weight: number;
}

/**
 * What the commune's own incidents of a kind said most, the later the weightier: one count an incident, spelt as most
 * often, with accents where anybody wrote them. Nothing is learnt from security incidents.
 */
export function learntSymptoms(
  incidents: readonly PastIncident[],
  kind: SymptomKind,
  { now, people }: { readonly now: number; readonly people: ReadonlySet<string> },
): string[] {
  const known = new Map<string, Learnt>();
  for (const { note, since, sort, title, group } of incidents) {
    if (!note || group === securityGroup || symptomKindOf({ sort, name: title, group }) !== kind) continue;
    const weight = 0.5 ** (Math.max(0, now - since) / dayMs / halfLifeDays);
    for (const { key, text } of phrasesIn(note, people)) {
      const one = known.get(key) ?? { key, spellings: new Map<string, number>(), incidents: 0, weight: 0 };
      one.incidents += 1;
      one.weight += weight;
      one.spellings.set(text, (one.spellings.get(text) ?? 0) + 1);
      known.set(key, one);
    }
  }
  return [...known.values()]
    .filter((one) => one.incidents >= leastIncidents)
    .sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
    .slice(0, mostSymptoms)
    .map(bestSpelling);
}

/** The commune's own first, then those that everybody knows, none twice. */
export function offeredSymptoms(learnt: readonly string[], defaults: readonly string[]): string[] {
  const offered = new Map<string, string>();
  for (const text of [...learnt, ...defaults]) {
    const key = phraseKey(text);
    if (key !== "" && !offered.has(key)) offered.set(key, text);
  }
  return [...offered.values()].slice(0, mostSymptoms);
}

function bestSpelling({ spellings }: Learnt): string {
  const accents = (text: string) => text.normalize("NFD").replace(/\P{M}/gu, "").length;
  const rated = [...spellings].sort(
    ([a, often], [b, oftener]) =>
      Number(accents(b) > 0) - Number(accents(a) > 0) || oftener - often || (a < b ? -1 : 1),
  );
  return rated[0]?.[0] ?? "";
}
