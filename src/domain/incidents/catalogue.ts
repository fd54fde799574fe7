/**
 * Incident groups, severities and the plain questions that give a severity: `domain.md` e, built on dispatch
 * 111/CĐ-TTg of 17/7/2025 and the aims of commune support desks. Codes only; `locales` holds the words.
 */

export type IncidentGroup = { id: number; key: string };

export const incidentGroups: IncidentGroup[] = [
  { id: 1, key: "line" },
  { id: 2, key: "power" },
  { id: 3, key: "equipment" },
  { id: 4, key: "software" },
  { id: 5, key: "account" },
  { id: 6, key: "signature" },
  { id: 7, key: "wrongData" },
  { id: 8, key: "payment" },
  { id: 9, key: "portal" },
  { id: 10, key: "procedure" },
  { id: 11, key: "security" },
  { id: 12, key: "disaster" },
];

export type SeverityId = 1 | 2 | 3 | 4;

export type IncidentReceiver = "responder" | "leader" | "province" | "unit";

export type Severity = {
  id: SeverityId;
  key: "critical" | "high" | "medium" | "low";
  /** Answer within so many minutes of the report; null where the aim is counted in working days. */
  answerMinutes: number | null;
  /** Answer within so many working days; null where the aim is counted in minutes. */
  workingDays: number | null;
  /** How often the situation is reported while it lasts; null for never. */
  situationMinutes: number | null;
  goesTo: IncidentReceiver[];
};

/** 1 is the gravest. Aims are defaults; an incident of group 11 also goes to Công an xã at once. */
export const severities: Severity[] = [
  {
    id: 1,
    key: "critical",
    answerMinutes: 15,
    workingDays: null,
    situationMinutes: 60,
    goesTo: ["responder", "leader", "province"],
  },
  {
    id: 2,
    key: "high",
    answerMinutes: 30,
    workingDays: null,
    situationMinutes: null,
    goesTo: ["responder", "province"],
  },
  {
    id: 3,
    key: "medium",
    answerMinutes: 240,
    workingDays: null,
    situationMinutes: null,
    goesTo: ["responder"],
  },
  { id: 4, key: "low", answerMinutes: null, workingDays: 2, situationMinutes: null, goesTo: ["unit"] },
];

export type StoppedCounters = "none" | "one" | "most" | "all";
export type YesNo = "yes" | "no";

/** Answers as the incident keeps them; only the first question has to be answered. */
export type SeverityAnswers = {
  stoppedCounters: StoppedCounters;
  /** Is there a way to go on working meanwhile? */
  workaround?: YesNo;
  /** Is one of the main systems down for everyone? */
  mainSystem?: YesNo;
  /** Malware, leak, fake messages, a lost phone or token? */
  security?: YesNo;
};

/** The questions in the order of the form, each with its answers in the order of the buttons. */
export const severityQuestions: { key: keyof SeverityAnswers; answers: string[] }[] = [
  { key: "stoppedCounters", answers: ["none", "one", "most", "all"] },
  { key: "workaround", answers: ["yes", "no"] },
  { key: "mainSystem", answers: ["yes", "no"] },
  { key: "security", answers: ["yes", "no"] },
];

/**
 * The table of `domain.md` e: security or every counter stopped is 1; most counters or a main system down is 2;
 * one counter with a way round is 3; no counter is 4. The table does not say what one or no counter *without* a
 * way round is: an explicit "no" raises it one step. A question left unanswered changes nothing.
 */
export function severityFromAnswers(answers: SeverityAnswers): SeverityId {
  if (answers.security === "yes" || answers.stoppedCounters === "all") return 1;
  if (answers.stoppedCounters === "most" || answers.mainSystem === "yes") return 2;
  const stuck = answers.workaround === "no";
  if (answers.stoppedCounters === "one") return stuck ? 2 : 3;
  return stuck ? 3 : 4;
}
