import { noteLimit, overLimit, shortLimit } from "#domain/notes/limits.ts";
import type { SupportVisit } from "#domain/support/support-kinds.ts";

/** A visit as the form holds it: plain values, empty text for what is not said. */
export interface VisitDraft {
  readonly day: string;
  /** Empty at the counter of the centre. */
  readonly village: string;
  readonly sort: string;
  readonly form: string;
  readonly result: string;
  readonly people: number;
  readonly groups: Readonly<Record<string, number>>;
  readonly note: string;
  readonly wantsCall: boolean;
  readonly contactName: string;
  readonly contactPhone: string;
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
  };
}

export function draftOf(visit: SupportVisit): VisitDraft {
  return {
    day: visit.day,
    village: visit.village ?? "",
    sort: visit.sort,
    form: visit.form,
    result: visit.result,
    people: visit.people,
    groups: visit.groups ?? {},
    note: visit.note ?? "",
    wantsCall: Boolean(visit.contactName || visit.contactPhone),
    contactName: visit.contactName ?? "",
    contactPhone: visit.contactPhone ?? "",
  };
}

export type VisitField = "village" | "day" | "sort" | "people" | "note" | "contact";

/** What is still to mend, in the order of the form; each name is a key of `support:errors`. */
export function visitProblems(draft: VisitDraft, today: string, needsVillage: boolean): VisitField[] {
  const problems: VisitField[] = [];
  if (needsVillage && draft.village === "") problems.push("village");
  if (draft.day === "" || draft.day > today) problems.push("day");
  if (draft.sort === "") problems.push("sort");
  if (draft.people < 1 || draft.people > 100_000) problems.push("people");
  if (overLimit(draft.note, noteLimit) > 0) problems.push("note");
  if (overLimit(draft.contactName, shortLimit) + overLimit(draft.contactPhone, shortLimit) > 0)
    problems.push("contact");
  return problems;
}

/** What the parts of the form are given. */
export interface VisitFieldsProps {
  readonly draft: VisitDraft;
  readonly change: (part: Partial<VisitDraft>) => void;
  readonly today: string;
  readonly problems: readonly VisitField[];
}
