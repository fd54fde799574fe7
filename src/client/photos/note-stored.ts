import type { DeviceTx } from "#sync/device-store.ts";
import { toStored } from "#sync/overlay.ts";
import { notePhoto } from "./photo-note.ts";

/** The receipt of a photo's bytes, as the server's row will bring it too. True when it was news. */
export async function noteStored(tx: DeviceTx, photo: string, at: number): Promise<boolean> {
  const [meta, row] = [await tx.meta(), await tx.row(photo)];
  if (!row && meta) await notePhoto(tx, photo, { storedIn: meta.epoch });
  if (!row || row.body["stored"] !== undefined) return false;
  await tx.putRow(toStored({ ...row, body: { ...row.body, stored: at } }, row.tag));
  return true;
}
