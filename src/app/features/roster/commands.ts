import type { Fields } from "#domain/record.ts";
import type { Shift } from "#domain/roster/shift-kinds.ts";
import { accept, type Result } from "#kernel/result.ts";
import type { DraftChange, Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";
import type { Kept } from "../../book/form-draft.ts";

/** The deeds on the roster. A chain of shifts is one deed, and so is taking it back. */
type Saving = Promise<Result<Saved, string>>;

const kind = "shift";

export async function makeShifts(hand: Hand, shifts: readonly Shift[], { key, id }: Kept): Saving {
  const ids = shifts.map((_, at) => (at === 0 ? id : `${id}-${at}`));
  const saved = await hand.commit(async (tx) => {
    const made = await Promise.all(
      shifts.map((fields, at) => tx.make(kind, ids[at] ?? id, { ...fields } as Fields)),
    );
    return { action: "roster.edit", changes: made.flat(), settlesDrafts: [key] };
  });
  return saved.ok ? accept({ ...saved.value, ids }) : saved;
}

export function removeShifts(hand: Hand, ids: readonly string[]): Saving {
  const changes = ids.map((id): DraftChange => ({ c: "delete", kind, id }));
  return hand.commit({ action: "roster.edit", changes });
}

/** What a shift says, put right by whoever makes the roster. */
export function editShift(hand: Hand, id: string, fields: Fields, base?: number): Saving {
  const seen = base === undefined ? {} : { base };
  return hand.commit({ action: "roster.edit", changes: [{ c: "set", kind, id, fields, ...seen }] });
}

/** The shift goes to another at once; nobody is left asked. */
export function assignShift(hand: Hand, id: string, person: string, base?: number): Saving {
  return editShift(hand, id, { person, asked: null, declined: null }, base);
}

/** Whoever holds the shift asks a colleague, or nobody any more. */
export function askFor(hand: Hand, id: string, colleague: string | null): Saving {
  return swap(hand, id, { asked: colleague, declined: null });
}

/** Whoever was asked takes the shift, or leaves it where it is. `base` is what they saw. */
export function answerSwap(hand: Hand, id: string, isTaken: boolean, base: number): Saving {
  const { person } = hand;
  return swap(hand, id, isTaken ? { person, asked: null } : { asked: null, declined: person }, base);
}

function swap(hand: Hand, id: string, fields: Fields, base?: number): Saving {
  const seen = base === undefined ? {} : { base };
  return hand.commit({ action: "roster.swap", changes: [{ c: "set", kind, id, fields, ...seen }] });
}
