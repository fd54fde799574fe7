import type { RosterEvent } from "#documents/roster-calendar.ts";
import { endOf, startOf } from "#domain/roster/shift-times.ts";
import type { StoredRow } from "#sync/device-store.ts";
import type { RosterShift } from "./use-roster.ts";

/** Shifts that a calendar of this device was given before, with their hours, Unix ms: what to cancel when they go. */
export type Handed = Readonly<Record<string, readonly [from: number, to: number]>>;

export interface EventWords {
  readonly title: (shift: RosterShift) => string;
  readonly place: (shift: RosterShift) => string | undefined;
  /** Of a shift that is no longer on. */
  readonly cancelled: string;
}

/**
 * What a calendar is to be told: the shifts as they are, and of those it was given before the ones that were deleted or
 * have gone to somebody else.
 */
export function rosterEvents(
  shifts: readonly RosterShift[],
  handed: Handed,
  gone: ReadonlyMap<string, StoredRow>,
  words: EventWords,
  now: number,
): { readonly events: readonly RosterEvent[]; readonly handed: Handed } {
  const current = new Set(shifts.map(({ id }) => id));
  const events = shifts.map(
    (shift): RosterEvent => ({
      id: shift.id,
      from: startOf(shift.body),
      to: endOf(shift.body),
      title: words.title(shift),
      place: words.place(shift),
      note: shift.body.note,
      changed: shift.row.changed.at,
      cancelled: false,
    }),
  );
  const cancelled = Object.entries(handed).flatMap(([id, [from, to]]): RosterEvent[] => {
    if (current.has(id) || to <= now) return [];
    const changed = gone.get(id)?.changed.at ?? now;
    return [{ id, from, to, title: words.cancelled, changed, cancelled: true }];
  });
  const coming = [...events, ...cancelled].filter(({ to }) => to > now);
  return {
    events: [...events, ...cancelled],
    handed: Object.fromEntries(coming.map(({ id, from, to }) => [id, [from, to]])),
  };
}
