import type { DeviceReadTx } from "#sync/device-store.ts";
import { namedByForms, photosAddedBy } from "#sync/named-blobs.ts";
import { noteKey } from "./waiting-photos.ts";

export interface UnseenPhoto {
  readonly id: string;
  readonly sha: string;
}

/**
 * Photos that this device took and whose record it may not see any more, since the incident lies where its person does
 * not look: the deed was taken, the bytes lie here, and only the server can say whether it has them.
 */
export async function unseenPhotos(tx: DeviceReadTx): Promise<UnseenPhoto[]> {
  const lone: string[] = [];
  for (const sha of await tx.blobIds()) if ((await tx.rowsByKey(`photo/${sha}`)).length === 0) lone.push(sha);
  if (lone.length === 0) return [];
  const inForms = await namedByForms(tx);
  const taken = [...(await tx.outbox()).filter(({ receipt }) => receipt), ...(await tx.allSent())];
  const named = photosAddedBy(taken);
  const unseen: UnseenPhoto[] = [];
  for (const sha of lone) {
    const id = named.get(sha);
    if (id === undefined || inForms(sha) || (await tx.row(id)) || (await isSettled(tx, id))) continue;
    unseen.push({ id, sha });
  }
  return unseen;
}

/** The server of today's history has its bytes, or a person must look at it. */
async function isSettled(tx: DeviceReadTx, photo: string): Promise<boolean> {
  const note = (await tx.draft(noteKey(photo)))?.value as { trouble?: unknown } | undefined;
  return note?.trouble !== undefined || (await isStoredUnseen(tx, photo));
}

/** Of a photo without a record here: the server said that it has the bytes, and was not restored since. */
export async function isStoredUnseen(tx: DeviceReadTx, photo: string): Promise<boolean> {
  const note = (await tx.draft(noteKey(photo)))?.value as { storedIn?: unknown } | undefined;
  return note?.storedIn !== undefined && note.storedIn === (await tx.meta())?.epoch;
}
