import type { CallEntry } from "#domain/calls/call-kinds.ts";
import type { Addressee, CallState } from "#domain/calls/call-states.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";
import type { DraftChange, OpDraft, Saved } from "#sync/commit.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { callOf } from "../../book/calls.ts";
import type { Hand } from "../../book/deed.ts";

/** One deed on a call-back: what it adds to the story, and where the record is afterwards. */
interface Step {
  readonly action: OpDraft["action"];
  readonly sort: CallEntry["sort"];
  readonly state?: CallState;
  readonly to?: Addressee;
}

export const steps = {
  noAnswer: { action: "call.no-answer", sort: "no-answer" },
  called: { action: "call.called", sort: "called", state: "called" },
  toCentre: { action: "call.hand-over", sort: "handed", state: "waiting", to: "centre" },
  toPolice: { action: "call.hand-over", sort: "handed", state: "waiting", to: "police" },
  receive: { action: "call.receive", sort: "received", state: "received" },
  done: { action: "call.done", sort: "done", state: "done" },
  reopen: { action: "call.reopen", sort: "reopened", state: "waiting" },
} as const satisfies Record<string, Step>;
export type StepName = keyof typeof steps;

/** What an undo needs: how it was, and what was added. */
export interface Taken {
  readonly before: Pick<StoredRow, "id" | "body">;
  readonly after: { readonly state: CallState; readonly to: Addressee | undefined };
  readonly entry: string;
}

/** The entry comes first: those who hand it on may not read it afterwards. */
export async function takeStep(hand: Hand, id: string, name: StepName): Promise<Result<Taken, string>> {
  const step: Step = steps[name];
  const entry = hand.newId();
  let taken: Taken | undefined;
  const saved = await hand.commit(async (tx) => {
    const row = await tx.row(id);
    if (!row) return refuse("unknown-record");
    const { state, to } = callOf(row);
    const after = { state: step.state ?? state, to: step.to ?? to };
    taken = { before: row, after, entry };
    const fields = { sort: step.sort, ...(step.to ? { to: step.to } : {}) };
    return {
      action: step.action,
      changes: [
        { c: "append", kind: "callEntry", id: entry, under: id, fields },
        ...turned(id, { state, to }, after),
      ],
    };
  });
  if (!saved.ok) return saved;
  return taken ? accept(taken) : refuse("unknown-record");
}

/** Brings back exactly what was, as far as nobody has changed it since. */
export function undoStep(hand: Hand, { before, after, entry }: Taken): Promise<Result<Saved, string>> {
  return hand.commit(async (tx) => {
    const was = callOf(before);
    const is = callOf((await tx.row(before.id)) ?? before);
    const back = {
      state: is.state === after.state ? was.state : is.state,
      to: is.to === after.to ? was.to : is.to,
    };
    return {
      action: "call.undo",
      changes: [
        { c: "delete", kind: "callEntry", id: entry },
        ...turned(before.id, { state: is.state, to: is.to }, back),
      ],
    };
  });
}

interface Standing {
  readonly state: CallState;
  readonly to: Addressee | undefined;
}

function turned(id: string, from: Standing, to: Standing): DraftChange[] {
  const moves: DraftChange[] =
    from.state === to.state ? [] : [{ c: "move", kind: "callBack", id, from: from.state, to: to.state }];
  const sets: DraftChange[] =
    from.to === to.to ? [] : [{ c: "set", kind: "callBack", id, fields: { to: to.to ?? null } }];
  return [...moves, ...sets];
}
