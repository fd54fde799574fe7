import { accept, type Result, refuse } from "#kernel/result.ts";
import { type CarriedReceipts, carriedReceiptsSchema, receiptsMacInput } from "#protocol/capsule.ts";
import { takeCarriedReceipts } from "#sync/carried-receipts.ts";
import type { DeviceStore } from "#sync/device-store.ts";
import { noteStored } from "./photos/note-stored.ts";
import type { Profile } from "./profile.ts";
import { findProfile } from "./profiles.ts";

/** True for a file that the server gave the carrier to take back. */
export async function isReceiptFile(file: Blob): Promise<boolean> {
  return (await file.slice(0, 40).text()).startsWith('{"type":"so-truc-receipts"');
}

/** How many ops and photos were news. */
export interface TakenReceipts {
  readonly ops: number;
  readonly photos: number;
}

/** *Nhập biên nhận*: marks as received what the server signed for; what was changed on the way is not taken. */
export async function importReceipts(
  { profile, store }: { readonly profile: Pick<Profile, "device" | "commune">; readonly store: DeviceStore },
  file: Blob,
): Promise<Result<TakenReceipts, string>> {
  const text = await file.text();
  const end = text.indexOf("\n");
  const [line, mac] = [text.slice(0, end), text.slice(end + 1).trim()];
  const content = end > 0 ? readContent(line) : undefined;
  if (!content) return refuse("bad-receipts");
  if (content.device !== profile.device || content.commune !== profile.commune.id)
    return refuse("receipts-of-other");
  const key = (await findProfile(profile.device))?.smsKey;
  if (key === undefined || !crypto.subtle) return refuse("no-receipt-key");
  if (!(await isSigned(key, line, mac))) return refuse("bad-receipts");
  const taken = await takeCarriedReceipts(store, content);
  if (!taken.ok) return taken;
  return accept({ ops: taken.value, photos: await takePhotos(store, content) });
}

/** After the ops, each of which shows its record anew. What the server said later of a photo stands: it may have lost it. */
function takePhotos(store: DeviceStore, { photos = [], made }: CarriedReceipts): Promise<number> {
  return store.transact("strict", async (tx) => {
    const shas = new Set(await tx.blobIds());
    let news = 0;
    for (const { photo, sha, stored } of photos) {
      const row = await tx.row(photo);
      const isIt = row ? row.kind === "photo" && row.body["sha"] === sha : shas.has(sha);
      const isOld = row !== undefined && row.received > made;
      if (isIt && !isOld && (await noteStored(tx, photo, stored))) news += 1;
    }
    return news;
  });
}

function readContent(line: string): CarriedReceipts | undefined {
  try {
    return carriedReceiptsSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function isSigned(key: string, line: string, mac: string): Promise<boolean> {
  try {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const secret = await crypto.subtle.importKey("raw", bytesOf(key), algorithm, false, ["verify"]);
    const signed = new TextEncoder().encode(receiptsMacInput(line));
    return await crypto.subtle.verify("HMAC", secret, bytesOf(mac), signed);
  } catch {
    return false;
  }
}

/** Of base64url. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
