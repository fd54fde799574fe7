import { DAY_MS } from "#kernel/calendar.ts";
import { incidentGroups, type SeverityId, severities } from "../incidents/catalogue.ts";
import type { Incident } from "../incidents/incident-kinds.ts";
import { isOpen } from "../incidents/incident-order.ts";
import { type EntryLike, type Outage, outagesOf, standing } from "../incidents/outages.ts";

/** The figures of the board, from the records of this device alone; missing is never zero. */
export interface Case {
  readonly incident: Incident;
  /** Its timeline, in any order. */
  readonly entries: readonly EntryLike[];
}

/** How long an incident has been open. */
export const ageSteps = ["hour", "day", "week", "longer"] as const;
export type AgeStep = (typeof ageSteps)[number];

const HOUR_MS = 3_600_000;
const upTo: readonly [AgeStep, number][] = [
  ["hour", HOUR_MS],
  ["day", DAY_MS],
  ["week", 7 * DAY_MS],
];

export function ageOf(since: number, now: number): AgeStep {
  return upTo.find(([, most]) => now - since < most)?.[0] ?? "longer";
}

/** Open incidents by severity and age. */
export function openByAge(cases: readonly Case[], now: number): Record<SeverityId, Record<AgeStep, number>> {
  const none = () => ({ hour: 0, day: 0, week: 0, longer: 0 });
  const found = { 1: none(), 2: none(), 3: none(), 4: none() };
  for (const { incident } of cases) {
    if (isOpen(incident)) found[incident.severity as SeverityId][ageOf(incident.since, now)] += 1;
  }
  return found;
}

const answers: ReadonlySet<string> = new Set(["acknowledged", "working", "escalated", "resolved", "closed"]);

/** When somebody first took it up, Unix ms; null while nobody has. */
export function answeredAt({ entries }: Case): number | null {
  const times = standing(entries).flatMap((entry) =>
    answers.has(entry.body.sort) ? [entry.created.at] : [],
  );
  return times.length > 0 ? Math.min(...times) : null;
}

/** When it worked again for good; null while it is open, or where nobody wrote when. */
export function fixedAt({ incident, entries }: Case): number | null {
  if (isOpen(incident)) return null;
  const times = standing(entries).flatMap(({ body, created }) =>
    body.sort === "resolved" ? [created.at] : [],
  );
  return times.length > 0 ? Math.max(...times) : null;
}

export interface GroupTimes {
  readonly group: number;
  readonly count: number;
  /** Medians in ms; null where there is nothing to measure. */
  readonly answerMs: number | null;
  readonly fixMs: number | null;
  readonly fixed: number;
  /** Answered within the aim of the severity, of those whose aim is counted in minutes and has run out or was met. */
  readonly inTime: number;
  readonly judged: number;
}

/** Time to answer and to fix, by group, of what began at `from` or later; groups without an incident are left out. */
export function timesByGroup(cases: readonly Case[], from: number, now: number): GroupTimes[] {
  const recent = cases.filter(({ incident }) => incident.since >= from);
  return incidentGroups.flatMap(({ id }) => {
    const own = recent.filter(({ incident }) => incident.group === id);
    return own.length > 0 ? [timesOf(id, own, now)] : [];
  });
}

function timesOf(group: number, cases: readonly Case[], now: number): GroupTimes {
  const answered = cases.map((one) => ({ ...one, at: answeredAt(one) }));
  const fixes = cases.flatMap((one) => {
    const at = fixedAt(one);
    return at === null ? [] : [Math.max(0, at - one.incident.since)];
  });
  const judged = answered.flatMap(({ incident, at }) => {
    const minutes = severities.find(({ id }) => id === incident.severity)?.answerMinutes ?? null;
    if (minutes === null) return [];
    const due = incident.since + minutes * 60_000;
    return at === null && now < due ? [] : [at !== null && at <= due];
  });
  return {
    group,
    count: cases.length,
    answerMs: median(
      answered.flatMap(({ incident, at }) => (at === null ? [] : [Math.max(0, at - incident.since)])),
    ),
    fixMs: median(fixes),
    fixed: fixes.length,
    inTime: judged.filter(Boolean).length,
    judged: judged.length,
  };
}

/** The middle one, or the mean of the two in the middle: one incident that lasted a month does not hide the rest. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[half - 1], sorted[half]];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2;
}

/** Outages with the place they hit: the site, else the village, else the commune as a whole (an empty text). */
export function outagesByPlace(cases: readonly Case[]): { place: string; outages: Outage[] }[] {
  return cases.flatMap(({ incident, entries }) => {
    const outages = outagesOf(entries);
    return outages.length > 0 ? [{ place: incident.site ?? incident.village ?? "", outages }] : [];
  });
}
