import { callIdOf } from "#domain/calls/call-id.ts";
import type { Fields } from "#domain/record.ts";
import { accept, type Result } from "#kernel/result.ts";
import type { DraftChange, Saved } from "#sync/commit.ts";
import type { CommandTx, Hand } from "../../book/deed.ts";
import type { Kept } from "../../book/form-draft.ts";
import { addresseeIn, type VisitDraft } from "./visit-draft.ts";

/** The deeds on visits. What only those may read who must act is a record of its own beside the visit. */
export type Saving = Promise<Result<Saved, string>>;

export async function saveVisit(hand: Hand, draft: VisitDraft, { key, id }: Kept): Saving {
  const apart = present(callFields(draft));
  const saved = await hand.commit(async (tx) => ({
    action: "support.visit",
    changes: [
      ...(await tx.make("supportVisit", id, present(visitFields(draft)))),
      ...(holdsSomething(apart) ? await tx.make("callBack", callIdOf(id), apart) : []),
    ],
    settlesDrafts: [key],
  }));
  return saved.ok ? accept({ ...saved.value, ids: [id] }) : saved;
}

/** "+1" in a crowd: one more of the same, one person of the groups that are shown, without note or contact. */
export function tallyVisit(hand: Hand, draft: VisitDraft): Saving {
  const shown = Object.entries(draft.groups).filter(([, count]) => typeof count === "number" && count > 0);
  const groups = Object.fromEntries(shown.map(([code]) => [code, 1]));
  const fields = visitFields({ ...draft, people: 1, groups });
  return hand.commit({
    action: "support.tally",
    changes: [
      { c: "create", kind: "supportVisit", id: hand.newId(), fields: { ...present(fields), tally: true } },
    ],
  });
}

/** Sends only what was changed, so that another's change of another field stands. */
export function editVisit(
  hand: Hand,
  id: string,
  before: VisitDraft,
  after: VisitDraft,
  base: number,
  settles: string,
): Saving {
  const fields = changed(visitFields(before), visitFields(after));
  return hand.commit(async (tx) => ({
    action: "support.edit",
    changes: [
      { c: "set", kind: "supportVisit", id, fields, base },
      ...(await callChanges(tx, callIdOf(id), before, after)),
    ],
    settlesDrafts: [settles],
  }));
}

async function callChanges(
  tx: CommandTx,
  id: string,
  before: VisitDraft,
  after: VisitDraft,
): Promise<DraftChange[]> {
  const apart = callFields(after);
  if (await tx.row(id)) {
    const fields = changed(callFields(before), apart);
    return Object.keys(fields).length > 0 ? [{ c: "set", kind: "callBack", id, fields }] : [];
  }
  const fields = present(apart);
  return holdsSomething(fields) ? [{ c: "create", kind: "callBack", id, fields }] : [];
}

export function deleteVisit(hand: Hand, id: string): Saving {
  return hand.commit(async (tx) => {
    const call = await tx.row(callIdOf(id));
    return {
      action: "support.delete",
      changes: [
        { c: "delete", kind: "supportVisit", id },
        ...(call ? [{ c: "delete", kind: "callBack", id: call.id } as const] : []),
      ],
    };
  });
}

/** What is kept apart of it comes back with it on the server. */
export function restoreVisit(hand: Hand, id: string): Saving {
  return hand.commit({ action: "record.restore", changes: [{ c: "restore", kind: "supportVisit", id }] });
}

type Given = Record<string, Fields[string]>;

/** Every field of the form that is counted; `null` for what is empty. */
function visitFields(draft: VisitDraft): Given {
  const groups: Record<string, number> = {};
  for (const [code, count] of Object.entries(draft.groups))
    if (typeof count === "number" && count > 0) groups[code] = count;
  return {
    day: draft.day,
    village: draft.village === "" ? null : draft.village,
    sort: draft.sort,
    form: draft.form,
    result: draft.result,
    people: Number(draft.people),
    groups: Object.keys(groups).length === 0 ? null : groups,
  };
}

/** What is kept apart: the note, and where somebody is to call, whom and about what. */
function callFields(draft: VisitDraft): Given {
  const text = (value: string) => (value.trim() === "" ? null : value.trim());
  const [name, phone] = draft.wantsCall ? [text(draft.contactName), text(draft.contactPhone)] : [null, null];
  const asks = draft.wantsCall;
  return {
    village: draft.village === "" ? null : draft.village,
    sort: asks ? draft.sort : null,
    day: asks ? draft.day : null,
    to: asks ? addresseeIn(draft) : null,
    name,
    phone,
    note: text(draft.note),
  };
}

function holdsSomething(fields: Fields): boolean {
  return ["to", "name", "phone", "note"].some((field) => Object.hasOwn(fields, field));
}

function changed(before: Given, after: Given): Fields {
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field])),
  ) as Fields;
}

function present(fields: Given): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Fields;
}
