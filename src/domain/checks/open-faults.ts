import { type CalendarDay, dayOf } from "#kernel/calendar.ts";
import type { Slot } from "./check-ids.ts";
import type { CheckRun, CheckTemplate } from "./check-kinds.ts";
import { answerOf } from "./run-progress.ts";

/** A fault that nobody has yet said to be mended: *Tất cả tốt* never fills its item but asks. */
export interface OpenFault {
  readonly item: string;
  /** First day of the unbroken row of *lỗi*, or the day its incident began. */
  readonly since: CalendarDay;
  readonly incident: string | null;
}

/** What the check must know of an incident; only those still being worked on are given. */
export interface OpenIncident {
  readonly id: string;
  readonly since: number;
  readonly equipment?: string | undefined;
  readonly item?: string | undefined;
  readonly site?: string | undefined;
}

type KeyedRun = Pick<CheckRun, "day" | "slot" | "answers" | "completed" | "incidents">;

/**
 * Open faults of a site before the run of `day` and `slot`, in the order of the template: an item is faulty when its
 * latest earlier answer is *lỗi*, or when an open incident is about it or about its equipment. *Không dùng* and
 * *chưa kiểm tra* say nothing about a fault and are passed over.
 */
export function openFaults(question: {
  readonly template: CheckTemplate;
  /** Runs of this site, in any order; later ones than the run asked about are ignored. */
  readonly runs: readonly KeyedRun[];
  readonly incidents: readonly OpenIncident[];
  readonly site: string;
  readonly day: CalendarDay;
  readonly slot: Slot;
}): OpenFault[] {
  const { template, site, day, slot } = question;
  const earlier = question.runs
    .filter((run) => compareRuns(run, { day, slot }) < 0)
    .sort((a, b) => compareRuns(b, a));
  return template.items.flatMap((item): OpenFault[] => {
    const answered = answeredFault(item.id, earlier);
    const incident =
      question.incidents.find((one) => one.id === answered?.incident) ??
      question.incidents.find((one) => concerns(one, item, site));
    const since = answered?.since ?? (incident && dayOf(incident.since));
    if (!since || since > day) return [];
    return [{ item: item.id, since, incident: incident?.id ?? null }];
  });
}

/** Morning before afternoon of the same day. */
function compareRuns(a: { day: string; slot: Slot }, b: { day: string; slot: Slot }): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.slot === b.slot ? 0 : a.slot === "morning" ? -1 : 1;
}

function answeredFault(item: string, newestFirst: readonly KeyedRun[]) {
  let since: CalendarDay | null = null;
  let incident: string | null = null;
  for (const run of newestFirst) {
    const value = answerOf(run, item)?.v;
    if (value === "ok") break;
    if (value !== "bad") continue;
    since = run.day;
    incident ??= run.incidents?.[item] ?? null;
  }
  return since === null ? null : { since, incident };
}

function concerns(incident: OpenIncident, item: CheckTemplate["items"][number], site: string): boolean {
  if (incident.site !== undefined && incident.site !== site) return false;
  return incident.equipment ? incident.equipment === item.equipment : incident.item === item.id;
}
