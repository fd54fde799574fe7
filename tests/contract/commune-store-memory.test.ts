import { expect, it } from "vitest";
import { createMemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { communeStoreContract, decided, row } from "./commune-store.contract.ts";

function openMemory() {
  const store = createMemoryCommuneStore();
  store.addCommune("x", "epoch-x");
  store.addCommune("y", "epoch-y");
  return store;
}

communeStoreContract("memory", async () => ({ store: openMemory(), close: async () => undefined }));

it("restores an older snapshot under a new epoch, and keeps erasure marks outside", async () => {
  const store = openMemory();
  await store.transact("x", async (tx) => tx.putRow(row("old", await tx.nextSeq())));
  const snapshot = store.snapshot("x");
  await store.transact("x", async (tx) => {
    await tx.putRow(row("new", await tx.nextSeq()));
    await tx.putDecided(decided(1, 2));
    await tx.putErasure({ id: "old", at: 1, by: "a" });
  });
  store.restore("x", snapshot, "second");
  await store.transact("x", async (tx) => {
    expect(await tx.state()).toEqual({
      id: "x",
      seq: 1,
      epoch: "second",
      floor: 0,
      pastEpochs: [{ epoch: "epoch-x", restoredSeq: 1 }],
    });
    expect((await tx.rows(["old", "new"])).map((one) => one.id)).toEqual(["old"]);
    expect(await tx.erased(["old"])).toEqual([]);
    await tx.putRow(row("later", await tx.nextSeq()));
  });
  expect(store.erasures("x")).toEqual([{ id: "old", at: 1, by: "a" }]);
  store.restore("x", snapshot, "third");
  expect((await store.transact("x", (tx) => tx.rows(["later"]))).length).toBe(0);
});
