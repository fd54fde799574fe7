import type { MonthDay } from "#domain/checks/month-sheet.ts";
import { restWords } from "../../book/checks/rest-words.ts";
import { formatDuration } from "../../i18n/format.ts";
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
  const state =
    one.state === "faulty" ? t("month:faults", { count: one.bad }) : t(`month:state.${one.state}`);
  const late = lateOf(one, t);
  if (late === null) return state;
  return one.state === "late" ? late : `${state}, ${late}`;
}

/** *hoàn tất trễ 34 phút*, *ghi bù*; null in time. */
function lateOf({ late, completed }: MonthDay, t: Text): string | null {
  if (late === null) return null;
  if (late === "otherDay") return t("month:late.otherDay");
  return t(completed ? "month:late.done" : "month:late.open", { late: formatDuration(late * 60_000) });
}

/** A day that is late looks so though nothing was done on it yet. */
export function signOf({ state, late }: MonthDay) {
  return daySigns[state === "due" && late !== null ? "late" : state];
}
