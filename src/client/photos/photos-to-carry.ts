import { largestPhoto } from "#domain/photos/photo-kinds.ts";
import type { DeviceReadTx } from "#sync/device-store.ts";
import { gravestFirst } from "./photo-queue.ts";
import { unseenPhotos } from "./unseen-photos.ts";
import { waitingPhotos } from "./waiting-photos.ts";

/** What a file holds of photos: a cheap phone seals it, and a link of 0.6 Mbit/s delivers it within two minutes. */
export const mostCarried = 8 * 1024 * 1024;

export interface CarriedPhoto {
  readonly photo: string;
  readonly sha: string;
  readonly bytes: ArrayBuffer;
}

/**
 * Photos whose bytes the server does not have, whether or not it has their deed: the gravest incident first, as far as
 * there is room. `left`: how many more wait.
 */
export async function photosToCarry(
  tx: DeviceReadTx,
  most = mostCarried,
): Promise<{ readonly photos: readonly CarriedPhoto[]; readonly left: number }> {
  const chosen = new Map<string, CarriedPhoto>();
  let room = most;
  let left = 0;
  for (const { id, sha } of await inOrder(tx)) {
    if (chosen.has(sha)) continue;
    const bytes = (await tx.blob(sha))?.bytes;
    if (!bytes || bytes.byteLength === 0 || bytes.byteLength > largestPhoto) continue;
    if (bytes.byteLength > room) {
      left += 1;
      continue;
    }
    room -= bytes.byteLength;
    chosen.set(sha, { photo: id, sha, bytes });
  }
  return { photos: [...chosen.values()], left };
}

/** How many photos an export would find. */
export async function countToCarry(tx: DeviceReadTx): Promise<number> {
  return new Set((await inOrder(tx)).map(({ sha }) => sha)).size;
}

async function inOrder(tx: DeviceReadTx): Promise<{ readonly id: string; readonly sha: string }[]> {
  const { here, afterText } = await waitingPhotos(tx);
  const seen = await gravestFirst(tx, [...here, ...afterText]);
  return [...seen.map(({ id, body }) => ({ id, sha: String(body["sha"]) })), ...(await unseenPhotos(tx))];
}
