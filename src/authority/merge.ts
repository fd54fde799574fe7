import type { KindDefinition } from "#domain/kind.ts";
import { type Json, sameJson } from "#kernel/json.ts";
import type { FieldClock } from "./commune-store.ts";

/** What becomes of one register. `loser` is set when two people wrote it without seeing each other. */
export type RegisterVerdict =
  | { readonly write: true; readonly loser?: "theirs" }
  | { readonly write: false; readonly loser?: "mine"; readonly superseded?: true };

export interface RegisterQuestion {
  readonly definition: KindDefinition;
  readonly field: string;
  readonly clock: FieldClock | undefined;
  readonly current: Json | undefined;
  readonly wanted: Json;
  /** The seq of the record that the author was looking at. */
  readonly base: number;
  readonly device: string;
  readonly n: number;
  readonly effective: number;
  /** The author's device has written this register since, and that came first: whoever holds it now. */
  readonly isLate?: boolean;
  /** What the server's clock says. A time ahead of it was given while that clock was wrong, and says nothing. */
  readonly now: number;
}

/**
 * Merges one write into one register. Seeing beats clocks: a write by someone who had seen the current value always
 * stands. Clocks only choose between writes that did not see each other, and then the loser stays visible.
 * Total and deterministic.
 */
export function mergeRegister(question: RegisterQuestion): RegisterVerdict {
  const { clock, definition, field } = question;
  // Of one op the later change stands, and one that a message had told in part is written anew.
  const isMine = clock?.device === question.device;
  if (question.isLate || (isMine && clock.n > question.n)) return { write: false, superseded: true };
  if (!clock || isMine) return { write: true };
  if (clock.seq <= question.base) return { write: true };
  if (isSame(definition, field, question.current, question.wanted)) return { write: false };
  if (definition.firstWins.includes(field)) return { write: false };
  if (definition.guarded.includes(field)) return { write: false, loser: "mine" };
  return isLater(question, clock) ? { write: true, loser: "theirs" } : { write: false, loser: "mine" };
}

function isLater(mine: RegisterQuestion, theirs: FieldClock): boolean {
  if (theirs.at > mine.now) return true;
  if (mine.effective !== theirs.at) return mine.effective > theirs.at;
  return mine.device > theirs.device;
}

function isSame(definition: KindDefinition, field: string, a: Json | undefined, b: Json): boolean {
  return sameJson(a ?? null, b) || (definition.sameValue?.(field, a, b) ?? false);
}
