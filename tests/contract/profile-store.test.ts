import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import type { Profile } from "#client/profile.ts";
import { dexieProfileStore } from "#client/profile-database.ts";
import type { ProfileStore } from "#client/profile-store.ts";
import { directProfileStore } from "#client/worker-databases.ts";

const page = dexieProfileStore();
const adapters: Record<string, ProfileStore> = { Dexie: page, "the worker's own way": directProfileStore() };
const profile = (device: string, more: Partial<Profile> = {}): Profile =>
  ({
    device,
    person: "lan",
    name: "Lan",
    roles: ["centre"],
    state: "open",
    lastUsed: 1,
    pin: { salt: new Uint8Array([1, 2]), hash: new Uint8Array([3]), rounds: 1, wrong: 0, blockedUntil: 0 },
    ...more,
  }) as unknown as Profile;

beforeEach(async () => {
  const { profiles } = await page.read();
  for (const { device } of profiles) await page.remove(device);
  for (const key of ["current", "settings"] as const) await page.keep(key, () => null);
});

for (const [name, store] of Object.entries(adapters)) {
  describe(`profile store on ${name}`, () => {
    it("gives back what was put, bytes and all, to itself and to the other way", async () => {
      await store.put(profile("a"));
      await store.put(profile("b", { name: "Hoa" }));
      expect(await store.find("a")).toEqual(profile("a"));
      expect(await store.find("none")).toBeUndefined();
      for (const any of Object.values(adapters))
        expect((await any.read()).profiles.map((one) => one.device)).toEqual(["a", "b"]);
    });

    it("changes parts, takes a part away, and makes nothing that is not there", async () => {
      await store.put(profile("a"));
      await store.change("a", { lastUsed: 7, pin: undefined });
      const changed = await store.find("a");
      expect(changed).toMatchObject({ name: "Lan", lastUsed: 7 });
      expect(changed && Object.hasOwn(changed, "pin")).toBe(false);
      await store.change("none", { lastUsed: 7 });
      expect((await store.read()).profiles).toHaveLength(1);
    });

    it("sets what is kept from what it was, and takes it away", async () => {
      await store.keep("current", (now) => {
        expect(now).toBeUndefined();
        return { key: "current", value: "a" };
      });
      await store.keep("current", (now) => (now?.value === "a" ? { key: "current", value: "b" } : null));
      expect(await store.kept("current")).toEqual({ key: "current", value: "b" });
      expect((await store.read()).kept).toEqual([{ key: "current", value: "b" }]);
      await store.keep("current", () => null);
      expect(await store.kept("current")).toBeUndefined();
    });

    it("removes a profile and nothing else", async () => {
      await store.put(profile("a"));
      await store.put(profile("b"));
      await store.remove("a");
      expect((await store.read()).profiles.map((one) => one.device)).toEqual(["b"]);
    });

    it("counts both of two changes at once", async () => {
      await store.put(profile("a"));
      await Promise.all([store.change("a", { lastUsed: 9 }), store.change("a", { name: "Mai" })]);
      expect(await store.find("a")).toMatchObject({ lastUsed: 9, name: "Mai" });
    });
  });
}
