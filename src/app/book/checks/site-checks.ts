import { useMemo } from "react";
import { checkRunId, closedDayId, type Slot } from "#domain/checks/check-ids.ts";
import type { CheckRun, CheckTemplate, ClosedDay } from "#domain/checks/check-kinds.ts";
import { type OpenFault, type OpenIncident, openFaults } from "#domain/checks/open-faults.ts";
import { templateAt, templateForSite, templateOfRun } from "#domain/checks/template-at.ts";
import type { TemplateVersion } from "#domain/checks/template-versions.ts";
import type { Incident } from "#domain/incidents/incident-kinds.ts";
import { isOpen } from "#domain/incidents/incident-order.ts";
import type { CalendarMark } from "#domain/org/calendar/calendar-kinds.ts";
import { type DayFact, siteCalendar, type WorkCalendar } from "#domain/org/calendar/work-days.ts";
import type { Person, Site } from "#domain/org/org-kinds.ts";
import { ownSites } from "#domain/org/own-sites.ts";
import { siteScope } from "#domain/scope.ts";
import { addDays, type CalendarDay } from "#kernel/calendar.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { coverIn } from "#sync/standing.ts";
import { useDesk, useLive } from "../../logbook-context.tsx";
import { incidentOf } from "../incident-row.tsx";
import type { RunKey } from "./commands.ts";

/** Everything the check of one site on one day and slot needs, read in one look. */
export interface SiteCheck {
  readonly key: RunKey;
  readonly run: CheckRun | null;
  readonly id: string;
  readonly row: StoredRow | null;
  readonly site: Site & { readonly id: string };
  /** As the run has it, or as a new run would. */
  readonly template: CheckTemplate;
  /** The number of the version in force, where the run began with an earlier one. */
  readonly newer: number | null;
  readonly calendar: WorkCalendar;
  /** What the calendar says of the day. */
  readonly fact: DayFact;
  readonly faults: readonly OpenFault[];
  readonly closed: ClosedDay | null;
  /** Open incidents by id. */
  readonly incidents: ReadonlyMap<string, Incident>;
}

export interface ChecksRead {
  readonly sites: readonly StoredRow[];
  /** Sites whose sheets this person does not read; one that they made themselves may be kept here all the same. */
  readonly unread: ReadonlySet<string>;
  readonly templates: readonly StoredRow[];
  readonly versions: ReadonlyMap<string, TemplateVersion>;
  readonly marks: readonly CalendarMark[];
  readonly runs: readonly StoredRow[];
  readonly closed: readonly StoredRow[];
  readonly incidents: readonly StoredRow[];
}

/** How far back an unmended fault is looked for; an older one still asks through its open incident. */
const lookBackDays = 31;

/** Reads the runs of `days` days up to `day` and the closed days of the last `closedDays` of them. */
export async function readChecks(
  tx: DeviceReadTx,
  day: CalendarDay,
  days = lookBackDays,
  closedDays = 1,
): Promise<ChecksRead> {
  const live = async (key: string) => (await tx.rowsByKey(key)).filter((row) => !row.deleted);
  const since = async (kind: string, count: number) => {
    const rows = await tx.rowsByKeys(`${kind}/${addDays(day, 1 - count)}`, `${kind}/${day}`);
    return rows.filter((row) => !row.deleted);
  };
  const [meta, sites, templates, versions, marks, runs, closed, incidents] = await Promise.all([
    tx.meta(),
    live("site"),
    live("checkTemplate"),
    live("checkTemplateVersion"),
    live("calendarMark"),
    since("checkRun", days),
    since("closedDay", closedDays),
    live("incident/open"),
  ]);
  // Of a site whose sheets are not read here, nobody can say that its check is missing.
  const scopes = meta?.scopes ?? [];
  const isUnread = ({ id }: StoredRow) => coverIn(scopes, siteScope(id)) === undefined;
  const unread = new Set(scopes.length === 0 ? [] : sites.filter(isUnread).map(({ id }) => id));
  return {
    ...{ sites, unread, templates, runs, closed, incidents },
    versions: new Map(versions.map((row) => [row.id, row.body as unknown as TemplateVersion])),
    marks: marks.map((row) => row.body as unknown as CalendarMark),
  };
}

export const checksAnswer = (day: CalendarDay) => `checks/${day}`;

export function useSiteChecks(day: CalendarDay, slot: Slot): SiteCheck[] | undefined {
  const read = useLive((tx) => readChecks(tx, day), [day], checksAnswer(day));
  const desk = useDesk();
  const mine = (desk?.me?.body as Person | undefined)?.sites;
  const isKnown = desk !== undefined;
  return useMemo(
    () => (read && isKnown ? siteChecks(read, day, slot, mine) : undefined),
    [read, isKnown, day, slot, mine],
  );
}

/** One check per site of the person, or per site of the commune where the person is bound to none. */
export function siteChecks(
  read: ChecksRead,
  day: CalendarDay,
  slot: Slot,
  mine: readonly string[] | undefined,
): SiteCheck[] {
  const open = read.sites.filter(
    (site) => !read.unread.has(site.id) && day < String(site.body["closedOn"] ?? "~"),
  );
  return [...ownSites(mine, open)]
    .sort((a, b) => Number(a.body["order"] ?? 0) - Number(b.body["order"] ?? 0))
    .flatMap((site) => siteCheck(read, site, day, slot) ?? []);
}

export function siteCheck(
  read: ChecksRead,
  site: StoredRow,
  day: CalendarDay,
  slot: Slot,
  templateId?: string,
): SiteCheck | null {
  const wanted = templateId ?? (site.body["templateId"] as string | undefined);
  const found = templateForSite(read.templates, wanted);
  if (!found) return null;
  const named = { site: site.id, template: found.id, day, slot };
  const id = checkRunId(named);
  const row = read.runs.find((one) => one.id === id) ?? null;
  const run = row ? (row.body as unknown as CheckRun) : null;
  const known = { id: found.id, body: found.body as unknown as CheckTemplate };
  const inForce = templateAt(known, read.versions);
  const template = templateOfRun(known, read.versions, run);
  const version = (run ? run.version : known.body.current) ?? found.id;
  const key = { ...named, templateVersion: template.version, version };
  const calendar = siteCalendar(site.body as unknown as Site, read.marks);
  const ofSite = read.runs.filter((one) => one.body["site"] === site.id && one.body["template"] === found.id);
  const open = read.incidents.filter((one) => isOpen(incidentOf(one)));
  const closed = read.closed.find((one) => one.id === closedDayId(site.id, day));
  return {
    id,
    key,
    row,
    run,
    template,
    newer: inForce.version === template.version ? null : inForce.version,
    calendar,
    fact: calendar(day),
    site: { ...(site.body as unknown as Site), id: site.id },
    closed: closed ? (closed.body as unknown as ClosedDay) : null,
    incidents: new Map(read.incidents.map((one) => [one.id, incidentOf(one)])),
    faults: openFaults({
      template,
      runs: ofSite.map((one) => one.body as unknown as CheckRun),
      incidents: open.filter((one) => one.body["run"] !== id).map(openIncidentOf),
      site: site.id,
      day,
      slot,
    }),
  };
}

function openIncidentOf(row: StoredRow): OpenIncident {
  const { since, equipment, item, site } = incidentOf(row);
  return { id: row.id, since, equipment, item, site };
}
