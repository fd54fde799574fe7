import type { IncidentState } from "#domain/incidents/incident-states.ts";
import type { Fields } from "#domain/record.ts";
import { accept, type Result } from "#kernel/result.ts";
import type { DraftChange, OpDraft, Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";
import { entryOf } from "../../book/incidents/entries.ts";
import { photoDrafts } from "../../book/photos/photo-drafts.ts";
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
    ...(draft.system === "" ? {} : { system: draft.system }),
    ...(note === "" ? {} : { note }),
    ...(Object.keys(questions).length === 0 ? {} : { questions }),
  };
  const id = hand.newId();
  const report: OpDraft = {
    action: "incident.report",
    changes: [{ c: "create", kind: "incident", id, fields }],
    settlesDrafts: [settles],
  };
  const saved = await hand.commitAll([report, ...(await photoDrafts(hand, settles, id))]);
  return saved.ok ? accept({ n: saved.value[0]?.n ?? 0, ids: [id] }) : saved;
}

function placeFields(place: string): Fields {
  const [kind, id] = [place.slice(0, place.indexOf(":")), place.slice(place.indexOf(":") + 1)];
  return kind === "site" || kind === "village" ? { [kind]: id } : {};
}

/** A line of the timeline. */
export function addEntry(hand: Hand, incident: string, text: string, settles: string): Saving {
  return hand.commit({
    action: "incident.entry",
    changes: [entryOf(hand, incident, "note", { text: text.trim() })],
    settlesDrafts: [settles],
  });
}

export interface Move {
  readonly id: string;
  readonly from: IncidentState;
  readonly base: number;
  /** Nobody has it yet: whoever takes it up gets it. */
  readonly free: boolean;
}

/** Moves the incident on and writes it into the timeline, with what the person said. */
export function moveIncident(
  hand: Hand,
  move: Move,
  to: IncidentState,
  text: string,
  settles: string,
): Saving {
  const { id, from, base, free } = move;
  const takes = free && (to === "acknowledged" || to === "working");
  return hand.commit({
    action: "incident.move",
    changes: [
      { c: "move", kind: "incident", id, from, to, base },
      ...(takes ? [assigneeOf(id, hand.person, base)] : []),
      entryOf(hand, id, to, { text: text.trim() }),
    ],
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

export function assigneeOf(id: string, person: string, base: number): DraftChange {
  return { c: "set", kind: "incident", id, fields: { assignee: person }, base };
}
