import { DAY_MS } from "#kernel/calendar.ts";

/**
 * A record is in exactly one scope; a person reads a record when one of their scopes covers the record's. Scopes are text
 * on the wire: a class and, after a colon, the place within it: `visits:<village>`. What a person is granted may be a whole
 * class, `visits:*`, so that the list stays short whatever the number of villages.
 */
export type Scope = string;

/** The frame that everybody reads: commune, units, villages, sites and the calendar. */
export const communeScope: Scope = "org";
/** People, roster, contacts, scenarios and check lists: everybody who works in the commune. */
export const staffScope: Scope = "staff";

/** Stands for the place of what belongs to no village: the commune itself. */
const wholeCommune = "commune";
/** Visits and call-backs that were taken at the counter of the centre. */
const counter = "counter";

/** Checks, closed days and equipment of a site; equipment without one is the commune's. */
export const siteScope = (site: string | null): Scope => `site:${site ?? wholeCommune}`;
/** Incidents in a village or at a site, else the commune's. */
export const incidentsScope = (place: string | null): Scope => `incidents:${place ?? wholeCommune}`;
/** The same, once they have been passed on to the province or beyond. */
export const escalatedScope = (place: string | null): Scope => `escalated:${place ?? wholeCommune}`;
/** Visits, without who it was: of a village, else of the counter. */
export const visitsScope = (village: string | null): Scope => `visits:${village ?? counter}`;
/** Call-backs and hand-overs, with a resident's name and number. */
export const callsScope = (village: string | null | undefined): Scope => `calls:${village ?? counter}`;
/** Those of them that were handed to the police. */
export const policeCallsScope = (village: string | null | undefined): Scope => `police:${village ?? counter}`;
/** A plan, its tasks and their progress. */
export const planScope = (plan: string): Scope => `plans:${plan}`;
/** One incident that only those concerned may see. */
export const caseScope = (incidentId: string): Scope => `case:${incidentId}`;
/** What this person wrote of late and lies in no other of their scopes. No record lies in it: the author's stamp counts. */
export const ownScope = (personId: string): Scope => `own:${personId}`;

/** A record of one's own outside one's scopes is kept so long, to be read. */
export const ownKeptMs = 90 * DAY_MS;

export const wholeClass = (name: string): Scope => `${name}:*`;

export const isWhole = (scope: Scope) => scope.endsWith(":*");

/** The person whose own records this scope stands for. */
export function authorOf(scope: Scope): string | undefined {
  return classOf(scope) === "own" ? scope.slice("own:".length) : undefined;
}

/** Which of these scopes covers a record that lies in `scope`. */
export function coverOf(granted: { has(scope: Scope): boolean }, scope: Scope): Scope | undefined {
  if (granted.has(scope)) return scope;
  const whole = wholeClass(classOf(scope));
  return scope.includes(":") && granted.has(whole) ? whole : undefined;
}

export function covers(granted: readonly Scope[], scope: Scope): boolean {
  return granted.includes(scope) || (scope.includes(":") && granted.includes(wholeClass(classOf(scope))));
}

const bootOrder = [
  "org",
  "staff",
  "case",
  "plans",
  "escalated",
  "incidents",
  "site",
  "police",
  "calls",
  "visits",
  "own",
];

/** First sync goes in this order: what every screen needs, then what is mine, then the long lists. */
export function compareForFirstSync(a: Scope, b: Scope): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function rank(scope: Scope): number {
  const at = bootOrder.indexOf(classOf(scope));
  return at >= 0 ? at : bootOrder.length;
}

function classOf(scope: Scope): string {
  const colon = scope.indexOf(":");
  return colon < 0 ? scope : scope.slice(0, colon);
}
