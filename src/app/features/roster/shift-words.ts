import type { Shift } from "#domain/roster/shift-kinds.ts";
import { endOf, startOf } from "#domain/roster/shift-times.ts";
import { DAY_MS } from "#kernel/calendar.ts";
import { formatDay, weekdayInside } from "../../i18n/format.ts";
import type { Text } from "../../i18n/i18n.ts";

/** 19:00–07:00; a whole day and night says so. */
export function hoursWords(t: Text, shift: Pick<Shift, "day" | "from" | "to">): string {
  const hours = `${shift.from}–${shift.to}`;
  if (endOf(shift) - startOf(shift) === DAY_MS) return t("hours.whole", { hours });
  return shift.to <= shift.from ? t("hours.over", { hours }) : hours;
}

/** thứ Hai 23/11/2026, 19:00–07:00 hôm sau */
export function whenWords(t: Text, shift: Pick<Shift, "day" | "from" | "to">): string {
  return t("when", {
    weekday: weekdayInside(shift.day),
    day: formatDay(shift.day),
    hours: hoursWords(t, shift),
  });
}
