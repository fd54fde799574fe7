import * as z from "zod/mini";
import type { DeviceReadTx, DeviceTx } from "#sync/device-store.ts";
import { noteKey } from "./waiting-photos.ts";

/** Why the bytes of a photo will not get through as they are. */
export const photoTroubles = ["damaged", "not-an-image", "too-large", "refused"] as const;
export type PhotoTrouble = (typeof photoTroubles)[number];

const photoNoteSchema = z.object({
  /** A person wants it sent by mobile data too. */
  mobile: z.optional(z.boolean()),
  trouble: z.optional(z.enum(photoTroubles)),
  /** The epoch in which the server had verified the bytes of a photo whose record this device does not see. */
  storedIn: z.optional(z.string()),
});

/** What this device alone knows of a photo that waits. */
export type PhotoNote = z.infer<typeof photoNoteSchema>;

export async function photoNote(tx: DeviceReadTx, photo: string): Promise<PhotoNote> {
  return readNote((await tx.draft(noteKey(photo)))?.value);
}

/** Keyed by the photo. */
export async function photoNotes(
  tx: DeviceReadTx,
  photos: readonly string[],
): Promise<ReadonlyMap<string, PhotoNote>> {
  return new Map(await Promise.all(photos.map(async (id) => [id, await photoNote(tx, id)] as const)));
}

export async function notePhoto(tx: DeviceTx, photo: string, change: PhotoNote): Promise<void> {
  const value = { ...(await photoNote(tx, photo)), ...change };
  await tx.putDraft({ key: noteKey(photo), value, at: Date.now(), record: photo });
}

function readNote(value: unknown): PhotoNote {
  const parsed = photoNoteSchema.safeParse(value);
  return parsed.success ? parsed.data : {};
}
