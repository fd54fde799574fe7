import { DAY_MS } from "#kernel/calendar.ts";
import { mayDo, type Rights } from "../rights.ts";
import { severities } from "./catalogue.ts";
import type { Incident } from "./incident-kinds.ts";
import { answerBy } from "./incident-order.ts";
import { securityGroup } from "./incident-states.ts";

/** Whose matter an incident is, whether it reached them, and until when the law waits. */
type Concerned = Pick<Incident, "group" | "severity">;

/** True for those to whom an incident of this severity goes, and who can say so. */
export function receives(rights: Rights, { group, severity }: Concerned): boolean {
  if (!mayDo(rights, "incidentEntry", "append")) return false;
  const has = (role: Rights["roles"][number]) => rights.roles.includes(role);
  if (group === securityGroup) return has("security") || has("leader");
  const goesTo = severities.find(({ id }) => id === severity)?.goesTo ?? [];
  return has("responder") || goesTo.some(has);
}

interface Entry {
  readonly body: { readonly sort: string };
  readonly created: { readonly by: string; readonly at: number };
}

/** The first time that a receiver's device showed it; nothing while nobody has seen it. */
export function firstSeen<T extends Entry>(entries: readonly T[], reporter: string): T | undefined {
  return entries
    .filter(({ body, created }) => body.sort === "seen" && created.by !== reporter)
    .sort((a, b) => a.created.at - b.created.at)[0];
}

/** Nobody has taken it up within the aim of its severity: somebody should be called. */
export function mustCall(incident: Pick<Incident, "severity" | "since" | "state">, now: number): boolean {
  const by = answerBy(incident);
  return incident.state === "new" && by !== null && now >= by;
}

/** Days within which an incident of information security is reported (QĐ 05/2017/QĐ-TTg). */
const reportDays = 5;
/** Hours within which a breach of personal data is notified (Law 91/2025/QH15). */
const personalDataHours = 72;

export interface Clocks {
  readonly report: number;
  readonly personalData: number | null;
}

/** When the reports of a security incident are due, Unix ms, counted from when it was found. */
export function clocksOf({ since, personalData }: Pick<Incident, "since" | "personalData">): Clocks {
  return {
    report: since + reportDays * DAY_MS,
    personalData: personalData === true ? since + personalDataHours * 3_600_000 : null,
  };
}
