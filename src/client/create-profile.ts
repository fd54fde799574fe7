import { initialMeta } from "#sync/initial-meta.ts";
import { databases } from "./databases.ts";
import type { Profile } from "./profile.ts";

/** The device's database with its first state, then the profile: a crash between leaves no half profile. */
export async function createProfile(profile: Profile, epoch: string): Promise<void> {
  const store = databases().openStore(profile.device);
  try {
    await store.transact("strict", async (tx) => {
      if (await tx.meta()) return;
      const { device, person, commune } = profile;
      await tx.putMeta(initialMeta({ device, person, commune: commune.id, epoch }));
    });
  } finally {
    store.close();
  }
  await databases().profiles.put(profile);
}
