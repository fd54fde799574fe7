import { noteLimit, overLimit, shortLimit } from "#domain/notes/limits.ts";
import type { Equipment } from "#domain/org/org-kinds.ts";
import type { Fields } from "#domain/record.ts";
import { isCalendarDay } from "#kernel/calendar.ts";
import { fold } from "#kernel/text.ts";

const texts = ["code", "name", "sort", "place", "site", "serial", "supplier", "owner", "note"] as const;
const days = ["boughtOn", "warrantyUntil"] as const;
const fields = [...texts, ...days] as const;
export type ThingField = (typeof fields)[number];

/** A thing as the form holds it; empty text for what is not said. */
export type ThingDraft = Readonly<Record<ThingField, string>>;

export const emptyThing = Object.fromEntries(fields.map((field) => [field, ""])) as ThingDraft;

export function draftOfThing(body: Equipment): ThingDraft {
  return Object.fromEntries(fields.map((field) => [field, body[field] ?? ""])) as ThingDraft;
}

export type ThingProblem =
  | "code"
  | "codeTaken"
  | "name"
  | "long"
  | "boughtOn"
  | "warrantyDay"
  | "warrantyUntil";

/** What is still to mend, in the order of the form; each name is a key of `equipment:errors`. */
export function thingProblems(draft: ThingDraft, otherCodes: readonly string[]): ThingProblem[] {
  const problems: ThingProblem[] = [];
  const code = fold(draft.code);
  if (code === "") problems.push("code");
  else if (otherCodes.some((other) => fold(other) === code)) problems.push("codeTaken");
  if (draft.name.trim() === "") problems.push("name");
  if (texts.some((field) => overLimit(draft[field], field === "note" ? noteLimit : shortLimit) > 0))
    problems.push("long");
  const isBad = (day: string) => day !== "" && !isCalendarDay(day);
  if (isBad(draft.boughtOn)) problems.push("boughtOn");
  if (isBad(draft.warrantyUntil)) problems.push("warrantyDay");
  else if (
    isCalendarDay(draft.boughtOn) &&
    draft.warrantyUntil !== "" &&
    draft.warrantyUntil < draft.boughtOn
  )
    problems.push("warrantyUntil");
  return problems;
}

/** What is said; nothing is written of what is left empty. */
export function fieldsOfThing(draft: ThingDraft): Fields {
  return Object.fromEntries(
    fields.flatMap((field) => (draft[field].trim() === "" ? [] : [[field, draft[field].trim()]])),
  );
}

/** Only what differs from what the person saw; null clears. */
export function changedFields(before: ThingDraft, draft: ThingDraft): Fields {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = draft[field].trim();
      return value === before[field] ? [] : [[field, value === "" ? null : value]];
    }),
  );
}
