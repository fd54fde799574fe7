import { type Contact, type ContactLevel, contactSchema } from "#domain/contacts/contact-kinds.ts";
import { anySystem } from "#domain/contacts/systems.ts";
import { readTelephone } from "#domain/contacts/telephone.ts";
import { overLimit, shortLimit } from "#domain/notes/limits.ts";

/** A contact as the form holds it; `own` is the commune's word for a system that the app does not know. */
export interface ContactDraft {
  readonly system: string;
  readonly own: string;
  readonly level: string;
  readonly name: string;
  readonly phone: string;
  readonly hours: string;
  readonly note: string;
}

export const ownSystem = "own";

export const emptyContact: ContactDraft = {
  system: anySystem,
  own: "",
  level: "team",
  name: "",
  phone: "",
  hours: "",
  note: "",
};

export type ContactField = "own" | "name" | "phone" | "hours";

/** What is still to mend, in the order of the form; each name is a key of `contacts:errors`. */
export function contactProblems(draft: ContactDraft): ContactField[] {
  const problems: ContactField[] = [];
  if (draft.system === ownSystem && draft.own.trim() === "") problems.push("own");
  if (draft.name.trim() === "" || overLimit(draft.name, shortLimit) > 0) problems.push("name");
  if (readTelephone(draft.phone).numbers.length === 0) problems.push("phone");
  if (overLimit(draft.hours, shortLimit) > 0) problems.push("hours");
  return problems;
}

/** The contact that the form says; null where the schema would not take it. */
export function contactFrom(draft: ContactDraft): Contact | null {
  const said = (name: "hours" | "note") => (draft[name].trim() === "" ? {} : { [name]: draft[name].trim() });
  const parsed = contactSchema.safeParse({
    system: draft.system === ownSystem ? draft.own.trim() : draft.system,
    level: draft.level as ContactLevel,
    name: draft.name.trim(),
    phone: draft.phone.trim(),
    ...said("hours"),
    ...said("note"),
  });
  return parsed.success ? parsed.data : null;
}

export function draftOf(contact: Contact, known: readonly string[]): ContactDraft {
  const isKnown = known.includes(contact.system);
  return {
    system: isKnown ? contact.system : ownSystem,
    own: isKnown ? "" : contact.system,
    level: contact.level,
    name: contact.name,
    phone: contact.phone,
    hours: contact.hours ?? "",
    note: contact.note ?? "",
  };
}
