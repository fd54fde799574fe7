import * as z from "zod/mini";
import type { JsonObject } from "#kernel/json.ts";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition, Reference } from "../kind.ts";
import { roles } from "../rights.ts";
import { communeScope, type Scope, siteScope, staffScope } from "../scope.ts";
import { calendarDay, idText, noteText, optional, shortText } from "../shapes.ts";

/** The commune itself, its units, villages, sites, people and equipment. */
const base = {
  personal: [],
  guarded: [],
  firstWins: [],
  scopeOf: () => communeScope,
} as const;

export const communeSchema = z.looseObject({
  name: shortText,
  /** Short code for speakable numbers: `NT` in `SC-NT-014-A`. */
  code: z.string().check(z.regex(/^[A-Z]{2,6}$/)),
  /** xóm, thôn, bản, tổ dân phố…: the commune's own word. */
  villageWord: shortText,
  sample: optional(z.boolean()),
  opensAt: optional(z.string()),
  /** Names and numbers to call back are kept for so many days after it was done; 30 where nothing is said. */
  callDays: optional(z.number().check(z.int(), z.minimum(1), z.maximum(90))),
});

/** Units and villages are renamed and merged with their dates; nothing is deleted. */
const lineage = {
  /** Last day of an earlier name → that name. */
  former: optional(z.record(calendarDay, shortText)),
  mergedInto: optional(idText),
  mergedOn: optional(calendarDay),
  aliases: optional(z.array(shortText).check(z.maxLength(30))),
  order: optional(z.number()),
};

export const unitSchema = z.looseObject({ name: shortText, short: optional(shortText), ...lineage });
export const villageSchema = z.looseObject({ name: shortText, ...lineage });
export const siteSchema = z.looseObject({
  name: shortText,
  short: optional(shortText),
  /** The village whose team it concerns; the centre stands in none. */
  village: optional(idText),
  templateId: optional(idText),
  /** Days of the week on which it is open, 1 = Monday; Monday to Friday where nothing is said. */
  weekdays: optional(z.array(z.number().check(z.int(), z.minimum(1), z.maximum(7))).check(z.maxLength(7))),
  /** The first day on which it is no longer checked. */
  closedOn: optional(calendarDay),
  order: optional(z.number()),
});
export const personSchema = z.looseObject({
  name: shortText,
  account: shortText,
  roles: z.array(z.enum(roles)),
  units: z.array(idText),
  villages: z.array(idText),
  sites: optional(z.array(idText)),
  active: z.boolean(),
  /** Their own choice to be called by colleagues; written and taken away by themselves alone. */
  phone: optional(shortText),
});
export const equipmentSchema = z.looseObject({
  code: shortText,
  name: shortText,
  place: optional(shortText),
  sort: optional(shortText),
  site: optional(idText),
  note: optional(noteText),
  serial: optional(shortText),
  supplier: optional(shortText),
  boughtOn: optional(calendarDay),
  /** Last day under warranty. */
  warrantyUntil: optional(calendarDay),
  /** The unit that answers for it. */
  owner: optional(idText),
  /** The day on which it was taken out of use. */
  retiredOn: optional(calendarDay),
});

export type Commune = z.infer<typeof communeSchema>;
export type Unit = z.infer<typeof unitSchema>;
export type Village = z.infer<typeof villageSchema>;
export type Site = z.infer<typeof siteSchema>;
export type Person = z.infer<typeof personSchema>;
export type Equipment = z.infer<typeof equipmentSchema>;

const ownNumber: Pick<KindDefinition, "personal" | "ownership"> = {
  personal: ["phone"],
  ownership: ({ person, before, fields }) =>
    before?.id === person && fields.length > 0 && fields.every((field) => field === "phone"),
};

export const orgKinds: readonly KindDefinition[] = (
  [
    ["commune", communeSchema],
    ["unit", unitSchema],
    ["village", villageSchema],
    ["site", siteSchema],
    ["person", personSchema],
    ["equipment", equipmentSchema],
  ] as const
).map(([kind, schema]) => ({
  ...base,
  kind,
  schema: schema as KindDefinition["schema"],
  keysOf: () => [kind],
  ...(kind === "unit" || kind === "village" ? mergeable(kind) : {}),
  ...(kind === "site" ? { references: placedIn } : {}),
  ...(kind === "person" ? { scopeOf: () => staffScope, ...ownNumber } : {}),
  ...(kind === "equipment" ? { scopeOf: atSite } : {}),
}));

function placedIn({ village }: JsonObject): Reference[] {
  return typeof village === "string" ? [{ kind: "village", id: village }] : [];
}

function atSite({ site }: JsonObject): Scope {
  return siteScope(typeof site === "string" ? site : null);
}

function mergeable(kind: string): Pick<KindDefinition, "references" | "rules"> {
  const into = (body: JsonObject) => body["mergedInto"] as string | undefined;
  return {
    references: (body) => {
      const id = into(body);
      return id === undefined ? [] : [{ kind, id }];
    },
    rules: ({ id, body }) => (into(body) === id ? refuse("merged-into-itself") : accept(undefined)),
  };
}
