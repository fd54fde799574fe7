import { firstBatch } from "#sync/exchange.ts";
import type { Transport } from "#sync/transport.ts";
import { appVersion } from "./app-version.ts";
import { databases } from "./databases.ts";
import type { OpenedStore } from "./device-connection.ts";
import { exchangeLock, inTurn, type Locks, systemLocks } from "./device-lock.ts";
import { exchangePastResets } from "./exchange-past-resets.ts";
import { fetchTransport } from "./fetch-transport.ts";
import { photoCare } from "./photos/photo-care.ts";
import type { PhotoSenderPorts } from "./photos/photo-sender.ts";
import type { Profile } from "./profile.ts";
import { changeProfile, countUnsent, listProfiles } from "./profiles.ts";
import { systemClock, systemRandomness } from "./system-ports.ts";

export interface SendForAllOptions {
  /** The profile whose own loop runs in this page. */
  readonly except?: string;
  readonly forMs: number;
  readonly transportOf?: (device: string) => Transport;
  readonly photoPorts?: (device: string) => Partial<PhotoSenderPorts>;
  readonly locks?: Locks | undefined;
  /** Called for each profile with what it still holds. */
  readonly onProfile?: (profile: Profile, left: { unsent: number; dead: number }) => Promise<void>;
}

const lockPatienceMs = 20_000;

/**
 * Sends for every profile of this installation that has something unsent, each with its own session: also for those
 * that are locked or not in use. Every step is durable, so it may be ended at any moment. Answers with how many ops are
 * still unsent.
 */
export async function sendForAll(options: SendForAllOptions): Promise<number> {
  const end = systemClock.monotonic() + options.forMs;
  let left = 0;
  for (const profile of await listProfiles()) {
    if (profile.device === options.except) continue;
    const counts = await sendFor(profile.device, end, options);
    left += counts.unsent;
    await options.onProfile?.(profile, counts);
  }
  return left;
}

async function sendFor(device: string, end: number, options: SendForAllOptions) {
  const store = databases().openStore(device);
  try {
    const left = await sendFrom(store, device, end, options);
    // Its own book is closed and cannot note it; the list of profiles would go on telling of work that is through.
    await changeProfile(device, { lastKnown: left });
    return left;
  } catch {
    // One profile's broken database must not keep the others from sending.
    return { unsent: 0, dead: 0 };
  } finally {
    store.close();
  }
}

async function sendFrom(store: OpenedStore, device: string, end: number, options: SendForAllOptions) {
  const transport = (options.transportOf ?? fetchTransport)(device);
  const ports = { store, transport, clock: systemClock, randomness: systemRandomness, appVersion };
  const locks = "locks" in options ? options.locks : systemLocks();
  const isTimeLeft = () => systemClock.monotonic() < end;
  const before = await store.read(countUnsent);
  if (before.unsent === 0 || !isTimeLeft()) return before;
  return await inTurn(locks, exchangeLock(device), lockPatienceMs, async () => {
    let counts = await store.read(countUnsent);
    let batch = firstBatch;
    while (counts.unsent > 0 && isTimeLeft()) {
      const result = await exchangePastResets(ports, batch);
      counts = await store.read(countUnsent);
      if (!result.ok) break;
      batch = result.batch;
      if (result.more) continue;
      // Text is through, or what is left of it waits for something; photos come last.
      const photos = await photoCare(device, store, options.photoPorts?.(device)).round({
        goOn: isTimeLeft,
      });
      if (photos.stored === 0) break;
    }
    return store.read(countUnsent);
  });
}
