import { type CalendarDay, DAY_MS, startOfDay } from "#kernel/calendar.ts";
import type { CheckRun, CheckTemplate, ClosedDay } from "../checks/check-kinds.ts";
import { dueOf } from "../checks/due.ts";
import { answerOf, summaryOf } from "../checks/run-progress.ts";
import type { Incident } from "../incidents/incident-kinds.ts";
import { securityGroup } from "../incidents/incident-states.ts";
import type { Placed } from "../roster/shift-times.ts";
import { endOf, startOf } from "../roster/shift-times.ts";
import type { Task } from "../tasks/task-kinds.ts";
import { lastDay } from "../tasks/urgency.ts";

/**
 * *Tờ sáng*: the state of a morning on one page for the commune's group chat. What stands on it is about machines,
 * tasks and duty; nothing about residents, and nothing of an incident of information security but that it was reported.
 */
export interface MorningSheet {
  readonly totals: {
    readonly ok: number;
    readonly bad: number;
    /** Items of completed checks that nobody answered. */
    readonly none: number;
    /** Sites whose check is complete, and all sites that are open on this day. */
    readonly done: number;
    readonly sites: number;
  };
  /** Most important first; at most as many as were asked for. */
  readonly entries: readonly MorningEntry[];
}

export type MorningEntry =
  | {
      readonly sort: "fault";
      /** The incident's title, or the item's name where there is none that may be shown. */
      readonly what: string;
      readonly site: string;
      readonly holder: FaultHolder;
    }
  /** A site whose check is not complete. */
  | { readonly sort: "unchecked"; readonly site: string; readonly due: string; readonly isLate: boolean }
  /** Faults and sites for which there was no room. */
  | { readonly sort: "more"; readonly faults: number; readonly sites: number }
  | { readonly sort: "tasks"; readonly count: number; readonly first: string }
  | { readonly sort: "duty"; readonly part: DutyPart; readonly people: readonly string[] };

export type DutyPart = "day" | "night" | "both";

/** Who has a fault in hand. `unreported` has no incident; of a secret one no more is said than `reported`. */
export type FaultHolder =
  | { readonly state: "unreported" | "reported" | "waiting" | "mended" }
  | {
      readonly state: "taken" | "escalated";
      readonly by: string | undefined;
      readonly at: number | undefined;
    };

export interface MorningSite {
  readonly name: string;
  readonly template: CheckTemplate;
  readonly run: CheckRun | null;
  readonly closed: ClosedDay | null;
  /** Whether the calendar has work on this day. */
  readonly works: boolean;
}

export interface MorningQuestion {
  readonly day: CalendarDay;
  /** Unix ms by the corrected clock. */
  readonly now: number;
  readonly sites: readonly MorningSite[];
  /** Incidents that the faults are linked to, by id. */
  readonly incidents: ReadonlyMap<string, Pick<Incident, "group" | "state" | "title" | "assignee">>;
  /** Who took an incident, and when: its latest entry of that sort. */
  readonly taken: ReadonlyMap<string, { readonly by: string; readonly at: number }>;
  readonly tasks: readonly Pick<Task, "title" | "deadline" | "state">[];
  /** Shifts of this day and of the day before. */
  readonly shifts: readonly Placed[];
  readonly most?: number;
}

const mostEntries = 5;
const noonHour = 12;
const nightHour = 22;
const hourMs = 3_600_000;

export function morningSheet(question: MorningQuestion): MorningSheet {
  const open = question.sites.filter((site) => site.run !== null || (site.works && site.closed === null));
  const done = open.filter((site) => site.run?.completed);
  const troubles = [...done.flatMap((site) => faultsOf(site, question)), ...uncheckedOf(open, question)];
  const rest = [...dueToday(question), ...dutyOf(question)];
  const room = Math.max(1, (question.most ?? mostEntries) - rest.length);
  const sums = done.map(({ template, run }) => summaryOf(template, run));
  const sum = (of: "ok" | "bad" | "none") => sums.reduce((total, one) => total + one[of], 0);
  return {
    totals: { ok: sum("ok"), bad: sum("bad"), none: sum("none"), done: done.length, sites: open.length },
    entries: [...withinRoom(troubles, room), ...rest],
  };
}

type Trouble = Extract<MorningEntry, { sort: "fault" | "unchecked" }>;

/** What does not fit is counted in the last line, never left out silently. */
function withinRoom(troubles: readonly Trouble[], room: number): MorningEntry[] {
  if (troubles.length <= room) return [...troubles];
  const shown = troubles.slice(0, room - 1);
  const left = troubles.slice(room - 1);
  const faults = left.filter(({ sort }) => sort === "fault").length;
  return [...shown, { sort: "more", faults, sites: left.length - faults }];
}

/** Faults that nobody has taken come first. */
function faultsOf(site: MorningSite, question: MorningQuestion): Trouble[] {
  const { template, run, name } = site;
  return template.items
    .filter((item) => answerOf(run, item.id)?.v === "bad")
    .map((item): Trouble => {
      const id = run?.incidents?.[item.id];
      const incident = id === undefined ? undefined : question.incidents.get(id);
      const title = incident && incident.group !== securityGroup ? incident.title : item.name;
      return { sort: "fault", what: title, site: name, holder: holderOf(id, question) };
    })
    .sort((a, b) => rankOf(a) - rankOf(b));
}

const holderRank = ["waiting", "unreported", "reported", "escalated", "taken", "mended"];

function rankOf(trouble: Trouble): number {
  return trouble.sort === "fault" ? holderRank.indexOf(trouble.holder.state) : 0;
}

function holderOf(id: string | undefined, { incidents, taken }: MorningQuestion): FaultHolder {
  if (id === undefined) return { state: "unreported" };
  const incident = incidents.get(id);
  if (!incident || incident.group === securityGroup) return { state: "reported" };
  if (incident.state === "resolved" || incident.state === "closed") return { state: "mended" };
  if (incident.state === "new") return { state: "waiting" };
  const one = taken.get(id);
  return {
    state: incident.state === "escalated" ? "escalated" : "taken",
    by: incident.assignee ?? one?.by,
    at: one?.at,
  };
}

function uncheckedOf(open: readonly MorningSite[], { now, day }: MorningQuestion): Trouble[] {
  return open
    .filter((site) => !site.run?.completed)
    .map(({ name, template }) => ({
      sort: "unchecked",
      site: name,
      due: template.dueTime,
      isLate: now >= startOfDay(day) + DAY_MS || dueOf(template, now).isLate,
    }));
}

function dueToday({ tasks, day }: MorningQuestion): MorningEntry[] {
  const due = tasks.filter(
    ({ deadline, state }) => state !== "done" && state !== "paused" && lastDay(deadline) === day,
  );
  const [first] = due;
  return first ? [{ sort: "tasks", count: due.length, first: first.title }] : [];
}

/** Who has the duty at noon and at ten in the evening; one line where these are the same people. */
function dutyOf({ shifts, day }: MorningQuestion): MorningEntry[] {
  const at = (hour: number) => {
    const moment = startOfDay(day) + hour * hourMs;
    const on = shifts.filter(
      ({ body }) => body.sort === "duty" && startOf(body) <= moment && moment < endOf(body),
    );
    return [...new Set(on.map(({ body }) => body.person))].sort();
  };
  const noon = at(noonHour);
  const night = at(nightHour);
  if (noon.length > 0 && noon.join() === night.join()) return [{ sort: "duty", part: "both", people: noon }];
  return [
    ...(noon.length > 0 ? [{ sort: "duty", part: "day", people: noon } as const] : []),
    { sort: "duty", part: "night", people: night },
  ];
}
