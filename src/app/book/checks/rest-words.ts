import type { DayFact } from "#domain/org/calendar/work-days.ts";
import type { Text } from "../../i18n/i18n.ts";

/** Why nobody works on a day off: the commune's own words, the holiday, or that it is not a day of the week's work. */
export function restWords(fact: DayFact, t: Text): string {
  if (fact.name) return fact.name;
  const holiday = fact.holiday ? t(`checks:rest.${fact.holiday}`) : "";
  return fact.why === "holiday" && holiday ? holiday : t(`checks:rest.${fact.why}`, { holiday });
}
