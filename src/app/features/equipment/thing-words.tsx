import type { ReactNode } from "react";
import { warrantyOf } from "#domain/org/equipment-warranty.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import { formatDay } from "../../i18n/format.ts";
import { hasText, type Text, useText } from "../../i18n/i18n.ts";
import { Mark } from "../../ui/mark.tsx";
import type { Thing } from "./use-things.ts";

/** Kinds of things that the app has a word for; a spreadsheet may bring others, which are shown as they are. */
export const knownSorts = [
  ...["computer", "printer", "scanner", "copier", "screen", "tablet", "kiosk", "queue"],
  ...["camera", "phone", "reader", "network", "power"],
] as const;

export function sortWord(t: Text, sort: string): string {
  return hasText(`equipment:sorts.${sort}`) ? t(`equipment:sorts.${sort}`) : sort;
}

/** What is worth a look: broken, a warranty about to end or over, out of use. */
export function ThingMarks({ thing, today }: { thing: Thing; today: CalendarDay }): ReactNode {
  const t = useText("equipment");
  const { body, isFaulty } = thing;
  const warranty = warrantyOf(body, today);
  if (body.retiredOn !== undefined)
    return <Mark icon="off">{t("retiredFrom", { day: formatDay(body.retiredOn) })}</Mark>;
  if (!isFaulty && warranty.state !== "ending" && warranty.state !== "over") return null;
  return (
    <span className="marks">
      {isFaulty ? (
        <Mark icon="bad-filled" tone="bad">
          {t("faulty")}
        </Mark>
      ) : null}
      {warranty.state === "ending" ? (
        <Mark icon="warning" tone="warn">
          {t("warranty.ending", { count: warranty.left })}
        </Mark>
      ) : null}
      {warranty.state === "over" ? <Mark icon="off">{t("warranty.over")}</Mark> : null}
    </span>
  );
}
