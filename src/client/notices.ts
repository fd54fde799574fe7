import type { CheckRun, CheckTemplate } from "#domain/checks/check-kinds.ts";
import type { TemplateVersion } from "#domain/checks/template-versions.ts";
import type { Incident } from "#domain/incidents/incident-kinds.ts";
import { type IncidentNotice, noticeOf } from "#domain/notices/incident-notices.ts";
import { lateSites, sitesToTellOf } from "#domain/notices/late-checks.ts";
import type { CalendarMark } from "#domain/org/calendar/calendar-kinds.ts";
import type { Person, Site } from "#domain/org/org-kinds.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { changeProfile, findProfile } from "./profiles.ts";

/** One line of *Thông báo*, made from the rows of this device alone: in the app and in the woken worker alike. */
export interface Notice {
  /** Names it for marks of having been read. */
  readonly key: string;
  readonly sort: IncidentNotice | "checkLate";
  readonly path: string;
  readonly at: number;
  /** Of an incident. */
  readonly number?: string;
  readonly title?: string;
  readonly severity?: number;
  /** Security incidents show no words where others may look on. */
  readonly group?: number;
  /** Name of the site whose check is late. */
  readonly site?: string;
}

/** Newest first. */
export async function readNotices(tx: DeviceReadTx, person: string, now: number): Promise<Notice[]> {
  const me = (await tx.row(person))?.body as unknown as Person | undefined;
  if (!me) return [];
  const incidents = (await tx.rowsByKey("incident/open")).flatMap((row) => incidentNotice(row, person, me));
  const checks = await lateChecks(tx, me, now);
  return [...incidents, ...checks].sort((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1));
}

function incidentNotice(row: StoredRow, person: string, { roles }: Person): Notice[] {
  const incident = row.body as unknown as Incident;
  const sort = row.deleted ? null : noticeOf(incident, row.created.by, { person, roles });
  if (!sort) return [];
  const { number, title, severity, group } = incident;
  const at = sort === "severe" ? row.created.at : row.changed.at;
  return [{ key: `${sort}/${row.id}`, sort, path: `/su-co/${row.id}`, at, number, title, severity, group }];
}

async function lateChecks(tx: DeviceReadTx, me: Person, now: number): Promise<Notice[]> {
  const day = dayOf(now);
  const of = async <Body>(key: string) =>
    (await tx.rowsByKey(key)).flatMap((row) =>
      row.deleted ? [] : [{ id: row.id, body: row.body as unknown as Body }],
    );
  const sites = sitesToTellOf(me, me.roles, await of<Site>("site"), day);
  if (sites.length === 0) return [];
  const late = lateSites(
    {
      sites,
      templates: await of<CheckTemplate>("checkTemplate"),
      versions: new Map(
        (await of<TemplateVersion>("checkTemplateVersion")).map(({ id, body }) => [id, body]),
      ),
      marks: (await of<CalendarMark>("calendarMark")).map(({ body }) => body),
      runs: new Map((await of<CheckRun>(`checkRun/${day}`)).map(({ id, body }) => [id, body])),
      closed: new Set((await of(`closedDay/${day}`)).map(({ id }) => id)),
    },
    now,
  );
  return late.flatMap(({ site: id }) => {
    const name = sites.find((one) => one.id === id)?.body.name;
    const path = "/kiem-tra/hom-nay";
    return [
      {
        key: `checkLate/${id}/${day}`,
        sort: "checkLate" as const,
        path,
        at: now,
        ...(name ? { site: name } : {}),
      },
    ];
  });
}

export function unread(notices: readonly Notice[], read: readonly string[] = []): Notice[] {
  return notices.filter(({ key }) => !read.includes(key));
}

/** Remembers on this device what was read, or shown as a notification; what is over is forgotten with it. */
export async function markNotices(
  device: string,
  part: "readNotices" | "shownNotices",
  keys: readonly string[],
  present: readonly Notice[],
): Promise<void> {
  const before = (await findProfile(device))?.[part] ?? [];
  const live = new Set(present.map(({ key }) => key));
  const next = [...new Set([...before, ...keys])].filter((key) => live.has(key));
  await changeProfile(device, { [part]: next });
}

interface Badged {
  setAppBadge?(count: number): Promise<void>;
  clearAppBadge?(): Promise<void>;
}

/** The number on the app's icon, where the system shows one. */
export async function showBadge(count: number): Promise<void> {
  const badge = navigator as unknown as Badged;
  await (count > 0 ? badge.setAppBadge?.(count) : badge.clearAppBadge?.())?.catch(() => undefined);
}
