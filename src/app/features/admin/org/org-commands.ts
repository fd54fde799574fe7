import { calendarMarkId, type MarkReason } from "#domain/org/calendar/calendar-kinds.ts";
import { type Lineage, renameFields } from "#domain/org/lineage.ts";
import type { Fields } from "#domain/record.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import type { Json } from "#kernel/json.ts";
import type { Result } from "#kernel/result.ts";
import type { DraftChange, Saved } from "#sync/commit.ts";
import type { Hand } from "../../../book/deed.ts";

/** The deeds on the commune's own lists. Each is one op, like everything that is written down. */
type Saving = Promise<Result<Saved, string>>;

export interface Mark {
  readonly day: CalendarDay;
  readonly work: boolean;
  readonly why: MarkReason;
  readonly name?: string | undefined;
  readonly pair?: CalendarDay | undefined;
}

/** Marks days of the calendar, a swap's two days together. */
export function markDays(hand: Hand, marks: readonly Mark[]): Saving {
  return hand.commit(async (tx) => {
    const changes: DraftChange[] = [];
    for (const { day, work, why, name, pair } of marks) {
      const fields = { day, work, why, name: name?.trim() || null, pair: pair ?? null };
      changes.push(...(await tx.put("calendarMark", calendarMarkId(day), fields)));
    }
    return { action: "org.edit", changes };
  });
}

export function unmarkDays(hand: Hand, days: readonly CalendarDay[]): Saving {
  return hand.commit({
    action: "org.edit",
    changes: days.map((day) => ({ c: "delete", kind: "calendarMark", id: calendarMarkId(day) })),
  });
}

export type OrgKind = "unit" | "village" | "site";

export function addRecord(hand: Hand, kind: OrgKind, fields: Readonly<Record<string, Json>>): Saving {
  return hand.commit({
    action: "org.edit",
    changes: [{ c: "create", kind, id: hand.newId(), fields: withoutNull(fields) }],
  });
}

export function setRecord(hand: Hand, kind: OrgKind, id: string, fields: Fields): Saving {
  return hand.commit({ action: "org.edit", changes: [{ c: "set", kind, id, fields }] });
}

/** A new name from a day on; the old one stays with its last day, and what was written under it is untouched. */
export function rename(
  hand: Hand,
  kind: OrgKind,
  { id, body }: { readonly id: string; readonly body: Lineage },
  name: string,
  from: CalendarDay,
): Saving {
  return setRecord(hand, kind, id, renameFields(body, name, from));
}

export function mergeInto(hand: Hand, kind: OrgKind, id: string, into: string, on: CalendarDay): Saving {
  return setRecord(hand, kind, id, { mergedInto: into, mergedOn: on });
}

export function takeApart(hand: Hand, kind: OrgKind, id: string): Saving {
  return setRecord(hand, kind, id, { mergedInto: null, mergedOn: null });
}

function withoutNull(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
