import {
  callsScope,
  caseScope,
  communeScope,
  coverOf,
  escalatedScope,
  incidentsScope,
  ownScope,
  planScope,
  policeCallsScope,
  type Scope,
  siteScope,
  staffScope,
  visitsScope,
  wholeClass,
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
  /** Sites that this person looks after. */
  readonly sites?: readonly string[] | undefined;
  /** A closed account may do nothing. */
  readonly active: boolean;
}

export const noRights: Rights = { roles: [], units: [], villages: [], active: false };

/** What the server knows beyond roles: the cases this person is part of, and what lies where. */
export interface ScopeFacts {
  readonly person: string;
  readonly cases: readonly string[];
  /** Asked for by `needsSites`: each site with the village it stands in. */
  readonly sites: readonly { readonly id: string; readonly village?: string | undefined }[];
  /** Asked for by `needsPlans`: the plans that the province issued. */
  readonly provincialPlans: readonly string[];
}

export const inCommune: readonly Role[] = [
  "centre",
  "village",
  "responder",
  "security",
  "coordinator",
  "unit",
  "leader",
  "admin",
];
const inOffice: readonly Role[] = inCommune.filter((role) => role !== "village");

/** *Who sees what* of `product.md`: who reads a whole class of scopes. */
export const readers: Readonly<Record<string, readonly Role[]>> = {
  site: inOffice,
  incidents: inOffice,
  escalated: [...inOffice, "province"],
  visits: ["centre", "coordinator", "leader"],
  calls: ["centre"],
  police: ["centre", "security"],
  plans: ["centre", "security", "coordinator", "unit", "leader", "admin"],
};

/** Every scope the person may read, without repeats. */
export function scopesOf(rights: Rights, facts: ScopeFacts): Scope[] {
  if (!rights.active || rights.roles.length === 0) return [];
  const has = (any: readonly Role[]) => rights.roles.some((role) => any.includes(role));
  const scopes = new Set<Scope>([communeScope, ownScope(facts.person)]);
  if (has(inCommune)) scopes.add(staffScope);
  for (const [name, who] of Object.entries(readers)) if (has(who)) scopes.add(wholeClass(name));
  if (has(["village"])) for (const scope of teamScopes(rights, facts)) scopes.add(scope);
  if (has(["province"])) for (const plan of facts.provincialPlans) scopes.add(planScope(plan));
  for (const id of facts.cases) scopes.add(caseScope(id));
  return [...scopes].filter((scope) => !isCovered(scopes, scope));
}

/** What concerns a village team: its villages, the sites that stand in them, and the sites somebody looks after. */
function teamScopes({ villages, sites: given = [] }: Rights, { sites }: ScopeFacts): Scope[] {
  const within = sites.filter(({ village }) => village !== undefined && villages.includes(village));
  return [
    ...villages.flatMap((id) => [
      incidentsScope(id),
      escalatedScope(id),
      visitsScope(id),
      callsScope(id),
      policeCallsScope(id),
    ]),
    ...[...within.map(({ id }) => id), ...given].flatMap((id) => [
      siteScope(id),
      incidentsScope(id),
      escalatedScope(id),
    ]),
  ];
}

/** A place of a class that is read as a whole. */
function isCovered(scopes: ReadonlySet<Scope>, scope: Scope): boolean {
  const cover = coverOf({ has: (one) => one !== scope && scopes.has(one) }, scope);
  return cover !== undefined && cover !== scope;
}

/** Whether the sites' villages have a say in what this person reads. */
export function needsSites({ active, roles }: Rights): boolean {
  return active && roles.includes("village");
}

export function needsPlans({ active, roles }: Rights): boolean {
  return active && roles.includes("province");
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
  // Their own number alone (`ownership` of the kind); all else of a person is written by the server.
  person: { edit: inCommune },
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
