import * as z from "zod/mini";
import type { KindDefinition } from "../kind.ts";
import { staffScope } from "../scope.ts";
import { noteText, optional, shortText } from "../shapes.ts";

/** One rung of the contact ladder (`domain.md` e): whom to call for a system at a level. Vendors are data, not code. */
export const contactLevels = ["team", "commune", "police", "province", "vendor", "owner"] as const;
export type ContactLevel = (typeof contactLevels)[number];

export const contactSchema = z.looseObject({
  /** Key of a system of `systems.ts`, the commune's own word for one, or `any`. */
  system: shortText,
  level: z.enum(contactLevels),
  name: shortText,
  phone: shortText,
  /** In words: "7:00–17:00, thứ Hai–thứ Sáu"; nothing means at any hour. */
  hours: optional(shortText),
  note: optional(noteText),
  order: optional(z.number()),
});
export type Contact = z.infer<typeof contactSchema>;

const contact: KindDefinition = {
  kind: "contact",
  schema: contactSchema as unknown as KindDefinition["schema"],
  personal: ["name", "phone"],
  guarded: [],
  firstWins: [],
  scopeOf: () => staffScope,
  keysOf: () => ["contact"],
};

export const contactKinds: readonly KindDefinition[] = [contact];
