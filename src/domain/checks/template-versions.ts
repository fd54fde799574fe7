import * as z from "zod/mini";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import { communeScope } from "../scope.ts";
import { clockTime, idText } from "../shapes.ts";
import { type CheckRun, type CheckTemplate, groupSchema, itemSchema } from "./check-kinds.ts";

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
  scopeOf: () => communeScope,
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

/** What resolving needs of the stored rows. */
export interface TemplateRow {
  readonly id: string;
  readonly body: CheckTemplate;
}
export type Versions = ReadonlyMap<string, TemplateVersion>;

/** The template as one of its versions has it; the version in force unless one is named. */
export function templateAt(row: TemplateRow, versions: Versions, wanted = row.body.current): CheckTemplate {
  const found = wanted === undefined || wanted === row.id ? undefined : versions.get(wanted);
  if (!found || found.template !== row.id) return row.body;
  const { version, dueTime, opensTime, groups, items } = found;
  return { ...row.body, version, dueTime, opensTime, groups, items };
}

/** The template as a run of it has it: a run from before versions is of the first. */
export function templateOfRun(
  row: TemplateRow,
  versions: Versions,
  run: Pick<CheckRun, "version"> | null,
): CheckTemplate {
  return run ? templateAt(row, versions, run.version ?? row.id) : templateAt(row, versions);
}

/** The number that the next version bears. */
export function nextNumber(row: TemplateRow, versions: Versions): number {
  const own = [...versions.values()].filter((version) => version.template === row.id);
  return Math.max(row.body.version, ...own.map((version) => version.version)) + 1;
}
