import { describe, expect, it } from "vitest";
import type { OutboxEntry } from "#sync/device-store.ts";
import { keysVersion } from "#sync/keys-version.ts";
import { isAsKnown, knownMeta, noteMeta } from "#sync/known-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import { forgetUnnamed, namedByForms, photosAddedBy } from "#sync/named-blobs.ts";
import { rekey } from "#sync/rekey.ts";
import { noon } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, serverVisit } from "./one-device.ts";

describe("what this process wrote last", () => {
  it("is known of each store apart, until it writes again", () => {
    const [one, other] = [new MemoryDisk().open(), new MemoryDisk().open()];
    expect(knownMeta(one)).toBeUndefined();
    noteMeta(one, plainMeta);
    noteMeta(one, { ...plainMeta, nextN: 2 });
    expect(knownMeta(one)?.nextN).toBe(2);
    expect(knownMeta(other)).toBeUndefined();
  });

  it("holds when the very same lies on the disk, in whatever copy", () => {
    expect(isAsKnown(plainMeta, plainMeta)).toBe(true);
    expect(isAsKnown(plainMeta, structuredClone(plainMeta))).toBe(true);
    expect(isAsKnown(plainMeta, { ...plainMeta, nextN: 2 })).toBe(false);
    expect(isAsKnown(plainMeta, { ...plainMeta, clockSuspect: true })).toBe(false);
    expect(isAsKnown(plainMeta, undefined)).toBe(false);
  });
});

describe("the keys by which records are found", () => {
  it("are written anew after an update that computes them otherwise, and the device stands as before", async () => {
    const device = await OneDevice.with({ keysVersion: keysVersion - 1 });
    await device.holds(serverVisit("a", 3), serverVisit("b", 4, { deleted: true }));
    const before = device.content.rows.get("a");
    await device.put((tx) => tx.putRow({ ...(before as NonNullable<typeof before>), keys: ["old"] }));
    expect(await rekey(device)).toBe(2);
    expect(device.content.rows.get("a")).toEqual(before);
    expect(device.content.rows.get("b")?.keys).toEqual([]);
    expect(device.meta).toEqual(plainMeta);
  });

  it("are left alone when they are of today, or nobody has signed in", async () => {
    const device = await OneDevice.with();
    await device.holds(serverVisit("a", 3));
    const [row] = device.content.rows.values();
    expect(await rekey(device)).toBe(0);
    expect(device.content.rows.get("a")).toBe(row);
    expect(await rekey(new OneDevice())).toBe(0);
  });
});

describe("bytes of pictures", () => {
  const sha = "a".repeat(64);
  const photo = (id: string, more: object = {}) => {
    const fields = { parent: "i", sha, type: "image/jpeg", bytes: 9, width: 3, height: 2, taken: noon };
    return { ...serverVisit(id, 3), kind: "photo", body: fields, ...more };
  };
  async function withBytes() {
    const device = await OneDevice.with();
    await device.put((tx) => tx.putBlob({ id: sha, bytes: new ArrayBuffer(1), type: "image/jpeg", at: 1 }));
    return { device, forget: () => device.put((tx) => forgetUnnamed(tx, [sha])) };
  }

  it("go when nothing names them", async () => {
    const { device, forget } = await withBytes();
    await forget();
    expect(device.content.blobs.size).toBe(0);
  });

  it("stay while a record shows them, unless it was erased", async () => {
    const { device, forget } = await withBytes();
    await device.holds(photo("p", { erased: true }), photo("q"));
    await forget();
    expect(device.content.blobs.size).toBe(1);
    await device.holds(photo("q", { erased: true }));
    await forget();
    expect(device.content.blobs.size).toBe(0);
  });

  it("stay while a form of photos shows them; other forms do not count", async () => {
    const { device, forget } = await withBytes();
    await device.put((tx) => tx.putDraft({ key: "/note", value: sha, at: 1 }));
    await device.put((tx) => tx.putDraft({ key: "photos/incident/new", value: [{ sha }], at: 1 }));
    await forget();
    expect(device.content.blobs.size).toBe(1);
    const named = await device.store.read(namedByForms);
    expect([named(sha), named("b".repeat(64))]).toEqual([true, false]);
    await device.put((tx) => tx.deleteDraft("photos/incident/new"));
    await forget();
    expect(device.content.blobs.size).toBe(0);
  });

  it("are known by the photo that a deed added, and by nothing else that names a hash", () => {
    const add = { c: "append", k: "photo", id: "p", under: "i", sc: "x", f: { sha } };
    const entryOf = (...ch: object[]) => ({ op: { ch } }) as unknown as OutboxEntry;
    const others = [
      { ...add, k: "incidentEntry", f: { sha: "b" } },
      { ...add, f: { sha: 5 } },
      { ...add, f: "torn" },
      { ...add, f: null },
      { c: "delete", k: "photo", id: "p", b: 1 },
    ];
    expect([...photosAddedBy([entryOf(...others), entryOf(add)])]).toEqual([[sha, "p"]]);
  });
});
