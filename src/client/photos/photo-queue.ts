import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { type PhotoNote, photoNotes } from "./photo-note.ts";
import { unseenPhotos } from "./unseen-photos.ts";
import { waitingPhotos } from "./waiting-photos.ts";

export interface QueuedPhoto {
  readonly id: string;
  readonly sha: string;
  /** Undefined where this device does not see the record. */
  readonly row: StoredRow | undefined;
  readonly note: PhotoNote;
}

const leastSevere = 4;

/**
 * Photos whose bytes lie here and whose deed the server has: the gravest incident first, then the oldest; last those
 * whose record is out of sight.
 */
export async function photoQueue(tx: DeviceReadTx): Promise<QueuedPhoto[]> {
  const unseen = await unseenPhotos(tx);
  return [...(await seenPhotos(tx)), ...unseen.map((photo) => ({ ...photo, row: undefined, note: {} }))];
}

async function seenPhotos(tx: DeviceReadTx): Promise<QueuedPhoto[]> {
  const { here } = await waitingPhotos(tx);
  if (here.length === 0) return [];
  const notes = await photoNotes(
    tx,
    here.map(({ id }) => id),
  );
  return (await gravestFirst(tx, here)).map((row) => ({
    ...{ id: row.id, row, sha: String(row.body["sha"]) },
    note: notes.get(row.id) ?? {},
  }));
}

/** Photos of the gravest incident first, then the oldest. */
export async function gravestFirst(tx: DeviceReadTx, photos: readonly StoredRow[]): Promise<StoredRow[]> {
  const severities = await severitiesOf(tx, photos);
  return photos
    .map((row, at) => ({ row, severity: severities[at] ?? leastSevere }))
    .sort((a, b) => a.severity - b.severity || takenAt(a.row) - takenAt(b.row))
    .map(({ row }) => row);
}

async function severitiesOf(tx: DeviceReadTx, photos: readonly StoredRow[]): Promise<number[]> {
  const incidents = await tx.rows(photos.map(({ body }) => String(body["parent"])));
  return incidents.map((row) => {
    const severity = row?.body["severity"];
    return typeof severity === "number" ? severity : leastSevere;
  });
}

function takenAt({ body, created }: StoredRow): number {
  return typeof body["taken"] === "number" ? body["taken"] : created.at;
}
