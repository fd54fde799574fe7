import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { openDeviceStore } from "#client/dexie-device-store.ts";
import { openDirectStore } from "#client/worker-databases.ts";
import type { DeviceStore } from "#sync/device-store.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import { DatabaseGone } from "#sync/store-errors.ts";
import { deviceStoreContract } from "./device-store.contract.ts";

let count = 0;
const adapters: Record<string, () => () => Promise<DeviceStore>> = {
  memory: () => {
    const disk = new MemoryDisk();
    return async () => disk.open();
  },
  Dexie: () => {
    const device = `contract-${count++}`;
    return async () => openDeviceStore(device);
  },
  "the worker's own way": () => {
    const device = `contract-${count++}`;
    const made = madeByPage(device);
    return async () => {
      await made;
      return openDirectStore(device);
    };
  },
};

/** A worker makes no database. */
async function madeByPage(device: string): Promise<void> {
  const store = openDeviceStore(device);
  await store.read((tx) => tx.meta());
  store.close();
}

for (const [name, fresh] of Object.entries(adapters)) {
  describe(`device store on ${name}`, () => {
    for (const one of deviceStoreContract) it(one.name, () => one.run(fresh()));
  });
}

const opened = { Dexie: openDeviceStore, "the worker's own way": openDirectStore };

for (const [name, open] of Object.entries(opened)) {
  it(`${name}: what was asked before the store is closed is done, what is asked after it is refused`, async () => {
    const device = `closing-${count++}`;
    await madeByPage(device);
    const draft = (key: string) => ({ key, value: "máy in kẹt", at: 1 });
    for (const isFirst of [true, false]) {
      const store = open(device);
      // Once with the connection still to be opened, once with it open.
      if (!isFirst) await store.read((tx) => tx.meta());
      const writing = store.transact("strict", (tx) => tx.putDraft(draft(String(isFirst))));
      const reading = store.read((tx) => tx.drafts());
      store.close();
      await expect(store.read((tx) => tx.meta())).rejects.toBeInstanceOf(DatabaseGone);
      await Promise.all([writing, reading]);
      const again = open(device);
      expect(await again.read((tx) => tx.drafts())).toContainEqual(draft(String(isFirst)));
      again.close();
    }
    // Nothing stays open: the database can be deleted.
    await new Promise<void>((done, stuck) => {
      const request = indexedDB.deleteDatabase(`so-truc-${device}`);
      request.onsuccess = () => done();
      request.onblocked = () => stuck(new Error("a connection is still open"));
    });
  });
}

describe("device store on Dexie alone", () => {
  it("keeps nothing when one write of several cannot be stored", async () => {
    const store = openDeviceStore("unstorable");
    const draft = (key: string, value: unknown) => ({ key, value, at: 1 });
    const failed = store.transact("strict", async (tx) => {
      await tx.putDraft(draft("good", 1));
      await tx.putDraft(draft("bad", () => "not data"));
      await tx.putDraft(draft("after", 2));
    });
    await expect(failed).rejects.toThrow();
    expect(await store.read((tx) => tx.drafts())).toEqual([]);
  });

  it("says that the database is gone once it is closed", async () => {
    const store = openDeviceStore("closed");
    await store.transact("strict", async () => undefined);
    store.close();
    await expect(store.read((tx) => tx.meta())).rejects.toBeInstanceOf(DatabaseGone);
    await expect(store.transact("strict", async () => undefined)).rejects.toBeInstanceOf(DatabaseGone);
  });

  it("does not come back empty when another tab deletes it", async () => {
    const store = openDeviceStore("deleted");
    const other = openDeviceStore("deleted");
    await store.transact("strict", async () => undefined);
    await store.read((tx) => tx.meta());
    other.close();
    await other.db.delete({ disableAutoOpen: true });
    await expect(store.read((tx) => tx.meta())).rejects.toBeInstanceOf(DatabaseGone);
  });

  it("stays at version 1 with the stores of the first day", async () => {
    const store = openDeviceStore("frozen");
    await store.db.open();
    expect(store.db.backendDB().version).toBe(10); // Dexie counts in tens.
    expect([...store.db.backendDB().objectStoreNames]).toEqual([
      "blobs",
      "dead",
      "drafts",
      "meta",
      "outbox",
      "quarantine",
      "rows",
      "sent",
      "shadows",
    ]);
    const indexes = store.db.tables.map(({ name, schema }) => [
      name,
      schema.primKey.src,
      ...schema.indexes.map((index) => index.src),
    ]);
    expect(Object.fromEntries(indexes.map(([name, ...rest]) => [name, rest.join(", ")]))).toEqual({
      rows: "id, *keys",
      shadows: "id",
      outbox: "n, *ids",
      sent: "n, *ids",
      dead: "n",
      quarantine: "id",
      drafts: "key",
      blobs: "id",
      meta: "key",
    });
  });
});

describe("device store in the worker alone", () => {
  it("makes no database where a page has made none", async () => {
    await expect(openDirectStore("never-made").read((tx) => tx.meta())).rejects.toBeInstanceOf(DatabaseGone);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain("so-truc-never-made");
  });

  it("is gone once it is closed, and when a page deletes the database", async () => {
    await madeByPage("worker-closed");
    const closed = openDirectStore("worker-closed");
    closed.close();
    await expect(closed.read((tx) => tx.meta())).rejects.toBeInstanceOf(DatabaseGone);
    const left = openDirectStore("worker-closed");
    await left.read((tx) => tx.meta());
    await openDeviceStore("worker-closed").db.delete({ disableAutoOpen: true });
    await expect(left.read((tx) => tx.meta())).rejects.toBeInstanceOf(DatabaseGone);
  });
});
