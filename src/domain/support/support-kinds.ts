import * as z from "zod/mini";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import { visitsScope } from "../scope.ts";
import { calendarDay, count, idText, noteText, optional, shortText } from "../shapes.ts";

/** Help given to residents (hỗ trợ người dân): no identity by default, vulnerable groups as counts only. */
export const supportVisitSchema = z.looseObject({
  day: calendarDay,
  /** Absent for a visit at the counter of the centre. */
  village: optional(idText),
  sort: shortText,
  form: shortText,
  result: shortText,
  people: count,
  minutes: optional(count),
  groups: optional(z.record(z.string(), count)),
  /** One tap of "+1" in a crowd; counts are derived from these rows, never stored. */
  tally: optional(z.boolean()),
  /** Personal: free text may name someone. */
  note: optional(noteText),
  /** Personal: only for a call back, off by default, erased after a set time. */
  contactName: optional(shortText),
  contactPhone: optional(shortText),
});
export type SupportVisit = z.infer<typeof supportVisitSchema>;

const visit: KindDefinition = {
  kind: "supportVisit",
  schema: supportVisitSchema as unknown as KindDefinition["schema"],
  personal: ["note", "contactName", "contactPhone"],
  guarded: [],
  firstWins: [],
  scopeOf: (body) => visitsScope(typeof body["village"] === "string" ? body["village"] : null),
  keysOf: (row) => [`supportVisit/${String(row.body["day"])}`],
  references: (body) =>
    typeof body["village"] === "string" ? [{ kind: "village", id: body["village"] }] : [],
  ownership: ({ person, rights, before, body }) => {
    const village = body["village"];
    if (before && before.created.by !== person && !rights.roles.includes("centre")) return false;
    return (
      rights.roles.includes("centre") || (typeof village === "string" && rights.villages.includes(village))
    );
  },
  rules: ({ body, today }) => {
    const day = String(body["day"]);
    return day > today ? refuse("day-in-future", { day, today }) : accept(undefined);
  },
};

export const supportKinds: readonly KindDefinition[] = [visit];
