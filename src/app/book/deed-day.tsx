import { type CalendarDay, dayOf, isCalendarDay } from "#kernel/calendar.ts";
import { formatLongDay } from "../i18n/format.ts";
import { useText } from "../i18n/i18n.ts";
import { Banner } from "../ui/banner.tsx";

/** What a form keeps for its day until the person chooses one: whichever day it is saved on. */
export const deedDay = "now";

export function dayIn(kept: string, today: CalendarDay): string {
  return kept === deedDay ? today : kept;
}

/** A form that was open over midnight says for which day it writes. */
export function TurnedDay({
  openedAt,
  today,
  chosen,
}: {
  openedAt: number;
  today: CalendarDay;
  /** The day that the person chose; null for the day of the deed. */
  chosen: string | null;
}) {
  const t = useText("common");
  if (dayOf(openedAt) >= today || chosen === today) return null;
  // Something typed that is no day yet: the field itself says so.
  if (chosen && !isCalendarDay(chosen)) return null;
  return (
    <Banner icon="clock">
      {chosen === null || chosen === ""
        ? t("date.turned", { day: formatLongDay(today) })
        : t("date.turnedKept", { day: formatLongDay(chosen) })}
    </Banner>
  );
}
