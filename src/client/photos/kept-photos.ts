import * as z from "zod/mini";
import { photoTypes } from "#domain/photos/photo-kinds.ts";
import type { OpDraft } from "#sync/commit.ts";
import type { DeviceReadTx, DeviceStore, DeviceTx } from "#sync/device-store.ts";
import { forgetUnnamed } from "#sync/named-blobs.ts";

const keptPhotoSchema = z.object({
  sha: z.string(),
  type: z.enum(photoTypes),
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
  taken: z.number(),
  /** Base64 of a small picture. */
  thumb: z.string(),
});

/** A picture kept under a form that is not saved yet; its bytes lie in the store of bytes under `sha`. */
export type KeptPhoto = z.infer<typeof keptPhotoSchema>;

export interface KeptUnder {
  /** Key of the form's draft. */
  readonly form: string;
  /** Whose personal content it may show. */
  readonly record?: string | undefined;
}

/** Beside the draft of the form: `photos/<form>`. */
export function photosKey(form: string): string {
  return `photos/${form}`;
}

export function readKept(value: unknown): readonly KeptPhoto[] {
  const parsed = z.array(keptPhotoSchema).safeParse(value);
  return parsed.success ? parsed.data : [];
}

export async function keptPhotos(tx: DeviceReadTx, form: string): Promise<readonly KeptPhoto[]> {
  return readKept((await tx.draft(photosKey(form)))?.value);
}

/** Keeps a picture and what names it in one strict transaction; in the place of another when it was made from that. */
export async function keepPhoto(
  store: DeviceStore,
  under: KeptUnder,
  made: { readonly photo: KeptPhoto; readonly bytes: ArrayBuffer },
  replaces?: string,
): Promise<void> {
  const { photo, bytes } = made;
  await store.transact("strict", async (tx) => {
    const before = (await keptPhotos(tx, under.form)).filter(({ sha }) => sha !== photo.sha);
    const at = before.findIndex(({ sha }) => sha === replaces);
    const after = at < 0 ? [...before, photo] : before.with(at, photo);
    await tx.putBlob({ id: photo.sha, bytes, type: photo.type, at: photo.taken });
    await putKept(tx, under, after);
    if (replaces !== undefined && replaces !== photo.sha) await forgetUnnamed(tx, [replaces]);
  });
}

export async function dropPhoto(store: DeviceStore, under: KeptUnder, sha: string): Promise<void> {
  await store.transact("strict", async (tx) => {
    await putKept(
      tx,
      under,
      (await keptPhotos(tx, under.form)).filter((photo) => photo.sha !== sha),
    );
    await forgetUnnamed(tx, [sha]);
  });
}

/** The deeds that make the kept pictures photos of this incident; the last of them settles what was kept. */
export function addPhotos(
  photos: readonly KeptPhoto[],
  form: string,
  incident: string,
  newId: () => string,
): OpDraft[] {
  return photos.map((photo, at) => ({
    action: "photo.add",
    changes: [
      { c: "append", kind: "photo", id: newId(), under: incident, fields: { ...photo, parent: incident } },
    ],
    ...(at === photos.length - 1 ? { settlesDrafts: [photosKey(form)] } : {}),
  }));
}

async function putKept(
  tx: DeviceTx,
  { form, record }: KeptUnder,
  photos: readonly KeptPhoto[],
): Promise<void> {
  const key = photosKey(form);
  if (photos.length === 0) return tx.deleteDraft(key);
  await tx.putDraft({ key, value: photos, at: Date.now(), ...(record === undefined ? {} : { record }) });
}
