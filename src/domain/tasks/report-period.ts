import { addDays, type CalendarDay, weekdayOf } from "#kernel/calendar.ts";

/** The window of one report: the month closes on the 14th (Decree 09/2019 as the provinces repeat it), or a week. */
export interface Period {
  readonly from: CalendarDay;
  readonly to: CalendarDay;
}

export type PeriodKind = "month15" | "month" | "week";

/** The period that holds the day. `month15` runs from the 15th to the 14th, `week` from Monday to Sunday. */
export function periodOf(day: CalendarDay, kind: PeriodKind = "month15"): Period {
  if (kind === "week") {
    const from = addDays(day, 1 - weekdayOf(day));
    return { from, to: addDays(from, 6) };
  }
  const first = `${day.slice(0, 7)}-01`;
  if (kind === "month") return { from: first, to: addDays(firstOfNext(first), -1) };
  const isBefore = Number(day.slice(8)) < 15;
  const start = isBefore ? addDays(first, -1).slice(0, 7) : day.slice(0, 7);
  const end = isBefore ? day.slice(0, 7) : firstOfNext(first).slice(0, 7);
  return { from: `${start}-15`, to: `${end}-14` };
}

function firstOfNext(first: CalendarDay): CalendarDay {
  return `${addDays(first, 31).slice(0, 7)}-01`;
}
