import {
  type SeverityAnswers,
  type SeverityId,
  severityFromAnswers,
  type YesNo,
} from "#domain/incidents/catalogue.ts";
import type { Incident } from "#domain/incidents/incident-kinds.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { noteLimit, overLimit, shortLimit } from "#domain/notes/limits.ts";
import type { Fields } from "#domain/record.ts";

/** A report as the form holds it: empty text for what is not said. */
export interface IncidentDraft {
  readonly group: string;
  readonly equipment: string;
  /** What is broken, where it is no thing of the register. */
  readonly title: string;
  /** `site:<id>` or `village:<id>`. */
  readonly place: string;
  readonly stoppedCounters: string;
  readonly workaround: string;
  readonly mainSystem: string;
  readonly note: string;
  /** Empty for now; else the day and hour typed. */
  readonly sinceDay: string;
  readonly sinceTime: string;
  /** Key of a system, where the group leaves it open. */
  readonly system: string;
}

export const emptyIncident: IncidentDraft = {
  group: "",
  equipment: "",
  title: "",
  place: "",
  stoppedCounters: "",
  workaround: "",
  mainSystem: "",
  note: "",
  sinceDay: "",
  sinceTime: "",
  system: "",
};

/** Answers to the questions; group 11 answers the one about security by itself. */
export function answersOf(draft: IncidentDraft): Record<string, string> {
  const { stoppedCounters, workaround, mainSystem } = draft;
  const all = {
    stoppedCounters,
    workaround,
    mainSystem,
    security: draft.group === String(securityGroup) ? "yes" : "",
  };
  return Object.fromEntries(Object.entries(all).filter(([, answer]) => answer !== ""));
}

/** Null while nothing has been answered that gives one. */
export function severityOfDraft(draft: IncidentDraft): SeverityId | null {
  if (draft.group === String(securityGroup)) return 1;
  if (draft.stoppedCounters === "") return null;
  const { stoppedCounters, workaround, mainSystem } = draft;
  return severityFromAnswers({
    stoppedCounters: stoppedCounters as SeverityAnswers["stoppedCounters"],
    ...(workaround === "" ? {} : { workaround: workaround as YesNo }),
    ...(mainSystem === "" ? {} : { mainSystem: mainSystem as YesNo }),
  });
}

export type IncidentField = "what" | "group" | "stopped" | "place" | "since" | "note";

/** What is still to mend, in the order of the form; each name is a key of `incidents:errors`. */
export function incidentProblems(
  draft: IncidentDraft,
  facts: { readonly now: number; readonly since: number | null; readonly needsPlace: boolean },
): IncidentField[] {
  const problems: IncidentField[] = [];
  const title = draft.title.trim();
  // A system or a group is an answer too, though a coarse one.
  if ([draft.equipment, title, draft.system, draft.group].every((said) => said === "")) problems.push("what");
  if (overLimit(title, shortLimit) > 0) problems.push("what");
  if (draft.group === "") problems.push("group");
  if (severityOfDraft(draft) === null) problems.push("stopped");
  if (facts.needsPlace && draft.place === "") problems.push("place");
  if (facts.since === null || facts.since > facts.now + 60_000) problems.push("since");
  if (overLimit(draft.note, noteLimit) > 0) problems.push("note");
  return problems;
}

/** The report as it stands, to be put right. */
export function draftOf(incident: Incident): IncidentDraft {
  const { questions = {} } = incident;
  return {
    ...emptyIncident,
    title: incident.title,
    group: String(incident.group),
    note: incident.note ?? "",
    system: incident.system ?? "",
    stoppedCounters: questions["stoppedCounters"] ?? "",
    workaround: questions["workaround"] ?? "",
    mainSystem: questions["mainSystem"] ?? "",
  };
}

export function editProblems(draft: IncidentDraft): IncidentField[] {
  const title = draft.title.trim();
  const problems: IncidentField[] = [];
  if (title === "" || overLimit(title, shortLimit) > 0) problems.push("what");
  if (overLimit(draft.note, noteLimit) > 0) problems.push("note");
  return problems;
}

/** Only what differs is written; unanswered questions leave the severity as it was. */
export function editFields(incident: Incident, draft: IncidentDraft): Fields {
  const before = draftOf(incident);
  const questions = answersOf(draft);
  const isJudgedAnew = JSON.stringify(questions) !== JSON.stringify(answersOf(before));
  const severity = isJudgedAnew ? severityOfDraft(draft) : null;
  return {
    ...(draft.title.trim() === before.title ? {} : { title: draft.title.trim() }),
    ...(draft.group === before.group ? {} : { group: Number(draft.group) }),
    ...(draft.system === before.system ? {} : { system: draft.system || null }),
    ...(draft.note.trim() === before.note ? {} : { note: draft.note.trim() || null }),
    ...(isJudgedAnew ? { questions } : {}),
    ...(severity === null ? {} : { severity }),
  };
}
