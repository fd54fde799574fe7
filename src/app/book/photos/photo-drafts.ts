import { addPhotos, photosKey, readKept } from "#client/photos/kept-photos.ts";
import type { OpDraft } from "#sync/commit.ts";
import type { CommandTx, Hand } from "../deed.ts";

/** The deeds that make the pictures kept under a form photos of an incident; saved with the form by `commitAll`. */
export async function photoDrafts(
  hand: Pick<Hand, "newId">,
  tx: Pick<CommandTx, "kept">,
  form: string,
  incident: string,
): Promise<OpDraft[]> {
  return addPhotos(readKept(await tx.kept(photosKey(form))), form, incident, hand.newId);
}
