import { calendarMarkId, type MarkReason } from "#domain/org/calendar/calendar-kinds.ts";
import { type Lineage, renameFields } from "#domain/org/lineage.ts";
import type { Fields } from "#domain/record.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import type { Json } from "#kernel/json.ts";
import type { Result } from "#kernel/result.ts";
import type { DraftChange, Saved } from "#sync/commit.ts";
import type { Hand } from "../../../book/deed.ts";
import type { Kept } from "../../../book/form-draft.ts";

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
export function markDays(hand: Hand, marks: readonly Mark[], kept?: Kept): Saving {
  return hand.commit(async (tx) => {
    const changes: DraftChange[] = [];
    for (const { day, work, why, name, pair } of marks) {
      const fields = { day, work, why, name: name?.trim() || null, pair: pair ?? null };
      changes.push(...(await tx.put("calendarMark", calendarMarkId(day), fields)));
    }
    return { action: "org.edit", changes, ...(kept ? { settlesDrafts: [kept.key] } : {}) };
  });
}

export function unmarkDays(hand: Hand, days: readonly CalendarDay[]): Saving {
  return hand.commit({
    action: "org.edit",
    changes: days.map((day) => ({ c: "delete", kind: "calendarMark", id: calendarMarkId(day) })),
  });
}

export type OrgKind = "unit" | "village" | "site";

/** Makes the record of a form, one however many tabs show the form; `order` puts it behind those that are there. */
export function addRecord(
  hand: Hand,
  kind: OrgKind,
  { order, ...fields }: Readonly<Record<string, Json>>,
  kept: Kept,
): Saving {
  return hand.commit(async (tx) => {
    const placed = (await tx.row(kept.id)) ? fields : { ...fields, order: order ?? null };
    return {
      action: "org.edit",
      changes: await tx.make(kind, kept.id, withoutNull(placed)),
      settlesDrafts: [kept.key],
    };
  });
}

interface Known {
  readonly id: string;
  readonly body: object;
}

/** Writes only what differs from what the person saw; null clears. */
export function setRecord(
  hand: Hand,
  kind: OrgKind,
  { id, body }: Known,
  fields: Fields,
  kept?: Kept,
): Saving {
  const before = body as Fields;
  const differing = Object.entries(fields).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name] ?? null),
  );
  const changes: DraftChange[] =
    differing.length > 0 ? [{ c: "set", kind, id, fields: Object.fromEntries(differing) }] : [];
  return hand.commit(async () => ({
    action: "org.edit",
    changes,
    ...(kept ? { settlesDrafts: [kept.key] } : {}),
  }));
}

/** A new name from a day on; the old one stays with its last day, and what was written under it is untouched. */
export function rename(
  hand: Hand,
  kind: OrgKind,
  known: { readonly id: string; readonly body: Lineage },
  name: string,
  from: CalendarDay,
  kept: Kept,
): Saving {
  return setRecord(hand, kind, known, renameFields(known.body, name, from), kept);
}

export function mergeInto(
  hand: Hand,
  kind: OrgKind,
  known: Known,
  into: string,
  on: CalendarDay,
  kept: Kept,
): Saving {
  return setRecord(hand, kind, known, { mergedInto: into, mergedOn: on }, kept);
}

export function takeApart(hand: Hand, kind: OrgKind, known: Known): Saving {
  return setRecord(hand, kind, known, { mergedInto: null, mergedOn: null });
}

function withoutNull(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
