import { DAY_MS, isCalendarDay, startOfDay } from "#kernel/calendar.ts";
import type { RecordRow } from "../record.ts";

/** What it holds about the person is kept so long after it is done; the commune may set from 1 to 90 days. */
export const usualCallDays = 30;
/** No setting goes beyond, and what nobody ended goes this long after the visit. */
export const mostCallDays = 90;

/** The commune's setting, as it may stand in its record; what is not a setting counts as none. */
export function callDaysOf(commune: { readonly callDays?: unknown } | undefined): number {
  const days = commune?.callDays;
  return Number.isInteger(days) && Number(days) >= 1 && Number(days) <= mostCallDays
    ? Number(days)
    : usualCallDays;
}

/**
 * When the content is to be gone: its days after it was done or taken back, and at the latest 90 days after the visit. A
 * note for which nobody has to do anything is done when it is written.
 */
export function callEndsAt({ body, deleted, changed }: RecordRow, days: number): number {
  const { to, state, day } = body;
  const isAsked = typeof to === "string";
  const done =
    deleted || state === "done" || !isAsked ? changed.at + days * DAY_MS : Number.POSITIVE_INFINITY;
  const latest =
    isAsked && typeof day === "string" && isCalendarDay(day)
      ? startOfDay(day) + (mostCallDays + 1) * DAY_MS
      : changed.at + mostCallDays * DAY_MS;
  return Math.min(done, latest);
}
