import * as z from "zod/mini";
import type { JsonObject } from "#kernel/json.ts";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import type { Rights } from "../rights.ts";
import { callsScope, policeCallsScope, type Scope } from "../scope.ts";
import { calendarDay, idText, noteText, optional, shortText } from "../shapes.ts";
import { callEndsAt } from "./call-ends.ts";
import { visitOfCall } from "./call-id.ts";
import { addressees, callMachine, callStates } from "./call-states.ts";

/**
 * What a visit holds about a person (gọi lại và chuyển): a name and number for those who must act, and the visit's note.
 * Read by the village's own team and the centre, and by the police once it was handed to them; erased by its time limit.
 */
export const callSchema = z.looseObject({
  /** Of the visit: absent at the counter of the centre. */
  village: optional(idText),
  /** Of the visit: what was helped with, for those who do not read the visit. */
  sort: optional(shortText),
  /** Of the visit. */
  day: optional(calendarDay),
  /** Who has to act; absent where there is only a note and nobody has. */
  to: optional(z.enum(addressees)),
  state: z.enum(callStates),
  /** Personal, all three. */
  name: optional(shortText),
  phone: optional(shortText),
  note: optional(noteText),
});
export type Call = z.infer<typeof callSchema>;

/** A try, a hand-over, an answer: append-only, with nothing about the person. */
export const callEntrySchema = z.looseObject({
  parent: idText,
  sort: z.enum(["no-answer", "called", "handed", "received", "done", "reopened"]),
  /** To whom it was handed. */
  to: optional(z.enum(addressees)),
});
export type CallEntry = z.infer<typeof callEntrySchema>;

const call: KindDefinition = {
  kind: "callBack",
  schema: callSchema as unknown as KindDefinition["schema"],
  personal: ["name", "phone", "note"],
  guarded: [],
  firstWins: [],
  states: callMachine,
  scopeOf: scopeOfCall,
  keysOf: ({ body, erased }) => [`callBack/${erased ? "erased" : listOf(body)}`],
  references: ({ village }) => (typeof village === "string" ? [{ kind: "village", id: village }] : []),
  belongsTo: visitOfCall,
  endsAt: callEndsAt,
  ownership({ rights, before, body, fields }) {
    if (rights.roles.includes("centre") || isOfTeam(rights, body)) return true;
    // The police answer for what was handed to them, and may hand it back.
    const isTheirs = before?.body["to"] === "police" && rights.roles.includes("security");
    return isTheirs && fields.every((field) => field === "to");
  },
  rules({ before, body, today }) {
    const { state, day } = body;
    if (before === null && state !== callMachine.initial) return refuse("state-not-initial");
    return typeof day === "string" && day > today
      ? refuse("day-in-future", { day, today })
      : accept(undefined);
  },
};

const entry: KindDefinition = {
  kind: "callEntry",
  schema: callEntrySchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: [],
  parentKind: "callBack",
  scopeOf: (_body, _id, parent) => parent?.scope ?? callsScope(undefined),
  keysOf: ({ body }) => [`under/${String(body["parent"])}`],
  ownership: ({ person, before }) => before === null || before.created.by === person,
};

/** The police read what was handed to them, and nothing else of the visits. */
function scopeOfCall({ village, to }: JsonObject): Scope {
  const of = typeof village === "string" ? village : undefined;
  return to === "police" ? policeCallsScope(of) : callsScope(of);
}

/** The list in which the device finds it. */
function listOf({ to, state }: JsonObject): "open" | "done" | "note" {
  if (typeof to !== "string") return "note";
  return state === "done" ? "done" : "open";
}

function isOfTeam({ roles, villages }: Rights, { village }: JsonObject): boolean {
  return roles.includes("village") && typeof village === "string" && villages.includes(village);
}

export const callKinds: readonly KindDefinition[] = [call, entry];
