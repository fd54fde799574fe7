import { useMemo } from "react";
import type { Incident } from "#domain/incidents/incident-kinds.ts";
import { type MorningSheet, type MorningSite, morningSheet } from "#domain/morning/morning-sheet.ts";
import { addDays, type CalendarDay } from "#kernel/calendar.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { useLive, useNow } from "../../logbook-context.tsx";
import { readChecks, siteChecks } from "../checks/site-checks.ts";
import { incidentOf } from "../incident-row.tsx";
import { entriesOf } from "../incidents/entries.ts";
import { taskOf } from "../task-row.tsx";

/** *Tờ sáng* of a day from what this device holds; undefined while it is read. */
export function useMorning(day: CalendarDay): MorningSheet | undefined {
  const { now } = useNow();
  const read = useLive((tx) => readMorning(tx, day), [day]);
  return useMemo(() => (read ? morningSheet({ ...read, day, now }) : undefined), [read, day, now]);
}

async function readMorning(tx: DeviceReadTx, day: CalendarDay) {
  const live = async (from: string, to = from) =>
    (await tx.rowsByKeys(from, to)).filter((row) => !row.deleted);
  const [checks, tasks, shifts] = await Promise.all([
    readChecks(tx, day),
    live("task"),
    live(`shift/${addDays(day, -1)}`, `shift/${day}`),
  ]);
  const sites = siteChecks(checks, day, "morning", undefined).map(
    ({ site, template, run, closed, fact }): MorningSite => ({
      ...{ name: site.short ?? site.name, template, run, closed },
      works: fact.work,
    }),
  );
  const linked = [...new Set(sites.flatMap(({ run }) => Object.values(run?.incidents ?? {})))];
  const found = await Promise.all(linked.map((id) => readIncident(tx, id)));
  return {
    sites,
    incidents: new Map(found.flatMap((one) => (one ? [[one.id, one.incident] as const] : []))),
    taken: new Map(found.flatMap((one) => (one?.taken ? [[one.id, one.taken] as const] : []))),
    tasks: tasks.map(taskOf),
    shifts: shifts
      .filter(({ kind }) => kind === "shift")
      .map((row) => ({ id: row.id, body: row.body as never })),
  };
}

interface LinkedIncident {
  readonly id: string;
  readonly incident: Incident;
  readonly taken: StoredRow["created"] | undefined;
}

const takingSorts = ["acknowledged", "working"];

async function readIncident(tx: DeviceReadTx, id: string): Promise<LinkedIncident | null> {
  const row = await tx.row(id);
  if (!row || row.deleted || row.kind !== "incident") return null;
  const entries = entriesOf(await tx.rowsByKeys(`under/${id}`, `under/${id}`));
  const taken = entries
    .filter(({ body }) => takingSorts.includes(body.sort))
    .map(({ created }) => created)
    .sort((a, b) => a.at - b.at)[0];
  return { id, incident: incidentOf(row), taken };
}
