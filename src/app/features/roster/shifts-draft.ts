import type { Shift, ShiftSort } from "#domain/roster/shift-kinds.ts";
import { type PlanRefusal, roundTheClock, weekly } from "#domain/roster/shift-plans.ts";
import { isCalendarDay } from "#kernel/calendar.ts";
import { isClockTime } from "#kernel/clock-time.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";

export const modes = ["once", "weekly", "watch"] as const;
export type Mode = (typeof modes)[number];

/** The hours at which one relieves another, for watches of one, two and three shifts a day. */
export const reliefs = { "1": ["07:00"], "2": ["07:00", "19:00"], "3": ["06:00", "14:00", "22:00"] } as const;

/** Shifts as the form holds them; empty text for what is not said. */
export interface ShiftsDraft {
  readonly mode: Mode;
  readonly sort: ShiftSort;
  readonly day: string;
  readonly until: string;
  readonly from: string;
  readonly to: string;
  readonly person: string;
  /** In their turn, for a watch. */
  readonly people: readonly string[];
  readonly perDay: keyof typeof reliefs;
  readonly site: string;
  readonly note: string;
}

export function emptyShifts(day: string): ShiftsDraft {
  return {
    ...{ mode: "once", sort: "duty", day, until: "", from: "17:00", to: "07:00" },
    ...{ person: "", people: [], perDay: "2", site: "", note: "" },
  };
}

export type ShiftsProblem = PlanRefusal | "person" | "day" | "until" | "hours";

/** The shifts that the form describes, or the first thing that is still to mend (a key of `roster:errors`). */
export function shiftsIn(draft: ShiftsDraft): Result<Shift[], ShiftsProblem> {
  const { mode, day, until, from, to, person, note, site } = draft;
  if (!isCalendarDay(day)) return refuse("day");
  if (mode !== "once" && !isCalendarDay(until)) return refuse("until");
  const common = {
    sort: draft.sort,
    ...(site === "" ? {} : { site }),
    ...(note.trim() === "" ? {} : { note: note.trim() }),
  };
  if (mode === "watch") {
    const watch = { first: day, last: until, reliefs: reliefs[draft.perDay], people: draft.people };
    return roundTheClock(watch, common);
  }
  if (person === "") return refuse("person");
  if (!isClockTime(from) || !isClockTime(to)) return refuse("hours");
  const first: Shift = { ...common, day, from, to, person };
  return mode === "weekly" ? weekly(first, until) : accept([first]);
}
