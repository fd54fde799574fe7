import type { DeviceReadTx } from "#sync/device-store.ts";
import { databases } from "./databases.ts";
import { type MarkedDevice, type MarkPlace, readMarks, writeMarks } from "./eviction-marks.ts";
import { unseenPhotos } from "./photos/unseen-photos.ts";
import { waitingPhotos } from "./photos/waiting-photos.ts";
import type { KeptValue, Profile, ProfileCounts, Settings } from "./profile.ts";
import type { ProfileChange } from "./profile-store.ts";

export type { Profile, ProfileCounts, Settings } from "./profile.ts";

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
  const { profiles: found, kept: values } = await databases().profiles.read();
  const current = values.find((one) => one.key === "current")?.value;
  return {
    settings: settingsOf(values.find((one) => one.key === "settings")),
    current: openOne(found.find(({ device }) => device === current)),
    profiles: found,
    lost: readMarks(places).filter((mark) => !found.some(({ device }) => device === mark.device)),
  };
}

export async function listProfiles(): Promise<Profile[]> {
  const { profiles } = await databases().profiles.read();
  return [...profiles].sort((a, b) => b.lastUsed - a.lastUsed);
}

export async function findProfile(device: string): Promise<Profile | undefined> {
  return databases().profiles.find(device);
}

/** The profile that was in use last on this installation, if it is still open. */
export async function currentProfile(): Promise<Profile | undefined> {
  const kept = await databases().profiles.kept("current");
  return openOne(kept?.key === "current" ? await findProfile(kept.value) : undefined);
}

function openOne(profile: Profile | undefined): Profile | undefined {
  return profile?.state === "open" ? profile : undefined;
}

export async function chooseProfile(device: string | null): Promise<void> {
  const { profiles } = databases();
  if (device !== null) await profiles.change(device, { lastUsed: Date.now() });
  await profiles.keep("current", () => (device === null ? null : { key: "current", value: device }));
}

/** Changes some of a profile; `undefined` takes a part away. */
export async function changeProfile(device: string, change: ProfileChange): Promise<void> {
  await databases().profiles.change(device, change);
}

const plainSettings: Settings = { theme: "device", textSize: "100", language: "vi" };

export async function readSettings(): Promise<Settings> {
  return settingsOf(await databases().profiles.kept("settings"));
}

export function settingsOf(kept: KeptValue | undefined): Settings {
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

/** A person has read what was lost: say it no more. */
export async function acknowledgeEviction(places: readonly MarkPlace[]): Promise<void> {
  writeMarks(places, await presentMarks());
}
