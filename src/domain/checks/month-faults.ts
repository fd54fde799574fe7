import { type CalendarDay, dayOf } from "#kernel/calendar.ts";
import type { Incident } from "../incidents/incident-kinds.ts";
import { securityGroup } from "../incidents/incident-states.ts";
import type { CheckTemplate } from "./check-kinds.ts";
import type { JudgedRun } from "./day-states.ts";
import { answerOf } from "./run-progress.ts";

/** A fault of a month as its signed sheet names it: what it was, its number, and when it was mended. */
export interface MonthFault {
  readonly item: string;
  /** First and last day on which the item was answered *lỗi* for it. */
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  /** Words of its incident or of the sheet's note; empty where nobody wrote any, or where they are secret. */
  readonly what: string;
  readonly number: string | null;
  /** Unix ms of the incident's mending, or the day on which a later sheet answers *tốt*; null while it lasts. */
  readonly mended: { readonly at: number } | { readonly day: CalendarDay } | null;
}

export interface FaultIncident {
  readonly incident: Pick<Incident, "group" | "number" | "title" | "state">;
  /** When it was mended, Unix ms, by its latest entry of that sort. */
  readonly mendedAt: number | null;
}

/**
 * Faults of a month, one line each however many days they lasted, in the order in which they were found. Two days
 * belong to one fault when they name the same incident, or when no *tốt* lies between them.
 */
export function monthFaults(
  template: CheckTemplate,
  runs: readonly JudgedRun[],
  incidents: ReadonlyMap<string, FaultIncident>,
): MonthFault[] {
  const sorted = [...runs].sort((a, b) => compare(a.run.day, b.run.day) || -compare(a.run.slot, b.run.slot));
  const items = new Map(
    [...runs.map((one) => one.template ?? template), template].flatMap((one) =>
      one.items.map((item) => [item.id, item.name] as const),
    ),
  );
  return [...items]
    .flatMap(([id, name]) => faultsOfItem(id, name, sorted, incidents))
    .sort((a, b) => compare(a.from, b.from));
}

interface Open {
  fault: MonthFault;
  incident: string | undefined;
}

function faultsOfItem(
  id: string,
  name: string,
  sorted: readonly JudgedRun[],
  incidents: ReadonlyMap<string, FaultIncident>,
): MonthFault[] {
  const done: MonthFault[] = [];
  let open: Open | null = null;
  const end = (mended: MonthFault["mended"]) => {
    if (open) done.push({ ...open.fault, mended: open.fault.mended ?? mended });
    open = null;
  };
  for (const { run } of sorted) {
    const value = answerOf(run, id)?.v;
    if (value === "ok") end({ day: run.day });
    if (value !== "bad") continue;
    const incident = run.incidents?.[id];
    const last = open as Open | null;
    if (last && (incident === undefined || last.incident === undefined || last.incident === incident))
      open = joined(last, run.day, run.notes?.[id], incident, incidents);
    else {
      end(null);
      open = { incident, fault: faultOf(name, run.day, run.notes?.[id], incident, incidents) };
    }
  }
  end(null);
  return done;
}

function joined(
  { fault, incident }: Open,
  day: CalendarDay,
  note: string | undefined,
  found: string | undefined,
  incidents: ReadonlyMap<string, FaultIncident>,
): Open {
  const known = incident ?? found;
  const next = faultOf(fault.item, fault.from, note, known, incidents);
  return { incident: known, fault: { ...next, to: day, what: fault.what || next.what } };
}

function faultOf(
  item: string,
  day: CalendarDay,
  note: string | undefined,
  id: string | undefined,
  incidents: ReadonlyMap<string, FaultIncident>,
): MonthFault {
  const found = id === undefined ? undefined : incidents.get(id);
  const isSecret = found?.incident.group === securityGroup;
  const isMended = found?.incident.state === "resolved" || found?.incident.state === "closed";
  return {
    item,
    from: day,
    to: day,
    what: isSecret ? "" : (note ?? (found && found.incident.title !== item ? found.incident.title : "")),
    number: found?.incident.number ?? null,
    mended: isMended && found.mendedAt !== null ? { at: found.mendedAt } : null,
  };
}

/** The day on which a fault was mended; null while it lasts. */
export function mendedDay({ mended }: Pick<MonthFault, "mended">): CalendarDay | null {
  if (mended === null) return null;
  return "day" in mended ? mended.day : dayOf(mended.at);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
