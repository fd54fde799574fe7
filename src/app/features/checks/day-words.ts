import type { MonthDay } from "#domain/checks/month-sheet.ts";
import { restWords } from "../../book/checks/rest-words.ts";
import type { Text } from "../../i18n/i18n.ts";
import type { IconName, Tone } from "../../ui/icons.tsx";

/** How a day of the month looks and reads; the shape says it before the colour does. */
export const daySigns: Readonly<Record<MonthDay["state"], { icon: IconName | null; tone?: Tone }>> = {
  good: { icon: "ok-filled", tone: "ok" },
  faulty: { icon: "bad-filled", tone: "bad" },
  late: { icon: "clock", tone: "warn" },
  open: { icon: "edit", tone: "warn" },
  missing: { icon: "unchecked", tone: "warn" },
  due: { icon: "due" },
  closed: { icon: "off" },
  rest: { icon: null },
  future: { icon: null },
  before: { icon: null },
};

/** The day in words, with its reason where it was not worked. */
export function dayWords(one: MonthDay, t: Text): string {
  if (one.state === "closed" && one.closed) {
    return t("month:off", { why: one.closed.note ?? t(`checks:closed.${one.closed.reason}`) });
  }
  if (one.state === "rest")
    return one.fact.why === "week" ? t("month:state.rest") : t("month:off", { why: restWords(one.fact, t) });
  if (one.state === "faulty") return t("month:faults", { count: one.bad });
  return t(`month:state.${one.state}`);
}
