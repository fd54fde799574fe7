import type { CheckRun, CheckTemplate } from "#domain/checks/check-kinds.ts";
import { latenessOf, minutesLate } from "#domain/checks/due.ts";
import { formatDuration, formatMoment } from "../../i18n/format.ts";
import type { Text } from "../../i18n/i18n.ts";

/** *Trễ 34 phút*, and what became of it; null for a check that is in time. `run` may not have been begun. */
export function lateWords(
  template: Pick<CheckTemplate, "dueTime">,
  run: Pick<CheckRun, "day" | "slot" | "completed">,
  now: number,
  t: Text,
): string | null {
  const { completed } = run;
  const time = completed ? formatMoment(completed.at, now) : "";
  if (latenessOf(template, run) === "otherDay") return t("checks:late.otherDay", { time });
  const minutes = minutesLate(template, run, now);
  if (minutes === 0) return null;
  return t(completed ? "checks:late.done" : "checks:late.open", {
    late: formatDuration(minutes * 60_000),
    time,
  });
}
