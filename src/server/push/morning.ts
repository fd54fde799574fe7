import type { Kysely } from "kysely";
import { checkRunId, closedDayId } from "#domain/checks/check-ids.ts";
import type { CheckRun, CheckTemplate } from "#domain/checks/check-kinds.ts";
import type { TemplateVersion } from "#domain/checks/template-versions.ts";
import type { Morning } from "#domain/notices/late-checks.ts";
import type { CalendarMark } from "#domain/org/calendar/calendar-kinds.ts";
import type { Site } from "#domain/org/org-kinds.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { Schema } from "../store/schema.ts";

const kinds = ["site", "checkTemplate", "checkTemplateVersion", "calendarMark"] as const;

/** What this morning's checks of a commune are judged by. */
export async function readMorning(query: Kysely<Schema>, commune: string, now: number): Promise<Morning> {
  const rows = await query
    .selectFrom("rows")
    .select(["id", "kind", "body"])
    .where("commune", "=", commune)
    .where("kind", "in", [...kinds])
    .where("deleted", "=", 0)
    .execute();
  const of = <Body>(kind: (typeof kinds)[number]) =>
    rows.flatMap((row) => (row.kind === kind ? [{ id: row.id, body: JSON.parse(row.body) as Body }] : []));
  const day = dayOf(now);
  const [sites, templates] = [of<Site>("site"), of<CheckTemplate>("checkTemplate")];
  const runs = sites.flatMap(({ id: site }) =>
    templates.map(({ id: template }) => checkRunId({ site, template, day, slot: "morning" })),
  );
  const today = await query
    .selectFrom("rows")
    .select(["id", "kind", "body"])
    .where("commune", "=", commune)
    .where("deleted", "=", 0)
    .where("id", "in", [...runs, ...sites.map(({ id }) => closedDayId(id, day)), ""])
    .execute();
  return {
    sites,
    templates,
    versions: new Map(of<TemplateVersion>("checkTemplateVersion").map(({ id, body }) => [id, body])),
    marks: of<CalendarMark>("calendarMark").map(({ body }) => body),
    runs: new Map(
      today.flatMap(({ id, kind, body }) =>
        kind === "checkRun" ? [[id, JSON.parse(body) as CheckRun]] : [],
      ),
    ),
    closed: new Set(today.flatMap(({ id, kind }) => (kind === "closedDay" ? [id] : []))),
  };
}
