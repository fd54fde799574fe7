import { DAY_MS, dayOf, startOfDay } from "#kernel/calendar.ts";
import { addMonths, type Month, monthOf } from "#kernel/month.ts";
import type { IncidentEntry } from "./incident-kinds.ts";

/** Further back than any logbook goes. */
const longestCounted = 25 * 365 * DAY_MS;

/** Times without service, read from the timeline: nothing about them is stored twice. */
export interface Outage {
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
}

export interface EntryLike {
  readonly id: string;
  readonly body: Pick<IncidentEntry, "sort" | "supersedes" | "at">;
  readonly created: { readonly at: number };
}

/** What still counts: an entry that a later one puts right is left out. */
export function standing<T extends EntryLike>(entries: readonly T[]): T[] {
  const replaced = new Set(entries.map((entry) => entry.body.supersedes));
  return entries.filter((entry) => !replaced.has(entry.id));
}

/**
 * Outages in their order. Two people may each write the same beginning or end: the first one counts, and an end
 * without a beginning says nothing.
 */
export function outagesOf(entries: readonly EntryLike[]): Outage[] {
  const marks = standing(entries)
    .filter(({ body }) => body.sort === "outage-start" || body.sort === "outage-end")
    .map(({ id, body, created }) => ({ id, start: body.sort === "outage-start", at: body.at ?? created.at }))
    .sort((a, b) => a.at - b.at || Number(b.start) - Number(a.start) || (a.id < b.id ? -1 : 1));
  const found: Outage[] = [];
  let from: number | null = null;
  for (const { start, at } of marks) {
    if (start) from ??= at;
    else if (from !== null) {
      found.push({ from, to: at });
      from = null;
    }
  }
  return from === null ? found : [...found, { from, to: null }];
}

/** The outage that still lasts. */
export function openOutage(outages: readonly Outage[]): Outage | null {
  return outages.find(({ to }) => to === null) ?? null;
}

/** Milliseconds without service; time that several outages share counts once. */
export function downtime(outages: readonly Outage[], now: number): number {
  return joined(outages, now).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** Minutes without service by place and month; `place` is whatever the caller groups by, such as a site's id. */
export function downtimeByMonth(
  cases: readonly { readonly place: string; readonly outages: readonly Outage[] }[],
  now: number,
): Map<string, Map<Month, number>> {
  const byPlace = new Map<string, Outage[]>();
  for (const { place, outages } of cases) byPlace.set(place, [...(byPlace.get(place) ?? []), ...outages]);
  return new Map([...byPlace].map(([place, outages]) => [place, minutesByMonth(outages, now)]));
}

function minutesByMonth(outages: readonly Outage[], now: number): Map<Month, number> {
  const spent = new Map<Month, number>();
  for (const [from, to] of joined(outages, now)) {
    for (let month = monthOf(dayOf(from)); startOfMonth(month) < to; month = addMonths(month, 1)) {
      const part = Math.min(to, startOfMonth(addMonths(month, 1))) - Math.max(from, startOfMonth(month));
      spent.set(month, (spent.get(month) ?? 0) + part);
    }
  }
  return new Map([...spent].map(([month, ms]) => [month, Math.round(ms / 60_000)]));
}

function startOfMonth(month: Month): number {
  return startOfDay(`${month}-01`);
}

/**
 * Intervals without overlap, in their order; what lasts, lasts until now. An hour that nobody can have meant counts
 * as the nearest that somebody can: walking the months up to it would hold up every board.
 */
function joined(outages: readonly Outage[], now: number): [from: number, to: number][] {
  const found: [number, number][] = [];
  const within = (at: number) => Math.max(Math.min(at, now + DAY_MS), now - longestCounted);
  const closed = outages.map(({ from, to }): [number, number] => [
    within(from),
    within(Math.max(from, to ?? now)),
  ]);
  for (const [from, to] of closed.sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}
