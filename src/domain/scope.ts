/**
 * A record is in exactly one scope; a person reads a record when one of their scopes is the record's.
 * Scopes are text on the wire: `commune`, `team:…`, `village:…`, `calls:…`, `police:…`, `person:…`, `case:…`.
 */
export type Scope = string;

export const communeScope: Scope = "commune";
/** Morning checks, closed days and visits at the counter. */
export const centreScope: Scope = "team:centre";
/** Incidents of the commune that are not a village's and not of information security. */
export const incidentsScope: Scope = "team:incidents";
/** Plans, tasks and their progress. */
export const plansScope: Scope = "team:plans";
export const villageScope = (villageId: string): Scope => `village:${villageId}`;
export const personScope = (personId: string): Scope => `person:${personId}`;
/** Call-backs and notes of visits, for the village's own team and the centre; without a village those of the counter. */
export const callsScope = (villageId: string | undefined): Scope =>
  villageId === undefined ? "team:calls" : `calls:${villageId}`;
/** Call-backs that were handed to the police, who read these alone. */
export const policeCallsScope = (villageId: string | undefined): Scope =>
  villageId === undefined ? "team:police" : `police:${villageId}`;
/** One incident that only those concerned may see. */
export const caseScope = (incidentId: string): Scope => `case:${incidentId}`;

const bootOrder = [
  "commune",
  "person",
  "case",
  "team:plans",
  "team:incidents",
  "team:centre",
  "team",
  "police",
  "calls",
  "village",
];

/** First sync goes in this order: what every screen needs, then what is mine, then the long lists. */
export function compareForFirstSync(a: Scope, b: Scope): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function rank(scope: Scope): number {
  const exact = bootOrder.indexOf(scope);
  if (exact >= 0) return exact;
  const byClass = bootOrder.indexOf(scope.slice(0, Math.max(0, scope.indexOf(":"))));
  return byClass >= 0 ? byClass : bootOrder.length;
}
