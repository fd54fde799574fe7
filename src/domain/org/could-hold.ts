import { mayDo, type Rights, type ScopeFacts, scopesOf, type Verb } from "../rights.ts";
import { covers, incidentsScope, type Scope, siteScope, visitsScope } from "../scope.ts";
import { ownSites } from "./own-sites.ts";

/** What tells of devices that were not heard from; each names the deeds that it counts or shows. */
const sheets = {
  checks: [["checkRun", "create"]],
  // A check, a fault that was taken up or mended, a task that is done.
  morning: [
    ["checkRun", "create"],
    ["incident", "move"],
    ["task", "move"],
  ],
  incidents: [
    ["incident", "create"],
    ["incidentEntry", "append"],
  ],
  support: [["supportVisit", "create"]],
  tasks: [["progressUpdate", "append"]],
} as const satisfies Readonly<Record<string, readonly (readonly [kind: string, verb: Verb])[]>>;

export type SheetSort = keyof typeof sheets;
export const sheetSorts = Object.keys(sheets) as SheetSort[];

/** What a sheet is about: all of the commune, or one site or village of it. */
export interface SheetPlace {
  readonly site?: string | undefined;
  readonly village?: string | undefined;
}

/** The commune's sites; `open` are those that are still checked. */
export interface SheetFacts extends Pick<ScopeFacts, "sites"> {
  readonly open: readonly { readonly id: string }[];
}

/** The class of scopes in which the records of a kind lie. */
const classes: Readonly<Record<string, string>> = {
  checkRun: "site",
  incident: "incidents",
  incidentEntry: "incidents",
  supportVisit: "visits",
  task: "plans",
  progressUpdate: "plans",
};

/** Whether somebody with these rights can have written what the sheet reports, so that their device may still hold it. */
export function couldHold(rights: Rights, sort: SheetSort, place: SheetPlace, facts: SheetFacts): boolean {
  const scopes = scopesOf(rights, { person: "", cases: [], sites: facts.sites, provincialPlans: [] });
  return sheets[sort].some(([kind, verb]) => {
    if (!mayDo(rights, kind, verb)) return false;
    const within = scopesWithin(kind, place, facts);
    if (within === null) return scopes.some((scope) => scope.startsWith(`${classes[kind]}:`));
    return within.some((scope) => covers(scopes, scope)) && makesCheckThere(rights, kind, place, facts);
  });
}

/** Where records of the kind lie that are of this place; null where the place has no say. */
function scopesWithin(kind: string, place: SheetPlace, facts: SheetFacts): Scope[] | null {
  const { site, village } = place;
  if ((site === undefined && village === undefined) || classes[kind] === "plans") return null;
  const ids = sitesOf(place, facts);
  if (kind === "checkRun") return ids.map(siteScope);
  if (kind === "supportVisit") return village === undefined ? [] : [visitsScope(village)];
  return [...(village === undefined ? [] : [village]), ...ids].map(incidentsScope);
}

function sitesOf({ site, village }: SheetPlace, { sites }: SheetFacts): string[] {
  if (site !== undefined) return [site];
  return sites.flatMap((one) => (one.village === village ? [one.id] : []));
}

/** Somebody of one site does not make the check of another. */
function makesCheckThere(rights: Rights, kind: string, place: SheetPlace, facts: SheetFacts): boolean {
  if (kind !== "checkRun") return true;
  const own = new Set(ownSites(rights.sites, facts.open).map(({ id }) => id));
  return sitesOf(place, facts).some((id) => own.has(id));
}
