import { useMemo } from "react";
import type { CheckRun, CheckTemplate, ClosedDay } from "#domain/checks/check-kinds.ts";
import { dayLines, type JudgedRun, streakOf } from "#domain/checks/day-states.ts";
import { type MonthFault, monthFaults } from "#domain/checks/month-faults.ts";
import { type MonthSheet, monthSheet } from "#domain/checks/month-sheet.ts";
import { templateAt, templateForSite, templateOfRun } from "#domain/checks/template-at.ts";
import { siteCalendar } from "#domain/org/calendar/work-days.ts";
import type { Person, Site } from "#domain/org/org-kinds.ts";
import { ownSites } from "#domain/org/own-sites.ts";
import { addDays, type CalendarDay, dayOf } from "#kernel/calendar.ts";
import { daysOf, lastDayOf, type Month, monthOf } from "#kernel/month.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { type ChecksRead, readChecks } from "../../book/checks/site-checks.ts";
import { type LinkedIncident, readLinked } from "../../book/incidents/linked.ts";
import { useDesk, useLive } from "../../logbook-context.tsx";

/** What the page of a month shows of one site. */
export interface MonthView {
  readonly sites: readonly StoredRow[];
  readonly site: StoredRow;
  readonly template: CheckTemplate;
  readonly templateId: string;
  readonly sheet: MonthSheet;
  readonly faults: readonly MonthFault[];
  /** Days in a row up to today; null for a month that is over. */
  readonly streak: number | null;
}

interface Now {
  readonly now: number;
  readonly day: CalendarDay;
}

interface Read {
  readonly checks: ChecksRead;
  readonly linked: ReadonlyMap<string, LinkedIncident>;
  readonly streak: number | null;
}

/** Undefined while it is read; null where there is no site or no template. */
export function useMonth(
  month: Month,
  { now, day: today }: Now,
  wanted: string,
): MonthView | null | undefined {
  const mine = (useDesk()?.me?.body as Person | undefined)?.sites;
  const read = useLive<Read | null>(
    async (tx) => {
      const days = daysOf(month).length;
      const checks = await readChecks(tx, lastDayOf(month), days, days);
      const site = siteOf(checks, month, mine, wanted);
      if (!site) return null;
      const streak = month === monthOf(today) ? await streakTo(tx, today, site.id) : null;
      const runs = checks.runs.filter((row) => row.body["site"] === site.id);
      const linked = await readLinked(
        tx,
        runs.flatMap((row) => Object.values((row.body as unknown as CheckRun).incidents ?? {})),
      );
      return { checks, linked, streak };
    },
    [month, today, wanted, mine],
  );
  return useMemo(() => {
    if (!read) return read;
    const { checks, linked, streak } = read;
    const site = siteOf(checks, month, mine, wanted);
    const found = site && templateRow(checks, site);
    if (!site || !found) return null;
    const template = templateAt(found, checks.versions);
    const runs = runsOf(checks, site.id, found);
    const sheet = monthSheet({
      ...{ month, today, now, template },
      since: dayOf(site.created.at),
      runs,
      closed: closedOf(checks, site.id),
      calendar: siteCalendar(site.body as unknown as Site, checks.marks),
    });
    const faults = monthFaults(template, runs, linked);
    return {
      sites: sitesOf(checks, month, mine),
      site,
      template,
      templateId: found.id,
      sheet,
      faults,
      streak,
    };
  }, [read, month, today, now, mine, wanted]);
}

/** The sites that were open in the month: the person's own, or all where they are bound to none. */
function sitesOf(
  { sites, unread }: ChecksRead,
  month: Month,
  mine: readonly string[] | undefined,
): StoredRow[] {
  const open = sites.filter(
    (site) => !unread.has(site.id) && `${month}-01` < String(site.body["closedOn"] ?? "~"),
  );
  return [...ownSites(mine, open)].sort(
    (a, b) => Number(a.body["order"] ?? 0) - Number(b.body["order"] ?? 0),
  );
}

function siteOf(checks: ChecksRead, month: Month, mine: readonly string[] | undefined, wanted: string) {
  const all = sitesOf(checks, month, mine);
  return all.find((site) => site.id === wanted) ?? all[0];
}

function templateRow({ templates }: ChecksRead, site: StoredRow) {
  const row = templateForSite(templates, site.body["templateId"] as string | undefined);
  return row && { id: row.id, body: row.body as unknown as CheckTemplate };
}

function runsOf(
  { runs, versions }: ChecksRead,
  site: string,
  template: { id: string; body: CheckTemplate },
): JudgedRun[] {
  return runs
    .map((row) => row.body as unknown as CheckRun)
    .filter((run) => run.site === site && run.template === template.id)
    .map((run) => ({ run, template: templateOfRun(template, versions, run) }));
}

function closedOf({ closed }: ChecksRead, site: string): ClosedDay[] {
  return closed.map((row) => row.body as unknown as ClosedDay).filter((mark) => mark.site === site);
}

const chunkDays = 31;
const mostDays = 12 * chunkDays;

/** Reads back month by month for as long as the row of days is unbroken. */
async function streakTo(tx: DeviceReadTx, today: CalendarDay, site: string): Promise<number> {
  for (let days = chunkDays; ; days += chunkDays) {
    const checks = await readChecks(tx, today, days, days);
    const row = checks.sites.find((one) => one.id === site);
    const found = row && templateRow(checks, row);
    if (!row || !found) return 0;
    const lines = dayLines({
      template: templateAt(found, checks.versions),
      runs: runsOf(checks, site, found),
      closed: closedOf(checks, site),
      ...{ from: today, days },
      calendar: siteCalendar(row.body as unknown as Site, checks.marks),
    });
    const streak = streakOf(lines);
    const isBroken = streakOf([...lines, { state: "good" as const }]) === streak;
    const isOlder = addDays(today, -days) < dayOf(row.created.at) && lines.at(-1)?.runs.length === 0;
    if (isBroken || isOlder || days >= mostDays) return streak;
  }
}
