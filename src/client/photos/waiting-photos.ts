import { waitingPhotoKey } from "#domain/photos/waiting-key.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";

export interface WaitingPhotos {
  /** Photos of any device whose bytes the server does not have yet. */
  readonly all: readonly StoredRow[];
  /** Those of them whose bytes lie here and whose deed the server has: this device sends them next. */
  readonly here: readonly StoredRow[];
  /** Their bytes lie here, and their deed waits itself. */
  readonly afterText: readonly StoredRow[];
  /** Their bytes lie here and will not get through as they are: a person must look. */
  readonly stuck: readonly StoredRow[];
}

const none: WaitingPhotos = { all: [], here: [], afterText: [], stuck: [] };

export async function waitingPhotos(tx: DeviceReadTx): Promise<WaitingPhotos> {
  const all = (await tx.rowsByKey(waitingPhotoKey)).filter((row) => !row.deleted && !row.erased);
  if (all.length === 0) return none;
  const shas = new Set(await tx.blobIds());
  const unsent = new Set((await tx.outbox()).filter(({ receipt }) => !receipt).flatMap(({ ids }) => ids));
  const held = all.filter(({ body }) => shas.has(String(body["sha"])));
  const mine = held.filter(({ id }) => !unsent.has(id));
  const notes = await Promise.all(mine.map(({ id }) => tx.draft(noteKey(id))));
  const isStuck = (at: number) =>
    (notes[at]?.value as { trouble?: unknown } | undefined)?.trouble !== undefined;
  return {
    all,
    here: mine.filter((_, at) => !isStuck(at)),
    afterText: held.filter(({ id }) => unsent.has(id)),
    stuck: mine.filter((_, at) => isStuck(at)),
  };
}

/** Under which draft this device keeps what it alone knows of a photo that waits. */
export function noteKey(photo: string): string {
  return `${notePrefix}${photo}`;
}

export const notePrefix = "photo-note/";
