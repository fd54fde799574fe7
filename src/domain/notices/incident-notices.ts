import { severities } from "../incidents/catalogue.ts";
import type { Incident } from "../incidents/incident-kinds.ts";
import { isOpen } from "../incidents/incident-order.ts";
import { securityGroup } from "../incidents/incident-states.ts";
import type { Role } from "../rights.ts";

/**
 * What somebody has to know at once (*Thông báo*): the same rules choose whose phone the server wakes and what the
 * list on the device shows.
 */
export type IncidentNotice = "assigned" | "escalated" | "severe";

export interface Reader {
  readonly person: string;
  readonly roles: readonly Role[];
}

/** Why this open incident is this person's concern, the most personal reason first; null when it is not. */
export function noticeOf(
  incident: Pick<Incident, "group" | "severity" | "state" | "assignee" | "level">,
  reporter: string,
  { person, roles }: Reader,
): IncidentNotice | null {
  if (!isOpen(incident)) return null;
  if (incident.assignee === person) return "assigned";
  if (incident.group === securityGroup)
    return roles.includes("security") && reporter !== person ? "severe" : null;
  if (incident.state === "escalated" && roles.some((role) => escalatedTo(incident.level).includes(role))) {
    return "escalated";
  }
  return isSevereFor(incident.severity, roles) && reporter !== person ? "severe" : null;
}

/** Levels 1 and 2, to whom the table of severities sends them. */
function isSevereFor(severity: number, roles: readonly Role[]): boolean {
  if (severity > 2) return false;
  const receivers: readonly string[] = severities.find(({ id }) => id === severity)?.goesTo ?? [];
  return roles.some((role) => receivers.includes(role));
}

/** Who stands on a rung of the ladder; those outside the commune's app are called, not told. */
function escalatedTo(level: string | undefined): readonly Role[] {
  if (level === "team") return ["responder"];
  if (level === "commune") return ["responder", "leader"];
  if (level === "police") return ["security"];
  return ["leader", "province"];
}
