import * as z from "zod/mini";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import { seesCommuneIncidents } from "../rights.ts";
import { caseScope, incidentsScope, villageScope } from "../scope.ts";
import { idText, instant, noteText, optional, shortText } from "../shapes.ts";
import { incidentMachine, incidentStates, securityGroup } from "./incident-states.ts";

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
});
export type Incident = z.infer<typeof incidentSchema>;

export const incidentEntrySchema = z.looseObject({
  parent: idText,
  text: noteText,
  /** `note`, or the state that a move led to. */
  sort: shortText,
  supersedes: optional(idText),
});
export type IncidentEntry = z.infer<typeof incidentEntrySchema>;

const incident: KindDefinition = {
  kind: "incident",
  schema: incidentSchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: ["number"],
  states: incidentMachine,
  scopeOf(body, id) {
    if (body["group"] === securityGroup) return caseScope(id);
    return typeof body["village"] === "string" ? villageScope(body["village"]) : incidentsScope;
  },
  keysOf: (row) => [row.body["state"] === "closed" ? "incident/closed" : "incident/open"],
  references(body) {
    const site = typeof body["site"] === "string" ? [{ kind: "site", id: body["site"] }] : [];
    const village = typeof body["village"] === "string" ? [{ kind: "village", id: body["village"] }] : [];
    return [...site, ...village];
  },
  ownership({ person, rights, before, body }) {
    if (rights.roles.some((role) => role === "centre" || role === "responder" || role === "security"))
      return true;
    if (before) return before.created.by === person;
    const village = body["village"];
    return seesCommuneIncidents(rights) || (typeof village === "string" && rights.villages.includes(village));
  },
  rules: ({ before, body }) =>
    before === null && body["state"] !== incidentMachine.initial
      ? refuse("state-not-initial")
      : accept(undefined),
};

const entry: KindDefinition = {
  kind: "incidentEntry",
  schema: incidentEntrySchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: [],
  parentKind: "incident",
  scopeOf: (body, _id, parent) => parent?.scope ?? caseScope(String(body["parent"])),
  keysOf: (row) => [`under/${String(row.body["parent"])}`],
};

export const incidentKinds: readonly KindDefinition[] = [incident, entry];
