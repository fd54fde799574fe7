import { noteStored } from "#client/photos/note-stored.ts";
import { type CarriedPhoto, photosToCarry } from "#client/photos/photos-to-carry.ts";
import type { Receipt } from "#protocol/exchange.ts";
import { takeCarriedReceipts } from "#sync/carried-receipts.ts";
import type { SimDevice, SimTab } from "./device.ts";

/** What a sealed file holds; the seal itself is proved elsewhere. */
export interface Capsule {
  readonly device: SimDevice;
  readonly ops: readonly unknown[];
  readonly photos: readonly CarriedPhoto[];
}

/** What goes back by the same hand. */
export interface CarriedBack {
  readonly device: SimDevice;
  readonly epoch: string;
  readonly made: number;
  readonly receipts: readonly Receipt[];
  readonly photos: readonly { readonly photo: string; readonly stored: number }[];
}

/** Everything unsent as one file; changes nothing on the device. */
export async function seal(device: SimDevice, tab: SimTab): Promise<Capsule | null> {
  return tab.process
    .read(async (tx) => {
      const unsent = (await tx.outbox()).filter(({ receipt }) => !receipt);
      const { photos } = await photosToCarry(tx);
      if (unsent.length + photos.length === 0) return null;
      return { device, ops: structuredClone(unsent.map(({ op }) => op)), photos };
    })
    .catch(() => null);
}

/** The device takes back what the server signed, as the real import does. */
export async function takeBack(tab: SimTab, back: CarriedBack): Promise<void> {
  const taken = await takeCarriedReceipts(tab.process, back).catch(() => null);
  if (!taken?.ok) return;
  await tab.process
    .transact("strict", async (tx) => {
      for (const { photo, stored } of back.photos) {
        const row = await tx.row(photo);
        if (row === undefined || row.received <= back.made) await noteStored(tx, photo, stored);
      }
    })
    .catch(() => undefined);
}
