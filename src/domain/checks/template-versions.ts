import * as z from "zod/mini";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import { staffScope } from "../scope.ts";
import { clockTime, idText } from "../shapes.ts";
import { groupSchema, itemSchema } from "./check-kinds.ts";

/**
 * A published state of a template, written once and never changed. The template's own fields are its first version;
 * `current` names the one in force. Every run names the version it began with and stays on it.
 */
export const templateVersionSchema = z.looseObject({
  template: idText,
  version: z.number().check(z.int(), z.minimum(1)),
  dueTime: clockTime,
  opensTime: clockTime,
  groups: z.array(groupSchema).check(z.minLength(1), z.maxLength(60)),
  items: z.array(itemSchema).check(z.minLength(1), z.maxLength(200)),
});
export type TemplateVersion = z.infer<typeof templateVersionSchema>;

export const templateVersionKind: KindDefinition = {
  kind: "checkTemplateVersion",
  schema: templateVersionSchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: [],
  scopeOf: () => staffScope,
  keysOf: () => ["checkTemplateVersion"],
  references: (body) => [{ kind: "checkTemplate", id: String(body["template"]) }],
  rules: ({ body }) => {
    const { groups, items } = body as unknown as TemplateVersion;
    const known = new Set(groups.map((group) => group.id));
    const ids = new Set(items.map((item) => item.id));
    if (known.size < groups.length || ids.size < items.length) return refuse("template-ids-repeat");
    return items.every((item) => known.has(item.group))
      ? accept(undefined)
      : refuse("template-group-missing");
  },
};
