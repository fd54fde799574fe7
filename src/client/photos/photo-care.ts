import type { DeviceStore } from "#sync/device-store.ts";
import { readSettings } from "../profiles.ts";
import { storageState } from "../storage.ts";
import { systemClock, systemRandomness } from "../system-ports.ts";
import { type PhotoRound, PhotoSender, type PhotoSenderPorts, type RoundOptions } from "./photo-sender.ts";
import { type Room, tidyBlobs } from "./tidy-blobs.ts";
import { tusCall } from "./tus-call.ts";

/** The photos of one device: sent when the text is through, and let go when the server has them and room is short. */
export interface PhotoCare {
  round(options: RoundOptions): Promise<PhotoRound>;
}

const tidyEveryMs = 30 * 60_000;
const littleRoom = 200 * 1024 * 1024;

export function photoCare(
  device: string,
  store: DeviceStore,
  ports: Partial<PhotoSenderPorts> = {},
): PhotoCare {
  const sender = new PhotoSender({
    store,
    call: tusCall(device),
    clock: systemClock,
    randomness: systemRandomness,
    waitsForWifi: async () => (await readSettings()).photosWait === true,
    ...ports,
  });
  let tidied = Number.NEGATIVE_INFINITY;
  return {
    async round(options) {
      const end = await sender.round(options);
      if (systemClock.monotonic() - tidied > tidyEveryMs) {
        tidied = systemClock.monotonic();
        await tidyBlobs(store, await roomLeft()).catch(() => 0);
      }
      return end;
    },
  };
}

async function roomLeft(): Promise<Room> {
  const { free, room } = await storageState();
  if (room === "no-photos" || room === "export") return "none";
  return free !== null && free < littleRoom ? "little" : "plenty";
}
