import { useMemo } from "react";
import { dueOf, isAfternoon } from "#domain/checks/due.ts";
import { compareOpen, isOpen } from "#domain/incidents/incident-order.ts";
import type { Rights } from "#domain/rights.ts";
import { compareUrgency, concernsUnits, needsAttention, urgencyOf } from "#domain/tasks/urgency.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useMyCalls } from "../../book/calls.ts";
import { type AskedDay, useAskedDay } from "../../book/checks/asked-day.ts";
import { type SiteCheck, useSiteChecks } from "../../book/checks/site-checks.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { useWaitsForMe } from "../../book/incidents/waits-for-me.ts";
import { taskOf } from "../../book/task-row.tsx";
import { firstSyncPercent, isArriving } from "../../first-sync.ts";
import { useDesk, useMe, useNow, useRowsByKey } from "../../logbook-context.tsx";

/** What *Hôm nay* shows, each part only to those whose job it is; undefined while it is being read. */
export interface Today {
  readonly now: number;
  readonly day: string;
  readonly asked: AskedDay;
  readonly checks: readonly SiteCheck[] | undefined;
  /** Offered once the morning's check is done and it is after lunch. */
  readonly secondCheck: boolean;
  readonly mayCheck: boolean;
  /** Two people changed the same thing. */
  readonly hasConflicts: boolean;
  /** *Tờ sáng* is due: in the morning, on the phone that completed a check, or once a check is late. */
  readonly offersMorning: boolean;
  /** Those of the commune; which of them are mine is asked of `isMine`. */
  readonly incidents: readonly StoredRow[] | undefined;
  readonly tasks: readonly StoredRow[] | undefined;
  readonly isMine: (row: StoredRow) => boolean;
  readonly visits: readonly StoredRow[] | undefined;
  /** People to call back, and what was handed to me. */
  readonly calls: readonly StoredRow[] | undefined;
  readonly mayReport: boolean;
  readonly mayVisit: boolean;
  readonly mayManage: boolean;
  /** Something that I wrote is here only to be read. */
  readonly keeps: boolean;
  /** How far the first sync is, or null once everything is here. */
  readonly arriving: { readonly items: number; readonly percent: number } | null;
}

export function useToday(): Today {
  const me = useMe();
  const { now, day } = useNow();
  const asked = useAskedDay();
  const desk = useDesk();
  const seesChecks = me.has("centre", "leader");
  const checks = useSiteChecks(asked.day, "morning");
  const incidents = useMyIncidents(me.rights, me.person);
  const tasks = useMyTasks(me.rights, day);
  const visits = useVisitsOfDay(day);
  const waitsForMe = useWaitsForMe();
  return {
    now,
    day,
    asked,
    checks: seesChecks ? checks : [],
    secondCheck: isAfternoon(now),
    mayCheck: me.has("centre"),
    hasConflicts: (desk?.conflicts.length ?? 0) > 0,
    offersMorning:
      me.has("centre") &&
      !isAfternoon(now) &&
      (checks ?? []).some(({ run, template, closed, fact }) =>
        run?.completed ? run.completed.by === me.person : !closed && fact.work && dueOf(template, now).isLate,
      ),
    incidents: me.has("centre", "responder", "security", "leader", "village", "province") ? incidents : [],
    tasks: me.has("coordinator", "unit", "security", "leader") ? tasks : [],
    isMine: (row) =>
      row.kind === "task"
        ? concernsUnits(taskOf(row), me.units)
        : incidentOf(row).assignee === me.person || waitsForMe(row),
    visits: me.has("village") ? visits : [],
    calls: useMyCalls(),
    mayReport: me.has("centre", "village", "responder", "security", "coordinator", "unit", "leader"),
    mayVisit: me.has("centre", "village"),
    mayManage: me.has("admin"),
    keeps: desk?.meta?.keptUntil !== undefined,
    arriving:
      desk?.meta && isArriving(desk.meta)
        ? { items: desk.arrived, percent: firstSyncPercent(desk.meta) }
        : null,
  };
}

/** Open incidents; a village's helper sees those it reported. */
function useMyIncidents(rights: Rights, person: string): StoredRow[] | undefined {
  const rows = useRowsByKey("incident/open");
  const all = rights.roles.some((role) => role !== "village");
  return useMemo(
    () =>
      rows
        ?.filter((row) => isOpen(incidentOf(row)) && (all || row.created.by === person))
        .sort((a, b) => compareOpen(incidentOf(a), incidentOf(b))),
    [rows, all, person],
  );
}

/** Tasks of my units, or of all for those who watch the plan, that are due, stale or to be begun. */
function useMyTasks({ roles, units }: Rights, day: string): StoredRow[] | undefined {
  const rows = useRowsByKey("task");
  return useMemo(() => {
    const watches = roles.some((role) => role === "coordinator" || role === "leader");
    return rows
      ?.map((row) => ({ row, task: taskOf(row), urgency: urgencyOf(taskOf(row), day) }))
      .filter(({ task, urgency }) => needsAttention(urgency) && (watches || concernsUnits(task, units)))
      .sort(compareUrgency)
      .map(({ row }) => row);
  }, [rows, roles, units, day]);
}

function useVisitsOfDay(day: string): StoredRow[] | undefined {
  const rows = useRowsByKey(`supportVisit/${day}`);
  return useMemo(() => rows && [...rows].sort((a, b) => b.created.at - a.created.at), [rows]);
}
