import { earliestVisitDay, peopleLimit } from "#domain/support/visit-limits.ts";
import { formatDay, formatNumber } from "../../i18n/format.ts";
import { useCommuneName } from "../../logbook-context.tsx";

/** What the sentences about a visit's problems fill in. */
export function useVisitWords(today: string) {
  const { villageWord } = useCommuneName();
  return { villageWord, most: formatNumber(peopleLimit), earliest: formatDay(earliestVisitDay(today)) };
}
