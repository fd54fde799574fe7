import { addDays, type CalendarDay, daysBetween } from "#kernel/calendar.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";
import { minutesOf } from "../checks/due.ts";
import type { Shift } from "./shift-kinds.ts";

/** Many shifts in one deed; so many fit into one op. */
export const mostShifts = 150;

export type PlanRefusal = "end-before-start" | "too-many-shifts" | "nobody" | "hours-repeated";
type Planned = Result<Shift[], PlanRefusal>;

/** The same shift each week, up to a day and with it. */
export function weekly(first: Shift, until: CalendarDay): Planned {
  if (until < first.day) return refuse("end-before-start");
  const count = Math.floor(daysBetween(first.day, until) / 7) + 1;
  if (count > mostShifts) return refuse("too-many-shifts", { count, most: mostShifts });
  return accept(Array.from({ length: count }, (_, at) => ({ ...first, day: addDays(first.day, at * 7) })));
}

export interface Watch {
  readonly first: CalendarDay;
  /** The last day of it; the last shift may end on the morning after. */
  readonly last: CalendarDay;
  /** The hours at which one relieves another, each day; a single one makes shifts of a day and a night. */
  readonly reliefs: readonly string[];
  /** They take turns in this order. */
  readonly people: readonly string[];
}

/** A watch round the clock as a chain of shifts, each beginning as the one before it ends. */
export function roundTheClock(watch: Watch, common: Pick<Shift, "sort"> & Partial<Shift>): Planned {
  const { first, last, people } = watch;
  const reliefs = [...watch.reliefs].sort((a, b) => minutesOf(a) - minutesOf(b));
  const [begin] = reliefs;
  if (last < first) return refuse("end-before-start");
  if (people.length === 0 || begin === undefined) return refuse("nobody");
  if (new Set(reliefs).size < reliefs.length) return refuse("hours-repeated");
  const days = daysBetween(first, last) + 1;
  const count = days * reliefs.length;
  if (count > mostShifts) return refuse("too-many-shifts", { count, most: mostShifts });
  const period = `${first}T${begin}/${addDays(last, 1)}T${begin}`;
  return accept(
    Array.from({ length: count }, (_, at) => {
      const part = at % reliefs.length;
      return {
        ...common,
        day: addDays(first, Math.floor(at / reliefs.length)),
        from: reliefs[part] ?? begin,
        to: reliefs[part + 1] ?? begin,
        person: people[at % people.length] ?? "",
        period,
      };
    }),
  );
}
