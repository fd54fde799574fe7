import type { Call } from "#domain/calls/call-kinds.ts";
import type { Addressee } from "#domain/calls/call-states.ts";
import { addresseeOf } from "#domain/calls/who-acts.ts";
import { readTelephone } from "#domain/contacts/telephone.ts";
import { noteLimit, overLimit, shortLimit } from "#domain/notes/limits.ts";
import type { SupportVisit } from "#domain/support/support-kinds.ts";
import { earliestVisitDay, peopleLimit } from "#domain/support/visit-limits.ts";
import { isCalendarDay } from "#kernel/calendar.ts";
import { isWholeWithin, type TypedNumber } from "#kernel/typed-number.ts";

/** A visit as the form holds it: plain values, empty text for what is not said, counts as typed. */
export interface VisitDraft {
  readonly day: string;
  /** Empty at the counter of the centre. */
  readonly village: string;
  readonly sort: string;
  readonly form: string;
  readonly result: string;
  readonly people: TypedNumber;
  readonly groups: Readonly<Record<string, TypedNumber>>;
  readonly note: string;
  readonly wantsCall: boolean;
  readonly contactName: string;
  readonly contactPhone: string;
  /** Who is to call; empty as long as the result says it. */
  readonly to: Addressee | "";
}

/** What is remembered from one visit to the next; the rest starts afresh. */
export interface LastVisit {
  readonly village: string;
  readonly form: string;
  readonly sort: string;
  readonly result: string;
}

export function emptyVisit(day: string, last: Pick<LastVisit, "village" | "form">): VisitDraft {
  return {
    day,
    village: last.village,
    form: last.form,
    sort: "",
    result: "done",
    people: 1,
    groups: {},
    note: "",
    wantsCall: false,
    contactName: "",
    contactPhone: "",
    to: "",
  };
}

/** `call` is what is kept apart of it, where this device holds it. */
export function draftOf(visit: SupportVisit, call?: Partial<Call>): VisitDraft {
  return {
    day: visit.day,
    village: visit.village ?? "",
    sort: visit.sort,
    form: visit.form,
    result: visit.result,
    people: visit.people,
    groups: visit.groups ?? {},
    note: call?.note ?? "",
    wantsCall: call?.to !== undefined,
    contactName: call?.name ?? "",
    contactPhone: call?.phone ?? "",
    to: call?.to ?? "",
  };
}

/** Who is to call, as it was chosen or as the result says. */
export function addresseeIn({
  to,
  result,
  village,
}: Pick<VisitDraft, "to" | "result" | "village">): Addressee {
  return to || addresseeOf({ result, ...(village === "" ? {} : { village }) });
}

export type VisitField =
  | "village"
  // There is none to choose from: nobody gave this helper one.
  | "noVillage"
  | "day"
  | "dayOld"
  | "sort"
  | "people"
  | "peopleMany"
  | "groups"
  | "note"
  | "contact"
  | "phone";

const fields: Partial<Record<VisitField, string>> = {
  noVillage: "village",
  dayOld: "day",
  peopleMany: "people",
  phone: "contact",
};

/** The field at which a problem stands. */
export function visitFieldOf(problem: VisitField): string {
  return fields[problem] ?? problem;
}

/** A group's count is a whole number; none is as good as nobody. */
export function isGroupWrong(count: TypedNumber): boolean {
  return count !== null && !isWholeWithin(count, 0, peopleLimit);
}

function isTooMany(count: TypedNumber): boolean {
  return /^\d+$/.test(String(count).trim()) && Number(count) > peopleLimit;
}

/**
 * What is still to mend, in the order of the form; each name is a key of `support:errors`. What stood in the visit
 * `before` it was opened is not found fault with.
 */
export function visitProblems(
  draft: VisitDraft,
  today: string,
  needsVillage: boolean,
  before?: Pick<VisitDraft, "day" | "contactPhone">,
): VisitField[] {
  const problems: VisitField[] = [];
  if (needsVillage && draft.village === "") problems.push("village");
  if (!isCalendarDay(draft.day) || draft.day > today) problems.push("day");
  else if (draft.day < earliestVisitDay(today) && draft.day !== before?.day) problems.push("dayOld");
  if (draft.sort === "") problems.push("sort");
  if (Object.values(draft.groups).some(isGroupWrong)) problems.push("groups");
  if (isTooMany(draft.people)) problems.push("peopleMany");
  else if (!isWholeWithin(draft.people, 1, peopleLimit)) problems.push("people");
  if (overLimit(draft.note, noteLimit) > 0) problems.push("note");
  if (overLimit(draft.contactName, shortLimit) + overLimit(draft.contactPhone, shortLimit) > 0)
    problems.push("contact");
  else if (isPhoneWrong(draft) && draft.contactPhone !== before?.contactPhone) problems.push("phone");
  return problems;
}

/** A number to call back may be left out, but what is written can be dialled. */
function isPhoneWrong({ wantsCall, contactPhone }: VisitDraft): boolean {
  return wantsCall && contactPhone.trim() !== "" && readTelephone(contactPhone).numbers.length === 0;
}

/** What the parts of the form are given. */
export interface VisitFieldsProps {
  readonly draft: VisitDraft;
  readonly change: (part: Partial<VisitDraft>) => void;
  readonly today: string;
  readonly problems: readonly VisitField[];
  /** What is kept apart was erased: it takes nothing any more. */
  readonly ended?: boolean;
}
