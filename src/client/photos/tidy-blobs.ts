import type { DeviceStore, DeviceTx } from "#sync/device-store.ts";
import { namedByForms, photosAddedBy } from "#sync/named-blobs.ts";
import { isStoredUnseen } from "./unseen-photos.ts";

/** How many bytes of photos that the server has may stay here: plenty, little, or none. */
export type Room = "plenty" | "little" | "none";

const plentyBytes = 40 * 1024 * 1024;

/**
 * Lets go of bytes that nobody names, and of those the server has verified, the oldest first, when there are many or
 * room is short. Never of any that the server may not have. Answers with how many went.
 */
export async function tidyBlobs(store: DeviceStore, room: Room): Promise<number> {
  if ((await store.read((tx) => tx.blobIds())).length === 0) return 0;
  return store.transact("relaxed", async (tx) => {
    const { unnamed, settled } = await sort(tx, await tx.blobIds());
    const named = unnamed.length > 0 ? await namedByDeeds(tx) : null;
    const orphans = [];
    for (const sha of unnamed) if (named && (await mayLeave(tx, named.get(sha)))) orphans.push(sha);
    const surplus = await surplusOf(tx, settled, room);
    await tx.deleteBlobs([...orphans, ...surplus]);
    return orphans.length + surplus.length;
  });
}

interface Settled {
  readonly sha: string;
  readonly photos: readonly string[];
  readonly bytes: number;
  readonly stored: number;
}

async function sort(tx: DeviceTx, ids: readonly string[]) {
  const inForms = await namedByForms(tx);
  const unnamed: string[] = [];
  const settled: Settled[] = [];
  for (const sha of ids) {
    if (inForms(sha)) continue;
    const rows = (await tx.rowsByKey(`photo/${sha}`)).filter((row) => !row.erased);
    const times = rows.map(({ body }) => body["stored"]);
    if (rows.length === 0) unnamed.push(sha);
    else if (times.every((at) => typeof at === "number")) {
      const bytes = Number(rows[0]?.body["bytes"] ?? 0);
      settled.push({ sha, photos: rows.map(({ id }) => id), bytes, stored: Math.max(...times) });
    }
  }
  return { unnamed, settled };
}

async function namedByDeeds(tx: DeviceTx): Promise<ReadonlyMap<string, string>> {
  return photosAddedBy([...(await tx.outbox()), ...(await tx.allSent()), ...(await tx.dead())]);
}

/**
 * A photo that was deleted or erased, with nothing waiting on it; one that this device merely cannot see any more only
 * when the server has said that it has the bytes.
 */
async function mayLeave(tx: DeviceTx, photo: string | undefined): Promise<boolean> {
  if (photo === undefined) return true;
  const row = await tx.row(photo);
  if (!row) return isStoredUnseen(tx, photo);
  const isGone = row.deleted === true || row.erased === true;
  return isGone && (await tx.outboxOn(photo)).length === 0;
}

async function surplusOf(tx: DeviceTx, settled: readonly Settled[], room: Room): Promise<string[]> {
  const allowed = room === "plenty" ? plentyBytes : 0;
  let total = settled.reduce((sum, { bytes }) => sum + bytes, 0);
  const surplus: string[] = [];
  for (const one of [...settled].sort((a, b) => a.stored - b.stored)) {
    if (total <= allowed) break;
    if (room !== "none" && !(await isDurable(tx, one.photos))) continue;
    surplus.push(one.sha);
    total -= one.bytes;
  }
  return surplus;
}

/** The server's backup on another machine has the deeds; those of other devices need none of ours. */
async function isDurable(tx: DeviceTx, photos: readonly string[]): Promise<boolean> {
  const durableN = (await tx.meta())?.durableN ?? 0;
  for (const photo of photos) {
    const deeds = [...(await tx.sentOn(photo)), ...(await tx.outboxOn(photo))];
    if (deeds.some(({ n }) => n > durableN)) return false;
  }
  return true;
}
