import type { EntrySort, IncidentEntry } from "#domain/incidents/incident-kinds.ts";
import type { Fields } from "#domain/record.ts";
import type { DraftChange } from "#sync/commit.ts";
import type { StoredRow } from "#sync/device-store.ts";
import type { CommandTx, Hand } from "../deed.ts";

/** The timeline of an incident, as it is read and as it is written. */
export type Entry = Omit<StoredRow, "body"> & { readonly body: IncidentEntry };

export function entriesOf(rows: readonly StoredRow[]): Entry[] {
  return rows.filter((row) => row.kind === "incidentEntry") as unknown as Entry[];
}

/** One line of the timeline, whatever it tells. */
export function entryOf(hand: Hand, incident: string, sort: EntrySort, fields: Fields = {}): DraftChange {
  return {
    c: "append",
    kind: "incidentEntry",
    id: hand.newId(),
    under: incident,
    fields: { text: "", ...fields, parent: incident, sort },
  };
}

/** A line that a form wrote: pressed in another tab too, it is the same line. */
export function formEntry(
  tx: CommandTx,
  id: string,
  incident: string,
  sort: EntrySort,
  fields: Fields = {},
): Promise<DraftChange[]> {
  return tx.append("incidentEntry", id, incident, { text: "", ...fields, parent: incident, sort });
}
