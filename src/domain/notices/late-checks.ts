import { type CalendarDay, dayOf } from "#kernel/calendar.ts";
import { checkRunId, closedDayId } from "../checks/check-ids.ts";
import type { CheckRun } from "../checks/check-kinds.ts";
import { dueOf } from "../checks/due.ts";
import { type TemplateRow, templateAt, templateForSite, type Versions } from "../checks/template-at.ts";
import type { CalendarMark } from "../org/calendar/calendar-kinds.ts";
import { siteCalendar } from "../org/calendar/work-days.ts";
import type { Person, Site } from "../org/org-kinds.ts";
import { ownSites } from "../org/own-sites.ts";
import type { Role } from "../rights.ts";

/** What the morning's checks are judged by, as the server or a device has it. */
export interface Morning {
  readonly sites: readonly { readonly id: string; readonly body: Site }[];
  readonly templates: readonly TemplateRow[];
  readonly versions: Versions;
  readonly marks: readonly CalendarMark[];
  readonly runs: ReadonlyMap<string, CheckRun>;
  /** Ids of the closed days. */
  readonly closed: ReadonlySet<string>;
}

/** Sites that work today and whose check was not completed by its hour. */
export function lateSites(morning: Morning, now: number): { site: string; day: CalendarDay; run: string }[] {
  const day = dayOf(now);
  return morning.sites.flatMap(({ id: site, body }) => {
    const row = templateForSite(morning.templates, body.templateId);
    if (!row || !siteCalendar(body, morning.marks)(day).work) return [];
    if (morning.closed.has(closedDayId(site, day))) return [];
    const run = checkRunId({ site, template: row.id, day, slot: "morning" });
    const isLate = dueOf(templateAt(row, morning.versions), now).isLate;
    return isLate && !morning.runs.get(run)?.completed ? [{ site, day, run }] : [];
  });
}

/** The sites whose check somebody is told of, as those who make it or lead: of their own sites, not of another. */
export function sitesToTellOf(
  person: Pick<Person, "sites">,
  roles: readonly Role[],
  sites: Morning["sites"],
  day: CalendarDay,
): Morning["sites"] {
  if (!roles.some((role) => role === "centre" || role === "leader")) return [];
  return ownSites(
    person.sites,
    sites.filter(({ body }) => day < (body.closedOn ?? "~")),
  );
}
