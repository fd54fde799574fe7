import type { Fields } from "#domain/record.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import type { Result } from "#kernel/result.ts";
import type { Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";

/** The deeds on the register of things. Nothing is deleted: what is gone is taken out of use. */
type Saving = Promise<Result<Saved, string>>;

export function addThing(hand: Hand, fields: Fields, settles: string): Saving {
  return hand.commit({
    action: "equipment.edit",
    changes: [{ c: "create", kind: "equipment", id: hand.newId(), fields }],
    settlesDrafts: [settles],
  });
}

export function editThing(hand: Hand, id: string, fields: Fields, base: number, settles: string): Saving {
  return hand.commit({
    action: "equipment.edit",
    changes: [{ c: "set", kind: "equipment", id, fields, base }],
    settlesDrafts: [settles],
  });
}

/** Out of use from a day on, or in use again. */
export function retireThing(hand: Hand, id: string, on: CalendarDay | null): Saving {
  return hand.commit({
    action: "equipment.edit",
    changes: [{ c: "set", kind: "equipment", id, fields: { retiredOn: on } }],
  });
}
