import type { ContactLevel } from "#domain/contacts/contact-kinds.ts";
import { type IncidentState, incidentMachine, securityGroup } from "#domain/incidents/incident-states.ts";
import type { Fields } from "#domain/record.ts";
import type { StoredRow } from "#sync/device-store.ts";
import type { Hand } from "../../book/deed.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { entryOf } from "../../book/incidents/entries.ts";
import { assigneeOf, type Saving } from "./commands.ts";

/** What is done about an incident: who has it, who was called, how far up it went, what it has to do with. */
export function assignIncident(hand: Hand, row: StoredRow, person: string): Saving {
  return hand.commit({
    action: "incident.edit",
    changes: [assigneeOf(row.id, person, row.seq), entryOf(hand, row.id, "assign", { person })],
  });
}

/** Up the ladder; the level is what whoever comes next is told. */
export function escalateIncident(
  hand: Hand,
  row: StoredRow,
  level: ContactLevel | undefined,
  said: { readonly text: string; readonly settles: string },
): Saving {
  const { state } = incidentOf(row);
  const { id, seq: base } = row;
  const moves = allows(state, "escalated");
  return hand.commit({
    action: "incident.escalate",
    changes: [
      ...(moves ? [{ c: "move", kind: "incident", id, from: state, to: "escalated", base } as const] : []),
      ...(level ? [{ c: "set", kind: "incident", id, fields: { level }, base } as const] : []),
      entryOf(hand, id, "escalate", { text: said.text.trim(), ...(level ? { level } : {}) }),
    ],
    settlesDrafts: [said.settles],
  });
}

export interface Call {
  readonly contact: string;
  readonly level: string;
  readonly answered: boolean;
}

/** The contact is told by its record alone: names and numbers can be erased, the timeline cannot. */
export function logCall(hand: Hand, incident: string, call: Call, settles: string): Saving {
  return hand.commit({
    action: "incident.call",
    changes: [entryOf(hand, incident, "call", { ...call })],
    settlesDrafts: [settles],
  });
}

/** Takes back an entry; both stay in the log. */
export function takeBack(hand: Hand, incident: string, entry: string): Saving {
  return hand.commit({
    action: "incident.entry",
    changes: [entryOf(hand, incident, "void", { supersedes: entry })],
  });
}

/** What people do meanwhile: a scenario of the register, or words of one's own. */
export function logFallback(hand: Hand, incident: string, fields: Fields, settles: string): Saving {
  return hand.commit({
    action: "incident.entry",
    changes: [entryOf(hand, incident, "fallback", fields)],
    settlesDrafts: [settles],
  });
}

export function linkIncidents(hand: Hand, incident: string, other: string, joined: boolean): Saving {
  const members = { links: [other] };
  return hand.commit({
    action: "incident.link",
    changes: [
      { c: "members", kind: "incident", id: incident, ...(joined ? { add: members } : { remove: members }) },
    ],
  });
}

/**
 * What turns out to be a matter of security is reported anew, where only those concerned read it, and the old one is
 * closed. Two deeds: one op about both would stand in the history that others read.
 */
export async function reportAsSecurity(hand: Hand, row: StoredRow, closes: boolean): Saving {
  const { site, village, equipment, place, note, title, since, state } = incidentOf(row);
  const known = { site, village, equipment, place, note };
  const said = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Fields;
  const reported = await hand.commit({
    action: "incident.report",
    changes: [
      {
        c: "create",
        kind: "incident",
        id: hand.newId(),
        fields: {
          ...said,
          number: await hand.nextNumber(),
          group: securityGroup,
          severity: 1,
          title,
          since,
          state: "new",
          questions: { security: "yes" },
          links: [row.id],
        },
      },
    ],
  });
  const to = (["closed", "resolved"] as const).find((one) => allows(state, one));
  if (!reported.ok || !closes || !to) return reported;
  const ended = await hand.commit({
    action: "incident.move",
    changes: [
      { c: "move", kind: "incident", id: row.id, from: state, to, base: row.seq },
      entryOf(hand, row.id, to),
    ],
  });
  return ended.ok ? reported : ended;
}

function allows(from: IncidentState, to: IncidentState): boolean {
  return incidentMachine.moves[from]?.includes(to) ?? false;
}
