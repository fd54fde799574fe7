import * as z from "zod/mini";
import { dayOf } from "#kernel/calendar.ts";
import type { JsonObject } from "#kernel/json.ts";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import type { Rights } from "../rights.ts";
import { caseScope, escalatedScope, incidentsScope, type Scope } from "../scope.ts";
import { count, idText, instant, noteText, optional, shortText } from "../shapes.ts";
import { beganKey } from "./began-key.ts";
import { type IncidentState, incidentMachine, incidentStates, securityGroup } from "./incident-states.ts";

/** Incidents (sự cố): groups 1–12 and severities 1–4 of `domain.md` e. */

export const incidentSchema = z.looseObject({
  /** Speakable, made on the device: `SC-NT-014-A`. */
  number: shortText,
  group: z.number().check(z.int(), z.minimum(1), z.maximum(12)),
  severity: z.number().check(z.int(), z.minimum(1), z.maximum(4)),
  title: shortText,
  note: optional(noteText),
  site: optional(idText),
  village: optional(idText),
  equipment: optional(idText),
  place: optional(shortText),
  /** When it began or was seen, by the corrected clock. */
  since: instant,
  state: z.enum(incidentStates),
  run: optional(idText),
  item: optional(idText),
  /** Answers to the questions about counters that gave the severity. */
  questions: optional(z.record(z.string(), z.string())),
  assignee: optional(idText),
  /** Key of a system of `contacts/systems.ts`, or the commune's own word for one. */
  system: optional(shortText),
  /** The level of the contact ladder that it has reached. */
  level: optional(shortText),
  cause: optional(noteText),
  fix: optional(noteText),
  /** Residents' dossiers that were held up. */
  dossiers: optional(count),
  /** Other incidents it has to do with. */
  links: optional(z.array(idText).check(z.maxLength(50))),
  /** Data about people is concerned: the 72-hour clock runs. */
  personalData: optional(z.boolean()),
});
export type Incident = z.infer<typeof incidentSchema>;

export const incidentEntrySchema = z.looseObject({
  parent: idText,
  text: noteText,
  /** One of `entrySorts`, or the state that a move led to. */
  sort: shortText,
  /** The entry that this one puts right. */
  supersedes: optional(idText),
  /** When it happened, where that is not when it was written. */
  at: optional(instant),
  contact: optional(idText),
  level: optional(shortText),
  /** Whether somebody took the call. */
  answered: optional(z.boolean()),
  person: optional(idText),
  scenario: optional(idText),
});
export type IncidentEntry = z.infer<typeof incidentEntrySchema>;

/** What an entry may tell besides a state; `void` takes back the one it supersedes. A sort of a later app is shown by its words. */
export const entrySorts = [
  "note",
  "call",
  "seen",
  "outage-start",
  "outage-end",
  "escalate",
  "fallback",
  "assign",
  "void",
] as const;
export type EntrySort = (typeof entrySorts)[number] | IncidentState;

/** Rungs of the contact ladder at which the province has been told. */
const provincial: readonly string[] = ["province", "vendor", "owner"];

const incident: KindDefinition = {
  kind: "incident",
  schema: incidentSchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: ["number"],
  states: incidentMachine,
  scopeOf(body, id) {
    if (body["group"] === securityGroup) return caseScope(id);
    return openScope(body);
  },
  keysOf: (row) => [
    row.body["state"] === "closed" ? "incident/closed" : "incident/open",
    beganKey(dayOf(Number(row.body["since"]))),
  ],
  references(body) {
    const site = typeof body["site"] === "string" ? [{ kind: "site", id: body["site"] }] : [];
    const village = typeof body["village"] === "string" ? [{ kind: "village", id: body["village"] }] : [];
    return [...site, ...village];
  },
  ownership: ({ person, rights, before, body, fields, reads }) =>
    rights.roles.some((role) => role === "centre" || role === "responder" || role === "security") ||
    (before ? before.created.by === person || assigns(rights, fields) : reads(openScope(body))),
  rules({ before, body }) {
    if (before === null && body["state"] !== incidentMachine.initial) return refuse("state-not-initial");
    return before && isSecret(before.body) !== isSecret(body)
      ? refuse("security-group-fixed")
      : accept(undefined);
  },
};

/** Where it lies, or would lie if it were no secret. */
function openScope(body: JsonObject): Scope {
  const place = body["village"] ?? body["site"];
  const scope = provincial.includes(String(body["level"])) ? escalatedScope : incidentsScope;
  return scope(typeof place === "string" ? place : null);
}

/** Said once, at the report: an edit could not take back what others have read, and none may lay a secret open. */
function isSecret(body: JsonObject): boolean {
  return body["group"] === securityGroup;
}

/** Who leads gives an incident to somebody and changes nothing else. */
function assigns(rights: Rights, fields: readonly string[]): boolean {
  return (
    rights.roles.includes("leader") && fields.length > 0 && fields.every((field) => field === "assignee")
  );
}

const entry: KindDefinition = {
  kind: "incidentEntry",
  schema: incidentEntrySchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: [],
  parentKind: "incident",
  scopeOf: (body, _id, parent) => parent?.scope ?? caseScope(String(body["parent"])),
  keysOf: (row) => [`under/${String(row.body["parent"])}`],
  rules: ({ body }) =>
    String(body["sort"]).startsWith("outage-") && body["at"] === undefined
      ? refuse("outage-without-time")
      : accept(undefined),
};

export const incidentKinds: readonly KindDefinition[] = [incident, entry];
