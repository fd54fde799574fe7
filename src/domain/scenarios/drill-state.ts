import { type CalendarDay, daysBetween } from "#kernel/calendar.ts";
import type { Drill } from "./scenario-kinds.ts";

/** A drill of more than a year ago no longer says much: people and things have changed. */
const freshDays = 366;

export type DrillState = "never" | "old" | "fresh";

/** When a scenario was last tried out, and whether that still counts. */
export function drillState(
  drills: readonly Pick<Drill, "day">[],
  today: CalendarDay,
): { readonly state: DrillState; readonly last: CalendarDay | null } {
  const last = drills
    .map(({ day }) => day)
    .sort()
    .at(-1);
  if (last === undefined) return { state: "never", last: null };
  return { state: daysBetween(last, today) > freshDays ? "old" : "fresh", last };
}
