import type { IncidentState } from "#domain/incidents/incident-states.ts";
import type { Fields } from "#domain/record.ts";
import { accept, type Result } from "#kernel/result.ts";
import type { DraftChange, OpDraft, Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";
import type { Kept } from "../../book/form-draft.ts";
import { formEntry } from "../../book/incidents/entries.ts";
import { photoDrafts } from "../../book/photos/photo-drafts.ts";
import { answersOf, type IncidentDraft, severityOfDraft } from "./incident-draft.ts";

/** The deeds on incidents. */
export type Saving = Promise<Result<Saved, string>>;

export interface Report {
  readonly draft: IncidentDraft;
  /** Name of the thing, or the words typed. */
  readonly title: string;
  readonly since: number;
  readonly kept: Kept;
}

export async function reportIncident(hand: Hand, report: Report): Saving {
  const { key, id } = report.kept;
  const saved = await hand.commit(async (tx) => {
    const number = (await tx.row(id))?.body["number"] ?? (await tx.nextNumber());
    const made: OpDraft = {
      action: "incident.report",
      changes: await tx.make("incident", id, { number, ...reportFields(report) }),
      settlesDrafts: [key],
    };
    return [made, ...(await photoDrafts(hand, tx, key, id))];
  });
  return saved.ok ? accept({ ...saved.value, ids: [id] }) : saved;
}

function reportFields({ draft, title, since }: Report): Fields {
  const note = draft.note.trim();
  const questions = answersOf(draft);
  return {
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
}

function placeFields(place: string): Fields {
  const [kind, id] = [place.slice(0, place.indexOf(":")), place.slice(place.indexOf(":") + 1)];
  return kind === "site" || kind === "village" ? { [kind]: id } : {};
}

/** A line of the timeline. */
export function addEntry(hand: Hand, incident: string, text: string, { key, id }: Kept): Saving {
  return hand.commit(async (tx) => ({
    action: "incident.entry",
    changes: await formEntry(tx, id, incident, "note", { text: text.trim() }),
    settlesDrafts: [key],
  }));
}

export interface Move {
  readonly id: string;
  readonly from: IncidentState;
  readonly base: number;
  /** Nobody has it yet: whoever takes it up gets it. */
  readonly free: boolean;
}

/** Moves the incident on and writes it into the timeline, with what the person said. */
export function moveIncident(hand: Hand, move: Move, to: IncidentState, text: string, kept: Kept): Saving {
  const { id, from, base, free } = move;
  const takes = free && (to === "acknowledged" || to === "working");
  return hand.commit(async (tx) => {
    // Moved there by another press meanwhile: what was said still goes into the timeline, once.
    const isThere = (await tx.row(id))?.body["state"] === to;
    const move: DraftChange[] = isThere
      ? []
      : [
          { c: "move", kind: "incident", id, from, to, base },
          ...(takes ? [assigneeOf(id, hand.person, base)] : []),
        ];
    const isSaid = isThere && text.trim() === "";
    const entry = isSaid ? [] : await formEntry(tx, kept.id, id, to, { text: text.trim() });
    return { action: "incident.move", changes: [...move, ...entry], settlesDrafts: [kept.key] };
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
