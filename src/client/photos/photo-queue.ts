import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { type PhotoNote, photoNotes } from "./photo-note.ts";
import { waitingPhotos } from "./waiting-photos.ts";

export interface QueuedPhoto {
  readonly row: StoredRow;
  readonly sha: string;
  readonly note: PhotoNote;
}

const leastSevere = 4;

/** Photos whose bytes lie here and whose deed the server has: the gravest incident first, then the oldest. */
export async function photoQueue(tx: DeviceReadTx): Promise<QueuedPhoto[]> {
  const { here } = await waitingPhotos(tx);
  if (here.length === 0) return [];
  const notes = await photoNotes(
    tx,
    here.map(({ id }) => id),
  );
  const severities = await severitiesOf(tx, here);
  return here
    .map((row, at) => ({ row, severity: severities[at] ?? leastSevere }))
    .sort((a, b) => a.severity - b.severity || takenAt(a.row) - takenAt(b.row))
    .map(({ row }) => ({ row, sha: String(row.body["sha"]), note: notes.get(row.id) ?? {} }));
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
