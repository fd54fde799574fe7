import type { ContactLevel } from "#domain/contacts/contact-kinds.ts";
import { type IncidentState, incidentMachine, securityGroup } from "#domain/incidents/incident-states.ts";
import type { Fields } from "#domain/record.ts";
import { accept } from "#kernel/result.ts";
import type { OpDraft } from "#sync/commit.ts";
import type { StoredRow } from "#sync/device-store.ts";
import type { Hand } from "../../book/deed.ts";
import type { Kept } from "../../book/form-draft.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { entriesOf, entryOf, formEntry } from "../../book/incidents/entries.ts";
import { assigneeOf, type Saving } from "./commands.ts";

/** What is done about an incident: who has it, who was called, how far up it went, what it has to do with. */
export function assignIncident(hand: Hand, row: StoredRow, person: string): Saving {
  return hand.commit(async (tx) => {
    const isTheirs = (await tx.row(row.id))?.body["assignee"] === person;
    return {
      action: "incident.edit",
      changes: isTheirs
        ? []
        : [assigneeOf(row.id, person, row.seq), entryOf(hand, row.id, "assign", { person })],
    };
  });
}

/** Up the ladder; the level is what whoever comes next is told. */
export function escalateIncident(
  hand: Hand,
  row: StoredRow,
  level: ContactLevel | undefined,
  said: { readonly text: string; readonly kept: Kept },
): Saving {
  const { id, seq: base } = row;
  return hand.commit(async (tx) => {
    const now = incidentOf((await tx.row(id)) ?? row);
    const moves = allows(now.state, "escalated");
    const raises = level !== undefined && now.level !== level;
    return {
      action: "incident.escalate",
      changes: [
        ...(moves
          ? [{ c: "move", kind: "incident", id, from: now.state, to: "escalated", base } as const]
          : []),
        ...(raises ? [{ c: "set", kind: "incident", id, fields: { level }, base } as const] : []),
        ...(await formEntry(tx, said.kept.id, id, "escalate", {
          text: said.text.trim(),
          ...(level ? { level } : {}),
        })),
      ],
      settlesDrafts: [said.kept.key],
    };
  });
}

export interface Call {
  readonly contact: string;
  readonly level: string;
  readonly answered: boolean;
}

/** The contact is told by its record alone: names and numbers can be erased, the timeline cannot. */
export async function logCall(hand: Hand, incident: string, call: Call, { key, id }: Kept): Saving {
  const saved = await hand.commit(async (tx) => ({
    action: "incident.call",
    changes: await formEntry(tx, id, incident, "call", { ...call }),
    settlesDrafts: [key],
  }));
  return saved.ok ? accept({ ...saved.value, ids: [id] }) : saved;
}

/** Takes back an entry; both stay in the log. */
export function takeBack(hand: Hand, incident: string, entry: string): Saving {
  return hand.commit(async (tx) => {
    const entries = entriesOf(await tx.rows(`under/${incident}`));
    const isGone = entries.some(({ body }) => body.sort === "void" && body.supersedes === entry);
    return {
      action: "incident.entry",
      changes: isGone ? [] : [entryOf(hand, incident, "void", { supersedes: entry })],
    };
  });
}

/** What people do meanwhile: a scenario of the register, or words of one's own. */
export function logFallback(hand: Hand, incident: string, fields: Fields, { key, id }: Kept): Saving {
  return hand.commit(async (tx) => ({
    action: "incident.entry",
    changes: await formEntry(tx, id, incident, "fallback", fields),
    settlesDrafts: [key],
  }));
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
  let id = hand.newId();
  const saved = await hand.commit(async (tx) => {
    const known = await tx.rows("incident/open", "incident/closed");
    const twin = known.find((one) => isReportedFrom(one, row.id) && one.created.by === hand.person);
    if (twin) id = twin.id;
    if (twin) return [];
    const reported: OpDraft = {
      action: "incident.report",
      changes: [
        {
          c: "create",
          kind: "incident",
          id,
          fields: { number: await tx.nextNumber(), ...asSecurity(row) },
        },
      ],
    };
    const from = incidentOf((await tx.row(row.id)) ?? row).state;
    const to = (["closed", "resolved"] as const).find((one) => allows(from, one));
    if (!closes || !to) return [reported];
    const ended: OpDraft = {
      action: "incident.move",
      changes: [
        { c: "move", kind: "incident", id: row.id, from, to, base: row.seq },
        entryOf(hand, row.id, to),
      ],
    };
    return [reported, ended];
  });
  return saved.ok ? accept({ ...saved.value, ids: [id] }) : saved;
}

/** It was reported already, in another tab. */
function isReportedFrom(one: StoredRow, incident: string): boolean {
  const { group, links } = incidentOf(one);
  return group === securityGroup && links?.includes(incident) === true;
}

function asSecurity(row: StoredRow): Fields {
  const { site, village, equipment, place, note, title, since } = incidentOf(row);
  const known = { site, village, equipment, place, note };
  const said = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Fields;
  const report = { group: securityGroup, severity: 1, title, since, state: "new" };
  return { ...said, ...report, questions: { security: "yes" }, links: [row.id] };
}

function allows(from: IncidentState, to: IncidentState): boolean {
  return incidentMachine.moves[from]?.includes(to) ?? false;
}
