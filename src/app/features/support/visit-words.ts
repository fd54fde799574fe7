import { callDaysOf, mostCallDays } from "#domain/calls/call-ends.ts";
import { earliestVisitDay, peopleLimit } from "#domain/support/visit-limits.ts";
import { formatDay, formatNumber } from "../../i18n/format.ts";
import { useCommuneName, useDesk } from "../../logbook-context.tsx";

/** What the sentences about a visit's problems fill in. */
export function useVisitWords(today: string) {
  const { villageWord } = useCommuneName();
  const days = callDaysOf(useDesk()?.commune?.body);
  return {
    villageWord,
    days,
    mostDays: mostCallDays,
    most: formatNumber(peopleLimit),
    earliest: formatDay(earliestVisitDay(today)),
  };
}
