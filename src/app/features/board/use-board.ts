import { useMemo } from "react";
import {
  type AgeStep,
  type Case,
  type GroupTimes,
  openByAge,
  outagesByPlace,
  timesByGroup,
} from "#domain/board/incident-figures.ts";
import type { SeverityId } from "#domain/incidents/catalogue.ts";
import { downtimeByMonth, type EntryLike } from "#domain/incidents/outages.ts";
import { DAY_MS } from "#kernel/calendar.ts";
import { addMonths, type Month, monthOf } from "#kernel/month.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { readRows, useLive, useNow } from "../../logbook-context.tsx";

/** Days that the times are taken from. */
export const periods = [30, 90, 365] as const;
export type Period = (typeof periods)[number];

export interface Board {
  readonly open: Record<SeverityId, Record<AgeStep, number>>;
  readonly openCount: number;
  readonly times: readonly GroupTimes[];
  /** The last six months, oldest first. */
  readonly months: readonly Month[];
  /** Minutes without service: place → month → minutes. */
  readonly downtime: ReadonlyMap<string, ReadonlyMap<Month, number>>;
  /** An outage that still lasts counts up to now. */
  readonly lasting: number;
}

const monthsShown = 6;

/** The board, from what lies on this device; undefined until it is read. */
export function useBoard(period: Period): Board | undefined {
  const { now, day } = useNow();
  const cases = useLive(readCases, []);
  return useMemo(() => {
    if (!cases) return undefined;
    const thisMonth = monthOf(day);
    const outages = outagesByPlace(cases);
    return {
      open: openByAge(cases, now),
      openCount: cases.filter(({ incident }) => !["resolved", "closed"].includes(incident.state)).length,
      times: timesByGroup(cases, now - period * DAY_MS, now),
      months: Array.from({ length: monthsShown }, (_, at) => addMonths(thisMonth, at + 1 - monthsShown)),
      downtime: downtimeByMonth(outages, now),
      lasting: outages.filter(({ outages: own }) => own.some(({ to }) => to === null)).length,
    };
  }, [cases, period, now, day]);
}

async function readCases(tx: DeviceReadTx): Promise<Case[]> {
  const [open, closed, under] = await Promise.all([
    readRows(tx, "incident/open"),
    readRows(tx, "incident/closed"),
    // One look at all timelines: a look for each incident would be a thousand.
    tx.rowsByKeys("under/", "under/~"),
  ]);
  const entries = new Map<string, StoredRow[]>();
  for (const row of under) {
    if (row.kind !== "incidentEntry" || row.deleted) continue;
    const parent = String(row.body["parent"]);
    const own = entries.get(parent);
    if (own) own.push(row);
    else entries.set(parent, [row]);
  }
  return [...open, ...closed].map((row) => ({
    incident: incidentOf(row),
    entries: (entries.get(row.id) ?? []) as unknown as EntryLike[],
  }));
}
