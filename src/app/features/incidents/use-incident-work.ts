import { useState } from "react";
import type { ContactLevel } from "#domain/contacts/contact-kinds.ts";
import { ladderFor, nextRung } from "#domain/contacts/ladder.ts";
import { movesFrom } from "#domain/incidents/incident-order.ts";
import type { IncidentState } from "#domain/incidents/incident-states.ts";
import { noteLimit, overLimit } from "#domain/notes/limits.ts";
import { mayDo } from "#domain/rights.ts";
import type { Refusal } from "#kernel/result.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { type Kept, useFormDraft } from "../../book/form-draft.ts";
import { useContacts } from "../../book/incident-contacts.tsx";
import { incidentOf } from "../../book/incident-row.tsx";
import { isKept } from "../../book/kept/only-read.tsx";
import { useMe } from "../../logbook-context.tsx";
import { addEntry, moveIncident } from "./commands.ts";
import { escalateIncident } from "./work-commands.ts";

/** What this person may do about an incident: the next line of its timeline, and its moves. */
export interface IncidentWork {
  /** False for those who only read it. */
  readonly mayWrite: boolean;
  readonly text: string;
  /** Pressed without a word: the field says so. */
  readonly isEmptyPressed: boolean;
  readonly refusal: Refusal | null;
  readonly write: (text: string) => void;
  readonly note: () => void;
  /** The move that its state asks of this person next; null where there is none. */
  readonly main: IncidentState | null;
  /** The other moves that its state allows. */
  readonly others: readonly IncidentState[];
  /** The rung above the one that it has reached. */
  readonly nextLevel: ContactLevel | undefined;
  /** What is typed goes along. */
  readonly move: (to: IncidentState) => void;
}

const mainMoves: Readonly<Partial<Record<IncidentState, IncidentState>>> = {
  new: "acknowledged",
  acknowledged: "resolved",
  working: "resolved",
  escalated: "resolved",
  resolved: "closed",
};

export function useIncidentWork(row: StoredRow): IncidentWork {
  const me = useMe();
  const hand = useHand();
  const [pressed, setPressed] = useState(false);
  const form = useFormDraft(`incident/${row.id}/entry`, () => ({ text: "" }));
  const { state, level, assignee, group, system } = incidentOf(row);
  const contacts = useContacts() ?? [];
  const nextLevel = nextRung(ladderFor(contacts, { group, system }), level)?.level;
  const { text } = form.value;
  const mayMove = !isKept(row) && mayDo(me.rights, "incident", "move");

  const once = (verb: (kept: Kept) => ReturnType<typeof addEntry>) => {
    if (overLimit(text, noteLimit) === 0) void form.save(verb, { next: { text: "" } });
  };
  const note = () => {
    setPressed(text.trim() === "");
    if (text.trim() !== "") once((kept) => addEntry(hand, row.id, text, kept));
  };
  const move = (to: IncidentState) =>
    once((kept) =>
      to === "escalated"
        ? escalateIncident(hand, row, nextLevel, { text, kept })
        : moveIncident(
            hand,
            // Whoever takes what is new has it, whoever it was meant for.
            { id: row.id, from: state, base: row.seq, free: assignee === undefined || state === "new" },
            to,
            text,
            kept,
          ),
    );
  const main = mayMove ? (mainMoves[state] ?? null) : null;
  const moves = movesFrom(state);
  // Escalated once, it may have to go further up.
  const offered = state === "escalated" && nextLevel ? [...moves, "escalated" as const] : moves;
  return {
    mayWrite: !isKept(row) && mayDo(me.rights, "incidentEntry", "append"),
    isEmptyPressed: pressed && text.trim() === "",
    write: (next) => form.change({ text: next }),
    refusal: form.refusal,
    others: mayMove ? offered.filter((to) => to !== main) : [],
    ...{ text, note, main, nextLevel, move },
  };
}
