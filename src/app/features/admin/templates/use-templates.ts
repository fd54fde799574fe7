import { useMemo } from "react";
import type { CheckRun, CheckTemplate } from "#domain/checks/check-kinds.ts";
import { nextNumber, templateAt, templateForSite, type Versions } from "#domain/checks/template-at.ts";
import type { TemplateVersion } from "#domain/checks/template-versions.ts";
import { addDays } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useLive, useNow } from "../../../logbook-context.tsx";

/** A template with all its versions, newest first. */
export interface TemplateBook {
  readonly id: string;
  readonly row: StoredRow;
  readonly body: CheckTemplate;
  /** As it is in force. */
  readonly inForce: CheckTemplate;
  /** The id that `current` stands for: a version's, or the template's own for its first. */
  readonly inForceId: string;
  readonly history: readonly PastVersion[];
  readonly next: number;
  readonly sites: readonly StoredRow[];
}

interface PastVersion {
  readonly id: string;
  readonly template: CheckTemplate;
  readonly at: number;
  readonly by: string;
}

interface Read {
  readonly templates: readonly StoredRow[];
  readonly versions: readonly StoredRow[];
  readonly sites: readonly StoredRow[];
}

/** Undefined while it is read. */
export function useTemplates(): readonly TemplateBook[] | undefined {
  const read = useLive<Read>(
    async (tx) => ({
      templates: await tx.rowsByKey("checkTemplate"),
      versions: await tx.rowsByKey("checkTemplateVersion"),
      sites: await tx.rowsByKey("site"),
    }),
    [],
  );
  return useMemo(() => read?.templates.map((row) => bookOf(row, read)), [read]);
}

function bookOf(row: StoredRow, { templates, versions, sites }: Read): TemplateBook {
  const body = row.body as unknown as CheckTemplate;
  const live = templates.filter(({ deleted }) => !deleted);
  const own = versions.filter((one) => one.body["template"] === row.id);
  const known: Versions = new Map(own.map((one) => [one.id, one.body as unknown as TemplateVersion]));
  const template = { id: row.id, body };
  const past = own.map((one): PastVersion => {
    const { at, by } = one.created;
    return { id: one.id, template: templateAt(template, known, one.id), at, by };
  });
  const first: PastVersion = { id: row.id, template: body, at: row.created.at, by: row.created.by };
  const inForceId = body.current !== undefined && known.has(body.current) ? body.current : row.id;
  return {
    ...{ id: row.id, row, body, inForceId },
    inForce: templateAt(template, known),
    history: [first, ...past].sort((a, b) => b.template.version - a.template.version || b.at - a.at),
    next: nextNumber(template, known),
    sites: sites.filter(
      (site) => templateForSite(live, site.body["templateId"] as string | undefined)?.id === row.id,
    ),
  };
}

/** A run that nobody has completed yet, which stays on its version. */
export interface OpenRun {
  readonly id: string;
  readonly site: string;
  readonly day: string;
}

const lookBackDays = 14;

export function useOpenRuns(template: string): readonly OpenRun[] {
  const { day } = useNow();
  const runs = useLive(
    (tx) => tx.rowsByKeys(`checkRun/${addDays(day, -lookBackDays)}`, `checkRun/${day}`),
    [day],
  );
  return useMemo(
    () =>
      (runs ?? [])
        .map((row) => ({ id: row.id, run: row.body as unknown as CheckRun }))
        .filter(({ run }) => run.template === template && !run.completed)
        .map(({ id, run }) => ({ id, site: run.site, day: run.day })),
    [runs, template],
  );
}
