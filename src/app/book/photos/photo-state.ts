import { type LinkKind, mayGo } from "#client/photos/link-kind.ts";
import { type PhotoNote, photoNotes } from "#client/photos/photo-note.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { readRows } from "../../logbook-context.tsx";
import type { SyncStateName } from "../../ui/sync-state.tsx";

/** A photo with what this device knows of its bytes. */
export interface ShownPhoto {
  readonly row: StoredRow;
  readonly here: boolean;
  readonly note: PhotoNote;
}

export async function withBytes(tx: DeviceReadTx, rows: readonly StoredRow[]): Promise<ShownPhoto[]> {
  const ids = new Set(rows.length > 0 ? await tx.blobIds() : []);
  const notes = await photoNotes(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    row,
    here: ids.has(String(row.body["sha"])),
    note: notes.get(row.id) ?? {},
  }));
}

/** The photos of an incident, the oldest first. */
export async function photosOf(tx: DeviceReadTx, incident: string): Promise<ShownPhoto[]> {
  const rows = (await readRows(tx, `under/${incident}`)).filter(({ kind }) => kind === "photo");
  return withBytes(
    tx,
    rows.sort((a, b) => a.created.at - b.created.at),
  );
}

export interface PhotoState {
  readonly state: SyncStateName;
  /** Under `photos:state`. */
  readonly words: string;
  /** It waits for Wi-Fi, and a person may send it all the same. */
  readonly waitsForWifi?: boolean;
}

export interface Around {
  readonly device: string | undefined;
  /** The photo that is on its way. */
  readonly sending: string | null | undefined;
  readonly unsent: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  readonly waitForWifi: boolean;
  readonly link: LinkKind;
}

/** How far the bytes of one photo got, in the four states of every record. */
export function photoState({ row, here, note }: ShownPhoto, around: Around): PhotoState {
  if (around.refused.has(row.id)) return { state: "review", words: "refusedRecord" };
  if (row.body["stored"] !== undefined) return { state: "received", words: "stored" };
  if (note.trouble) return { state: "review", words: note.trouble };
  if (!here && row.created.device === around.device) return { state: "review", words: "gone" };
  if (!here) return { state: "saved", words: "elsewhere" };
  if (around.sending === row.id) return { state: "sending", words: "sending" };
  if (around.unsent.has(row.id)) return { state: "saved", words: "afterText" };
  if (!mayGo(around.waitForWifi, around.link, note))
    return { state: "saved", words: "waitsForWifi", waitsForWifi: true };
  return { state: "saved", words: "here" };
}
