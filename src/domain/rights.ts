import {
  callsScope,
  caseScope,
  centreScope,
  communeScope,
  incidentsScope,
  personScope,
  plansScope,
  policeCallsScope,
  type Scope,
  villageScope,
} from "./scope.ts";

/** Roles of `product.md`; one person may hold several. */
export const roles = [
  "centre",
  "village",
  "responder",
  "security",
  "coordinator",
  "unit",
  "leader",
  "admin",
  "province",
] as const;
export type Role = (typeof roles)[number];

/** What a person may do from a moment on; the list of these is their history of rights. */
export interface Rights {
  readonly roles: readonly Role[];
  readonly units: readonly string[];
  readonly villages: readonly string[];
  /** A closed account may do nothing. */
  readonly active: boolean;
}

export const noRights: Rights = { roles: [], units: [], villages: [], active: false };

/** What the server knows beyond roles: every village, and the cases this person is part of. */
export interface ScopeFacts {
  readonly person: string;
  readonly villages: readonly string[];
  readonly cases: readonly string[];
}

const readsCentre: readonly Role[] = ["centre", "responder", "coordinator", "leader", "admin", "province"];
const readsIncidents: readonly Role[] = [
  "centre",
  "unit",
  "responder",
  "security",
  "coordinator",
  "leader",
  "admin",
  "province",
];
const readsPlans: readonly Role[] = [
  "centre",
  "security",
  "coordinator",
  "unit",
  "leader",
  "admin",
  "province",
];
const readsAllVillages: readonly Role[] = ["responder", "coordinator", "leader", "admin", "province"];

/** Every scope the person may read, without repeats. */
export function scopesOf(rights: Rights, facts: ScopeFacts): Scope[] {
  if (!rights.active || rights.roles.length === 0) return [];
  const has = (any: readonly Role[]) => rights.roles.some((role) => any.includes(role));
  const scopes = new Set<Scope>([communeScope, personScope(facts.person)]);
  if (has(readsCentre)) scopes.add(centreScope);
  if (has(readsIncidents)) scopes.add(incidentsScope);
  if (has(readsPlans)) scopes.add(plansScope);
  for (const village of has(readsAllVillages) ? facts.villages : rights.villages)
    scopes.add(villageScope(village));
  for (const scope of callScopes(rights, facts)) scopes.add(scope);
  for (const id of facts.cases) scopes.add(caseScope(id));
  return [...scopes];
}

/** Names and numbers of residents: the village's own team and the centre, the police what was handed to them, nobody else. */
function callScopes({ roles, villages }: Rights, facts: ScopeFacts): Scope[] {
  const all = [undefined, ...facts.villages];
  if (roles.includes("centre")) return [...all.map(callsScope), ...all.map(policeCallsScope)];
  const own = roles.includes("village") ? villages : [];
  const police = roles.includes("security") ? all : own;
  return [...own.map(callsScope), ...police.map(policeCallsScope)];
}

/** Everyone but a village team sees the commune's incidents; a village team sees its villages'. */
export function seesCommuneIncidents(rights: Rights): boolean {
  return rights.roles.some((role) => readsIncidents.includes(role));
}

/** Those who see every security incident without having reported it. */
export function seesAllCases(rights: Rights): boolean {
  return rights.active && rights.roles.some((role) => role === "security" || role === "leader");
}

export type Verb = "create" | "edit" | "append" | "move" | "delete";

/** Which roles may do what to a kind; a kind that is not here is written by the server alone. */
const writers: Readonly<Record<string, Partial<Record<Verb, readonly Role[]>>>> = {
  checkRun: { create: ["centre"], edit: ["centre"], delete: ["centre"] },
  closedDay: {
    create: ["centre", "admin", "leader"],
    edit: ["centre", "admin", "leader"],
    delete: ["centre", "admin", "leader"],
  },
  incident: {
    create: ["centre", "village", "responder", "security", "coordinator", "unit", "leader", "admin"],
    edit: ["centre", "village", "responder", "security", "leader"],
    move: ["centre", "responder", "security"],
    delete: ["centre", "responder", "security"],
  },
  incidentEntry: {
    append: ["centre", "village", "responder", "security", "coordinator", "unit", "leader", "admin"],
  },
  photo: {
    append: ["centre", "village", "responder", "security", "coordinator", "unit", "leader", "admin"],
    delete: ["centre", "village", "responder", "security", "coordinator", "unit", "leader", "admin"],
  },
  // Two who sign the same day without seeing each other write the same: to the server the later one edits.
  quietDay: {
    create: ["centre", "responder"],
    edit: ["centre", "responder"],
    delete: ["centre", "responder"],
  },
  contact: {
    create: ["admin", "responder", "coordinator"],
    edit: ["admin", "responder", "coordinator"],
    delete: ["admin", "responder", "coordinator"],
  },
  scenario: {
    create: ["admin", "responder", "security", "coordinator"],
    edit: ["admin", "responder", "security", "coordinator"],
    delete: ["admin", "responder", "security", "coordinator"],
  },
  drill: { append: ["admin", "centre", "responder", "security", "coordinator", "leader"] },
  shift: {
    create: ["admin", "responder", "coordinator", "leader"],
    edit: ["admin", "centre", "responder", "security", "coordinator", "leader"],
    delete: ["admin", "responder", "coordinator", "leader"],
  },
  supportVisit: { create: ["centre", "village"], edit: ["centre", "village"], delete: ["centre", "village"] },
  callBack: {
    create: ["centre", "village"],
    edit: ["centre", "village", "security"],
    move: ["centre", "village", "security"],
    delete: ["centre", "village"],
  },
  callEntry: { append: ["centre", "village", "security"], delete: ["centre", "village", "security"] },
  plan: { create: ["coordinator"], edit: ["coordinator"], delete: ["coordinator"] },
  task: {
    create: ["coordinator"],
    edit: ["coordinator", "unit", "centre", "security"],
    move: ["coordinator", "unit", "centre", "security"],
    delete: ["coordinator"],
  },
  progressUpdate: { append: ["coordinator", "unit", "centre", "security"] },
  conflict: { move: ["centre", "village", "responder", "security", "coordinator", "unit", "admin"] },
  commune: { create: ["admin"], edit: ["admin"] },
  unit: { create: ["admin"], edit: ["admin"], delete: ["admin"] },
  village: { create: ["admin"], edit: ["admin"], delete: ["admin"] },
  site: { create: ["admin"], edit: ["admin"], delete: ["admin"] },
  equipment: { create: ["admin", "centre"], edit: ["admin", "centre"], delete: ["admin"] },
  checkTemplate: { create: ["admin"], edit: ["admin"], delete: ["admin"] },
  checkTemplateVersion: { create: ["admin"] },
  calendarMark: { create: ["admin"], edit: ["admin"], delete: ["admin"] },
};

/** True when one of the person's roles may do this; whose records they are is asked by `mayWriteRecord`. */
export function mayDo(rights: Rights, kind: string, verb: Verb): boolean {
  const allowed = writers[kind]?.[verb];
  return rights.active && allowed !== undefined && rights.roles.some((role) => allowed.includes(role));
}

export function writtenByServerOnly(kind: string): boolean {
  return !Object.hasOwn(writers, kind);
}
