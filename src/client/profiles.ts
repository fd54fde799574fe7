import { Dexie } from "dexie";
import { accept, type Result, refuse } from "#kernel/result.ts";
import type { DeviceReadTx } from "#sync/device-store.ts";
import { coreName } from "./core-database.ts";
import { portStores } from "./device-transaction.ts";
import { openDeviceStore } from "./dexie-device-store.ts";
import { type MarkedDevice, type MarkPlace, readMarks, writeMarks } from "./eviction-marks.ts";
import { unseenPhotos } from "./photos/unseen-photos.ts";
import { waitingPhotos } from "./photos/waiting-photos.ts";
import {
  type KeptValue,
  type Profile,
  type ProfileCounts,
  profileDatabase,
  type Settings,
} from "./profile-database.ts";

export type { Profile, ProfileCounts, Settings } from "./profile-database.ts";

/** What the start of the app asks of this installation. */
export interface Installation {
  readonly settings: Settings;
  /** As `currentProfile`. */
  readonly current: Profile | undefined;
  readonly profiles: readonly Profile[];
  /** Logbooks that were here and are gone: the browser may evict a whole origin when the disk runs low. */
  readonly lost: readonly MarkedDevice[];
}

/** All of it in one look. Call it before anything else opens a database. */
export async function readInstallation(places: readonly MarkPlace[]): Promise<Installation> {
  const { profiles, kept } = profileDatabase();
  const [found, values] = await profileDatabase().transaction("r", profiles, kept, () =>
    Promise.all([profiles.toArray(), kept.toArray()]),
  );
  const current = values.find((one) => one.key === "current")?.value;
  return {
    settings: settingsOf(values.find((one) => one.key === "settings")),
    current: openOne(found.find(({ device }) => device === current)),
    profiles: found,
    lost: readMarks(places).filter((mark) => !found.some(({ device }) => device === mark.device)),
  };
}

export async function listProfiles(): Promise<Profile[]> {
  const profiles = await profileDatabase().profiles.toArray();
  return profiles.sort((a, b) => b.lastUsed - a.lastUsed);
}

export async function findProfile(device: string): Promise<Profile | undefined> {
  return profileDatabase().profiles.get(device);
}

/** The profile that was in use last on this installation, if it is still open. */
export async function currentProfile(): Promise<Profile | undefined> {
  const kept = await profileDatabase().kept.get("current");
  return openOne(kept?.key === "current" ? await findProfile(kept.value) : undefined);
}

function openOne(profile: Profile | undefined): Profile | undefined {
  return profile?.state === "open" ? profile : undefined;
}

export async function chooseProfile(device: string | null): Promise<void> {
  const database = profileDatabase();
  await database.transaction("rw", database.profiles, database.kept, async () => {
    if (device === null) return database.kept.delete("current");
    await database.profiles.update(device, { lastUsed: Date.now() });
    return database.kept.put({ key: "current", value: device });
  });
}

/** Changes some of a profile; `undefined` takes a part away. */
export async function changeProfile(
  device: string,
  change: { readonly [Part in keyof Profile]?: Profile[Part] | undefined },
): Promise<void> {
  await profileDatabase()
    .profiles.where("device")
    .equals(device)
    .modify({ ...change });
}

const plainSettings: Settings = { theme: "device", textSize: "100", language: "vi" };

export async function readSettings(): Promise<Settings> {
  return settingsOf(await profileDatabase().kept.get("settings"));
}

function settingsOf(kept: KeptValue | undefined): Settings {
  return kept?.key === "settings" ? { ...plainSettings, ...kept.value } : plainSettings;
}

/** What is here and nowhere else: deeds, and the bytes of photos. */
export async function countUnsent(tx: DeviceReadTx): Promise<ProfileCounts> {
  const [outbox, dead, photos] = [await tx.outbox(), await tx.dead(), await waitingPhotos(tx)];
  const unseen = await unseenPhotos(tx);
  return {
    unsent: outbox.filter((entry) => !entry.receipt).length + photos.here.length + unseen.length,
    dead: dead.filter((op) => op.mendedBy === undefined).length + photos.stuck.length,
    at: Date.now(),
  };
}

/** Remembers for the list of profiles, and for the day the browser evicts us, how much is unsent. */
export async function noteCounts(
  device: string,
  counts: ProfileCounts,
  places: readonly MarkPlace[],
): Promise<void> {
  await changeProfile(device, { lastKnown: counts });
  const present = await presentMarks();
  // A mark without a profile tells of an eviction that nobody has read of yet: it stays.
  const lost = readMarks(places).filter((mark) => !present.some((one) => one.device === mark.device));
  writeMarks(places, [...present, ...lost]);
}

async function presentMarks(): Promise<MarkedDevice[]> {
  const profiles = await listProfiles();
  return profiles.map(({ device, lastKnown }) => ({ device, unsent: lastKnown.unsent, at: lastKnown.at }));
}

/**
 * Removes a profile and its logbook. Refuses while anything is unsent, and while something refused waits that nobody
 * has settled, unless a person has seen it (`settled`). Checked and sealed in one transaction, so that another tab can
 * save nothing that would then vanish.
 */
export async function removeProfile(
  device: string,
  places: readonly MarkPlace[],
  options: { readonly settled?: boolean } = {},
): Promise<Result<void, "unsent" | "dead">> {
  const store = openDeviceStore(device);
  try {
    const { db } = store;
    const counts = await db.transaction("rw", [...portStores], async () => {
      const { unsent, dead } = await store.readLive(countUnsent);
      if (unsent === 0 && (dead === 0 || options.settled)) await db.meta.clear();
      return { unsent, dead };
    });
    if (counts.unsent > 0) return refuse("unsent", { count: counts.unsent });
    if (counts.dead > 0 && !options.settled) return refuse("dead", { count: counts.dead });
  } finally {
    store.close();
  }
  // Marks and profile go first: a crash here leaves at most a file that nobody opens.
  writeMarks(
    places,
    readMarks(places).filter((mark) => mark.device !== device),
  );
  const database = profileDatabase();
  await database.transaction("rw", database.profiles, database.kept, async () => {
    await database.profiles.delete(device);
    const current = await database.kept.get("current");
    if (current?.value === device) await database.kept.delete("current");
  });
  await Dexie.delete(coreName(device));
  return accept(undefined);
}

/** A person has read what was lost: say it no more. */
export async function acknowledgeEviction(places: readonly MarkPlace[]): Promise<void> {
  writeMarks(places, await presentMarks());
}
