import { type CalendarDay, daysBetween } from "#kernel/calendar.ts";
import type { Equipment } from "./org-kinds.ts";

/** So long before the end of a warranty it is time to have things looked at. */
export const warrantyWarnDays = 60;

export type WarrantyState = "unknown" | "running" | "ending" | "over";

/** How a warranty stands; `left` counts the days from today up to its last one. */
export function warrantyOf(
  { warrantyUntil }: Pick<Equipment, "warrantyUntil">,
  today: CalendarDay,
): { readonly state: WarrantyState; readonly left: number } {
  if (warrantyUntil === undefined) return { state: "unknown", left: 0 };
  const left = daysBetween(today, warrantyUntil);
  if (left < 0) return { state: "over", left };
  return { state: left <= warrantyWarnDays ? "ending" : "running", left };
}
