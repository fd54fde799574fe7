import { securityGroup } from "../incidents/incident-states.ts";

/** The incident group that a fault found in a check group most likely belongs to; a person may change it. */
const groups: Readonly<Record<string, number>> = {
  power: 2,
  network: 1,
  computers: 3,
  printing: 3,
  hall: 3,
  systems: 4,
  signing: 6,
  security: securityGroup,
  people: 10,
  papers: 10,
};

export function incidentGroupOf(checkGroup: string): number {
  return groups[checkGroup] ?? 3;
}

/** One device with a way round, until somebody answers the questions about counters. */
export const draftSeverity = 3;

/** A mistaken *Lỗi* taken back within this time takes its untouched incident with it. */
export const takeBackMs = 2 * 60_000;
