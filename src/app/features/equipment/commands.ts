import type { Fields } from "#domain/record.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import { accept, type Result } from "#kernel/result.ts";
import type { Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";
import type { Kept } from "../../book/form-draft.ts";

/** The deeds on the register of things. Nothing is deleted: what is gone is taken out of use. */
type Saving = Promise<Result<Saved, string>>;

export async function addThing(hand: Hand, fields: Fields, { key, id }: Kept): Saving {
  const saved = await hand.commit(async (tx) => ({
    action: "equipment.edit",
    changes: await tx.make("equipment", id, fields),
    settlesDrafts: [key],
  }));
  return saved.ok ? accept({ ...saved.value, ids: [id] }) : saved;
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
