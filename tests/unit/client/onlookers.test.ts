import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { databases } from "#client/databases.ts";
import { mayBeSeenByOthers } from "#client/onlookers.ts";
import type { Profile } from "#client/profile.ts";
import { chooseProfile } from "#client/profiles.ts";
import { changeSettings } from "#client/settings.ts";

async function profile(device: string, more: Partial<Profile> = {}): Promise<Profile> {
  const made = {
    ...{ device, person: device, name: device, account: device, roles: [], letter: "B", capsuleKey: "" },
    commune: { id: "c", name: "Xã Thử", code: "XT", sample: false },
    ...{ state: "open", createdAt: 1, lastUsed: 1, lastKnown: { unsent: 0, dead: 0, at: 1 } },
    ...more,
  } as Profile;
  await databases().profiles.put(made);
  return made;
}

it("a notification speaks only of the book in use, on a device that is one person's", async () => {
  const [mine, other] = [await profile("dmine"), await profile("dother")];
  await chooseProfile("dmine");
  expect(await mayBeSeenByOthers(mine)).toBe(false);
  expect(await mayBeSeenByOthers(other)).toBe(true);
  expect(await mayBeSeenByOthers({ ...mine, state: "locked" })).toBe(true);
  await changeSettings({ lockAfter: "5" });
  expect(await mayBeSeenByOthers(mine)).toBe(true);
  await changeSettings({ lockAfter: "off" });
  await chooseProfile(null);
  expect(await mayBeSeenByOthers(mine)).toBe(true);
});
