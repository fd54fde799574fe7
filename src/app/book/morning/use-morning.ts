import { useMemo } from "react";
import { type MorningSheet, type MorningSite, morningSheet } from "#domain/morning/morning-sheet.ts";
import { addDays, type CalendarDay } from "#kernel/calendar.ts";
import type { DeviceReadTx } from "#sync/device-store.ts";
import { useLive, useNow } from "../../logbook-context.tsx";
import { readChecks, siteChecks } from "../checks/site-checks.ts";
import { readLinked } from "../incidents/linked.ts";
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
  const linked = await readLinked(
    tx,
    sites.flatMap(({ run }) => Object.values(run?.incidents ?? {})),
  );
  return {
    sites,
    incidents: new Map([...linked].map(([id, { incident }]) => [id, incident])),
    taken: new Map([...linked].flatMap(([id, { taken }]) => (taken ? [[id, taken] as const] : []))),
    tasks: tasks.map(taskOf),
    shifts: shifts
      .filter(({ kind }) => kind === "shift")
      .map((row) => ({ id: row.id, body: row.body as never })),
  };
}
