import type { CheckRun, CheckTemplate } from "./check-kinds.ts";
import type { TemplateVersion } from "./template-versions.ts";

// Apart from the schemas: the first screen resolves templates and validates nothing.

/** What resolving needs of the stored rows. */
export interface TemplateRow {
  readonly id: string;
  readonly body: CheckTemplate;
}
export type Versions = ReadonlyMap<string, TemplateVersion>;

/** The template by which a site is checked: its own, else the first of the commune's. */
export function templateForSite<Row extends { readonly id: string }>(
  templates: readonly Row[],
  own: string | undefined,
): Row | undefined {
  return templates.find(({ id }) => id === own) ?? templates[0];
}

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
