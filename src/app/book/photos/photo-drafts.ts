import { addPhotos, photosKey, readKept } from "#client/photos/kept-photos.ts";
import type { OpDraft } from "#sync/commit.ts";
import type { Hand } from "../deed.ts";

/** The deeds that make the pictures kept under a form photos of an incident; saved with the form by `commitAll`. */
export async function photoDrafts(
  hand: Pick<Hand, "kept" | "newId">,
  form: string,
  incident: string,
): Promise<OpDraft[]> {
  return addPhotos(readKept(await hand.kept(photosKey(form))), form, incident, hand.newId);
}
