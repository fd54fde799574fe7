import { initialMeta } from "#sync/initial-meta.ts";
import { openDeviceStore } from "./dexie-device-store.ts";
import { type Profile, profileDatabase } from "./profile-database.ts";

/** The device's database with its first state, then the profile: a crash between leaves no half profile. */
export async function createProfile(profile: Profile, epoch: string): Promise<void> {
  const store = openDeviceStore(profile.device);
  try {
    await store.transact("strict", async (tx) => {
      if (await tx.meta()) return;
      const { device, person, commune } = profile;
      await tx.putMeta(initialMeta({ device, person, commune: commune.id, epoch }));
    });
  } finally {
    store.close();
  }
  await profileDatabase().profiles.put(profile);
}
