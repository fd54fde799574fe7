import { addPhotos, keepPhoto } from "#client/photos/kept-photos.ts";
import { PhotoSender } from "#client/photos/photo-sender.ts";
import { type Room, tidyBlobs } from "#client/photos/tidy-blobs.ts";
import type { RecordRow } from "#domain/record.ts";
import { type SimAttachments, shaOf } from "./attachments.ts";
import type { Counters } from "./counters.ts";
import type { SimDevice, SimTab } from "./device.ts";
import type { Random } from "./random.ts";
import { Violation } from "./violation.ts";

/** What the device promised: these bytes, since the save of their deed was shown. */
export interface TakenPhoto {
  readonly n: number;
  readonly photo: string;
}

const form = "incident/photos";
const rooms: readonly Room[] = ["plenty", "little", "none"];

/** Takes a picture of an incident that the device shows; the bytes first, then the deed. */
export async function takePhoto(
  device: SimDevice,
  tab: SimTab,
  random: Random,
  counters: Counters,
): Promise<boolean> {
  const shown = [...device.disk.content().rows.values()];
  const incidents = shown.filter((row) => row.kind === "incident" && !row.deleted);
  if (incidents.length === 0) return false;
  const incident = random.pick(incidents).id;
  const bytes = Uint8Array.from({ length: 200 + random.int(4000) }, () => random.int(256));
  const sha = shaOf(bytes);
  const kept = {
    ...{ sha, type: "image/jpeg" as const, bytes: bytes.length, width: 8, height: 8 },
    ...{ taken: Math.round(device.clock.wall()), thumb: "dGh1bWI=" },
  };
  try {
    await keepPhoto(tab.process, { form }, { photo: kept, bytes: bytes.buffer });
  } catch {
    return false;
  }
  const id = `photo-${device.id}-${sha.slice(0, 8)}`;
  const [draft] = addPhotos([kept], form, incident, () => id);
  const n = draft ? await device.save(tab, draft) : null;
  if (n === null) return false;
  device.photos.set(sha, { n, photo: id });
  counters.photosTaken++;
  return true;
}

/** One round of the real sender; now and then in two tabs at once, and stopped where it stands. */
export async function sendPhotos(
  device: SimDevice,
  tabs: readonly SimTab[],
  attachments: SimAttachments,
  now: () => number,
  random?: Random,
): Promise<void> {
  const rounds = tabs.map((tab) => {
    const sender = new PhotoSender({
      ...{ store: tab.process, clock: device.clock, randomness: tab.ports.randomness },
      call: attachments.line(now, random),
      link: () => "free" as const,
      waitsForWifi: async () => false,
    });
    // A tab that dies in the middle takes its round with it.
    return sender.round({ goOn: () => !random?.chance(0.1) }).catch(() => null);
  });
  await Promise.all(rounds);
}

export async function tidyPhotos(tab: SimTab, random: Random, counters: Counters): Promise<void> {
  const gone = await tidyBlobs(tab.process, random.pick(rooms)).catch(() => 0);
  counters.photosLetGo += gone;
}

/** 9, for bytes: until the server has verified them they are here, whatever happened; deletion by a person aside. */
export function checkPhotos(
  device: SimDevice,
  attachments: SimAttachments,
  rows: readonly RecordRow[],
): void {
  if (device.disk.busy) return;
  const { blobs } = device.disk.content();
  const gone = new Set(rows.filter((row) => row.deleted || row.erased).map(({ id }) => id));
  for (const [sha, { n, photo }] of device.photos) {
    if (blobs.has(sha) || attachments.everStored.has(sha) || gone.has(photo)) continue;
    throw new Violation(9, `the bytes of ${device.id}#${n} ${photo} are gone, and the server never had them`);
  }
}

/** At rest: bytes that are still here and whose record lives are on the server, the same to the last bit, and it says so. */
export function checkPhotosAtRest(
  device: SimDevice,
  attachments: SimAttachments,
  rows: readonly RecordRow[],
): void {
  const { blobs } = device.disk.content();
  const live = new Map(rows.filter((row) => !row.deleted).map((row) => [row.id, row]));
  for (const [sha, { n, photo }] of device.photos) {
    const row = live.get(photo);
    const blob = blobs.get(sha);
    if (!row || !blob) continue;
    const there = attachments.stored.get(sha);
    if (!there) throw new Violation(3, `the bytes of ${device.id}#${n} ${photo} did not reach the server`);
    if (shaOf(there) !== sha) throw new Violation(3, `other bytes than ${photo}'s lie on the server`);
    if (typeof row.body["stored"] !== "number")
      throw new Violation(3, `${photo} is not told that its bytes are stored`);
  }
}
