import type { CalendarDay } from "#kernel/calendar.ts";
import type { SupportVisit } from "./support-kinds.ts";

/** Sums over visits. A village without visits has no entry here: missing is not zero. */
export interface VisitCounts {
  readonly visits: number;
  readonly people: number;
  readonly byVillage: ReadonlyMap<string, number>;
  readonly bySort: ReadonlyMap<string, number>;
  readonly byGroup: ReadonlyMap<string, number>;
}

/** The key under which visits at the counter, which have no village, are counted. */
export const atCentre = "";

export function countVisits(
  visits: readonly Pick<SupportVisit, "village" | "sort" | "people" | "groups">[],
): VisitCounts {
  const byVillage = new Map<string, number>();
  const bySort = new Map<string, number>();
  const byGroup = new Map<string, number>();
  let people = 0;
  for (const visit of visits) {
    people += visit.people;
    add(byVillage, visit.village ?? atCentre, 1);
    add(bySort, visit.sort, 1);
    for (const [group, count] of Object.entries(visit.groups ?? {})) add(byGroup, group, count);
  }
  return { visits: visits.length, people, byVillage, bySort, byGroup };
}

export interface TimedVisit {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly visit: Pick<SupportVisit, "day" | "sort" | "village" | "tally">;
}

/**
 * Visits of one village, kind and minute: a double tap, or two helpers who counted the same person. Shown, never
 * removed. Taps of "+1" are meant to come quickly, so those of one person do not count against each other.
 */
export function likelyTwins(visits: readonly TimedVisit[]): Set<string> {
  const groups = new Map<string, TimedVisit[]>();
  for (const one of visits) {
    const key = [
      one.visit.day,
      one.visit.village ?? atCentre,
      one.visit.sort,
      Math.floor(one.at / 60_000),
    ].join("|");
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const twins = new Set<string>();
  for (const group of groups.values()) {
    const people = new Set(group.map((one) => one.by));
    const suspects = people.size > 1 ? group : group.filter((one) => !one.visit.tally);
    if (suspects.length > 1) for (const one of suspects) twins.add(one.id);
  }
  return twins;
}

/** `yyyy-MM` of the last `count` months, newest first: the keys under which visits are found. */
export function monthsBack(day: CalendarDay, count: number): string[] {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return Array.from({ length: count }, (_, ago) => {
    const at = year * 12 + (month - 1) - ago;
    return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
