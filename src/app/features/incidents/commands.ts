import type { IncidentState } from "#domain/incidents/incident-states.ts";
import type { Fields } from "#domain/record.ts";
import type { Result } from "#kernel/result.ts";
import type { DraftChange, Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";
import { answersOf, type IncidentDraft, severityOfDraft } from "./incident-draft.ts";

/** The deeds on incidents. */
export type Saving = Promise<Result<Saved, string>>;

export interface Report {
  readonly draft: IncidentDraft;
  /** Name of the thing, or the words typed. */
  readonly title: string;
  readonly since: number;
  readonly settles: string;
}

export async function reportIncident(hand: Hand, { draft, title, since, settles }: Report): Saving {
  const note = draft.note.trim();
  const questions = answersOf(draft);
  const fields: Fields = {
    number: await hand.nextNumber(),
    group: Number(draft.group),
    severity: severityOfDraft(draft) ?? 4,
    title,
    since,
    state: "new",
    ...placeFields(draft.place),
    ...(draft.equipment === "" ? {} : { equipment: draft.equipment }),
    ...(note === "" ? {} : { note }),
    ...(Object.keys(questions).length === 0 ? {} : { questions }),
  };
  return hand.commit({
    action: "incident.report",
    changes: [{ c: "create", kind: "incident", id: hand.newId(), fields }],
    settlesDrafts: [settles],
  });
}

function placeFields(place: string): Fields {
  const [kind, id] = [place.slice(0, place.indexOf(":")), place.slice(place.indexOf(":") + 1)];
  return kind === "site" || kind === "village" ? { [kind]: id } : {};
}

/** A line of the timeline. */
export function addEntry(hand: Hand, incident: string, text: string, settles: string): Saving {
  return hand.commit({
    action: "incident.entry",
    changes: [entryOf(hand, incident, text.trim(), "note")],
    settlesDrafts: [settles],
  });
}

/** Moves the incident on and writes it into the timeline, with what the person said. */
export function moveIncident(
  hand: Hand,
  incident: { readonly id: string; readonly from: IncidentState; readonly base: number },
  to: IncidentState,
  text: string,
  settles: string,
): Saving {
  const { id, from, base } = incident;
  return hand.commit({
    action: "incident.move",
    changes: [{ c: "move", kind: "incident", id, from, to, base }, entryOf(hand, id, text.trim(), to)],
    settlesDrafts: [settles],
  });
}

/** Puts right what the report said. */
export function editIncident(hand: Hand, id: string, fields: Fields, base: number, settles: string): Saving {
  return hand.commit({
    action: "incident.edit",
    changes: [{ c: "set", kind: "incident", id, fields, base }],
    settlesDrafts: [settles],
  });
}

function entryOf(hand: Hand, incident: string, text: string, sort: string): DraftChange {
  return {
    c: "append",
    kind: "incidentEntry",
    id: hand.newId(),
    under: incident,
    fields: { parent: incident, text, sort },
  };
}
