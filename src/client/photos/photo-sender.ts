import type { Clock, Randomness } from "#kernel/ports.ts";
import { nextDelay } from "#sync/backoff.ts";
import type { DeviceStore, FailureKind } from "#sync/device-store.ts";
import { withBytes } from "#sync/exchange.ts";
import { type LinkKind, linkKind, mayGo } from "./link-kind.ts";
import { noteStored } from "./note-stored.ts";
import { Pace } from "./pace.ts";
import { notePhoto } from "./photo-note.ts";
import { photoQueue, type QueuedPhoto } from "./photo-queue.ts";
import type { TusCall } from "./tus-call.ts";
import { type UploadEnd, type UploadWay, uploadPhoto } from "./upload-photo.ts";

export interface PhotoSenderPorts {
  readonly store: DeviceStore;
  readonly call: TusCall;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly link?: () => LinkKind;
  /** The setting *Ảnh chờ Wi-Fi*. */
  readonly waitsForWifi: () => Promise<boolean>;
}

export interface RoundOptions {
  /** False as soon as text waits, or the page goes. */
  readonly goOn: () => boolean;
  /** Which photo is on its way, by its record. */
  readonly onPhoto?: (photo: string | null) => void;
}

export type PhotoRound =
  | { readonly ok: true; readonly stored: number }
  | {
      readonly ok: false;
      readonly stored: number;
      readonly failure: FailureKind;
      readonly retryInMs: number;
    };

const unknownFirstMs = 30_000;
const unknownLongestMs = 60 * 60_000;

/** Sends the photos of one device, one after another. What it remembers only spares work: any other may take over. */
export class PhotoSender {
  readonly #ports: PhotoSenderPorts;
  readonly #pace = new Pace();
  readonly #way: UploadWay = { byPost: false };
  readonly #begun = new Set<string>();
  /** Photos whose record the server did not know, and when to ask again. */
  readonly #unknown = new Map<string, { waitMs: number; until: number }>();
  #failures = 0;

  constructor(ports: PhotoSenderPorts) {
    this.#ports = ports;
  }

  async round({ goOn, onPhoto }: RoundOptions): Promise<PhotoRound> {
    let stored = 0;
    try {
      for (const photo of await this.#due()) {
        if (!goOn()) break;
        onPhoto?.(photo.id);
        const end = await this.#send(photo, goOn);
        if (end?.end === "stored") stored += 1;
        if (end?.end === "stopped") break;
        if (end?.end === "failed")
          return { ok: false, stored, failure: end.failure, retryInMs: this.#wait(end) };
      }
      return { ok: true, stored };
    } finally {
      onPhoto?.(null);
    }
  }

  async #due(): Promise<QueuedPhoto[]> {
    const { store, clock, link = linkKind, waitsForWifi } = this.#ports;
    const queue = await store.read(photoQueue);
    if (queue.length === 0) return queue;
    const wait = await waitsForWifi();
    const now = clock.monotonic();
    return queue.filter(
      ({ id, note }) => mayGo(wait, link(), note) && (this.#unknown.get(id)?.until ?? 0) <= now,
    );
  }

  async #send({ id, sha }: QueuedPhoto, goOn: () => boolean): Promise<UploadEnd | undefined> {
    const { store, call, clock } = this.#ports;
    const blob = await store.read((tx) => tx.blob(sha));
    if (!blob) return undefined;
    const upload = { photo: id, sha, bytes: blob.bytes, begun: this.#begun.has(sha) };
    this.#begun.add(sha);
    const end = await uploadPhoto(upload, { call, clock, pace: this.#pace, way: this.#way, goOn });
    await this.#write(id, end);
    if (end.end === "unknown") this.#askLater(id);
    if (end.end === "stored") {
      this.#failures = 0;
      this.#unknown.delete(id);
    }
    return end;
  }

  /** The receipt of the bytes, as the server's row will bring it too; what went wrong; and what it cost. */
  async #write(photo: string, end: UploadEnd & { readonly bytes: number }): Promise<void> {
    const { store, clock } = this.#ports;
    await store.transact("relaxed", async (tx) => {
      const meta = await tx.meta();
      if (meta) await tx.putMeta({ ...meta, sync: withBytes(meta, end.bytes, clock.wall()) });
      if (end.end === "trouble") await notePhoto(tx, photo, { trouble: end.trouble });
      if (end.end === "stored") await noteStored(tx, photo, end.at);
    });
  }

  #askLater(photo: string): void {
    const waitMs = Math.min(unknownLongestMs, (this.#unknown.get(photo)?.waitMs ?? unknownFirstMs / 2) * 2);
    this.#unknown.set(photo, { waitMs, until: this.#ports.clock.monotonic() + waitMs });
  }

  #wait(end: Extract<UploadEnd, { end: "failed" }>): number {
    this.#failures += 1;
    return Math.max(end.waitMs ?? 0, nextDelay(this.#failures, this.#ports.randomness));
  }
}
