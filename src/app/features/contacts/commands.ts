import type { Contact } from "#domain/contacts/contact-kinds.ts";
import type { Fields } from "#domain/record.ts";
import type { Result } from "#kernel/result.ts";
import type { Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";
import type { Kept } from "../../book/form-draft.ts";

/** The deeds on the contact ladder. */
export type Saving = Promise<Result<Saved, string>>;

export interface Known {
  readonly id: string;
  readonly seq: number;
  readonly body: Contact;
}

export function saveContact(hand: Hand, known: Known | null, next: Contact, kept: Kept): Saving {
  return hand.commit(async (tx) => ({
    action: "contact.edit",
    changes: known
      ? [
          {
            ...{ c: "set", kind: "contact", id: known.id, base: known.seq },
            fields: changedFields(known.body, next),
          },
        ]
      : await tx.make("contact", kept.id, next as Fields),
    settlesDrafts: [kept.key],
  }));
}

export function deleteContact(hand: Hand, id: string): Saving {
  return hand.commit({ action: "contact.edit", changes: [{ c: "delete", kind: "contact", id }] });
}

/** Only what differs is written; what was emptied is cleared. */
function changedFields(before: Contact, after: Contact): Fields {
  const names = ["system", "level", "name", "phone", "hours", "note"] as const;
  return Object.fromEntries(
    names.filter((name) => before[name] !== after[name]).map((name) => [name, after[name] ?? null]),
  );
}
