import type { Fields } from "#domain/record.ts";
import { accept, type Result } from "#kernel/result.ts";
import type { Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";
import type { Kept } from "../../book/form-draft.ts";
import type { VisitDraft } from "./visit-draft.ts";

/** The deeds on visits. Personal fields are given flat; the engine sends them apart. */
export type Saving = Promise<Result<Saved, string>>;

export async function saveVisit(hand: Hand, draft: VisitDraft, { key, id }: Kept): Saving {
  const saved = await hand.commit(async (tx) => ({
    action: "support.visit",
    changes: await tx.make("supportVisit", id, present(visitFields(draft))),
    settlesDrafts: [key],
  }));
  return saved.ok ? accept({ ...saved.value, ids: [id] }) : saved;
}

/** "+1" in a crowd: one more of the same, one person, without note or contact. */
export function tallyVisit(hand: Hand, draft: VisitDraft): Saving {
  const { day, village, sort, form, result } = draft;
  const fields = visitFields({
    ...draft,
    day,
    village,
    sort,
    form,
    result,
    people: 1,
    groups: {},
    note: "",
    contactName: "",
    contactPhone: "",
  });
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
  const old = visitFields(before);
  const fields = Object.fromEntries(
    Object.entries(visitFields(after)).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(old[field]),
    ),
  );
  return hand.commit({
    action: "support.edit",
    changes: [{ c: "set", kind: "supportVisit", id, fields, base }],
    settlesDrafts: [settles],
  });
}

export function deleteVisit(hand: Hand, id: string): Saving {
  return hand.commit({ action: "support.delete", changes: [{ c: "delete", kind: "supportVisit", id }] });
}

export function restoreVisit(hand: Hand, id: string): Saving {
  return hand.commit({ action: "record.restore", changes: [{ c: "restore", kind: "supportVisit", id }] });
}

/** Every field of the form; `null` for what is empty. */
function visitFields(draft: VisitDraft): Record<string, Fields[string]> {
  const groups: Record<string, number> = {};
  for (const [code, count] of Object.entries(draft.groups))
    if (typeof count === "number" && count > 0) groups[code] = count;
  const text = (value: string) => (value.trim() === "" ? null : value.trim());
  return {
    day: draft.day,
    village: draft.village === "" ? null : draft.village,
    sort: draft.sort,
    form: draft.form,
    result: draft.result,
    people: Number(draft.people),
    groups: Object.keys(groups).length === 0 ? null : groups,
    note: text(draft.note),
    contactName: draft.wantsCall ? text(draft.contactName) : null,
    contactPhone: draft.wantsCall ? text(draft.contactPhone) : null,
  };
}

function present(fields: Record<string, Fields[string]>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Fields;
}
