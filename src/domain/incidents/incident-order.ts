import { severities } from "./catalogue.ts";
import type { Incident } from "./incident-kinds.ts";
import { type IncidentState, incidentMachine } from "./incident-states.ts";

/** Which incidents still want somebody, and which comes first. */
const settled: ReadonlySet<IncidentState> = new Set(["resolved", "closed"]);

/** Open until somebody says that it works again. */
export function isOpen(incident: Pick<Incident, "state">): boolean {
  return !settled.has(incident.state);
}

/** Gravest first, then the longest open. */
export function compareOpen(
  a: Pick<Incident, "severity" | "since">,
  b: Pick<Incident, "severity" | "since">,
): number {
  return a.severity - b.severity || a.since - b.since;
}

export function compareNewest(a: Pick<Incident, "since">, b: Pick<Incident, "since">): number {
  return b.since - a.since;
}

/** States that may follow, in the order of the buttons. */
export function movesFrom(state: IncidentState): IncidentState[] {
  return (incidentMachine.moves[state] ?? []) as IncidentState[];
}

/** When somebody should have answered, Unix ms; null where the aim is counted in working days. */
export function answerBy(incident: Pick<Incident, "severity" | "since">): number | null {
  const minutes = severities.find((one) => one.id === incident.severity)?.answerMinutes ?? null;
  return minutes === null ? null : incident.since + minutes * 60_000;
}
