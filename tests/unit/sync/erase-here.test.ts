import { beforeEach, expect, it } from "vitest";
import { rowToWire } from "#protocol/wire-row.ts";
import type { OpDraft } from "#sync/commit.ts";
import type { DeviceTx } from "#sync/device-store.ts";
import { eraseHere } from "#sync/erase-here.ts";
import { editVisit, noon, visit } from "#tests/support/small-commune.ts";
import { OneDevice, receipt, serverVisit } from "./one-device.ts";

let device: OneDevice;
beforeEach(async () => {
  device = await OneDevice.with();
});

const erased = (id: string, seq: number) => ({
  rows: [rowToWire(serverVisit(id, seq, { erased: true }))],
  cursor: seq,
});
const everything = () =>
  JSON.stringify(
    [
      ...[device.content.rows, device.content.shadows, device.content.outbox],
      ...[device.content.sent, device.content.dead, device.content.drafts],
    ].map((shelf) => [...shelf.values()]),
  );

it("takes the words out of all that is kept of the record, and leaves the deeds and other records whole", async () => {
  await device.save(visit("a", { note: "secret sent" }));
  await device.save(visit("b", { note: "kept" }));
  await device.take({ receipts: [receipt(1, 6, { to: 2, own: 1 })], cursor: 7 });
  await device.save(editVisit("a", { note: "secret refused", people: 2 }));
  await device.save(editVisit("b", { note: "kept too" }));
  await device.take({
    receipts: [receipt(3, 8, { r: "rejected" }), receipt(4, 9, { r: "rejected" })],
  });
  await device.save(editVisit("a", { note: "secret waiting", people: 3 }));
  await device.put(async (tx) => {
    await tx.putDraft({ key: "/visit/a", value: "secret draft", at: 1, record: "a" });
    await tx.putDraft({ key: "/visit/b", value: "kept draft", at: 1, record: "b" });
    await tx.putDraft({ key: "/visit/new", value: "kept form", at: 1 });
  });

  await device.take(erased("a", 12));
  expect(everything()).not.toContain("secret");
  for (const words of ["kept", "kept too", "kept draft", "kept form"]) expect(everything()).toContain(words);
  expect(device.numbers).toEqual({ outbox: [5], sent: [1, 2], dead: [3, 4] });
  expect(device.content.sent.get(1)?.op.ch[0]).toMatchObject({ c: "create", f: { people: 1 } });
  expect(device.content.outbox.get(5)?.op.ch[0]).toMatchObject({ c: "set", f: { people: 3 } });
  expect(device.content.dead.get(3)).toMatchObject({
    op: { ch: [{ f: { people: 2 } }] },
    seen: [{ id: "a", body: { people: 2 } }],
  });
  expect(device.content.rows.get("a")).toMatchObject({ erased: true, body: { people: 3 } });
  expect(device.content.rows.get("b")).toMatchObject({ personal: { note: "kept" } });
});

it("leaves in a deed on two records what belongs to the other", async () => {
  const both: OpDraft = {
    action: "support.visit",
    changes: [visit("a", { note: "secret" }), visit("b", { note: "kept" })].flatMap(({ changes }) => changes),
  };
  await device.save(both);
  await device.take({ receipts: [receipt(1, 6, { r: "rejected" })] });
  await device.take(erased("a", 12));
  expect(everything()).not.toContain("secret");
  expect(device.content.dead.get(1)).toMatchObject({
    op: { ch: [{ id: "a" }, { id: "b", p: { note: "kept" } }] },
    seen: [{ id: "a" }, { id: "b", personal: { note: "kept" } }],
  });
});

it("never shows again what a pending edit would have brought", async () => {
  await device.holds(serverVisit("a", 3));
  await device.save(editVisit("a", { note: "secret" }));
  await device.take(erased("a", 6));
  await device.save(editVisit("a", { note: "secret again" }));
  expect(device.content.rows.get("a")).not.toHaveProperty("personal");
});

it("lets the bytes of an erased photo go, but none that another photo or a form still shows", async () => {
  const [one, two, three] = ["1", "2", "3"].map((digit) => digit.repeat(64)) as [string, string, string];
  const photo = (id: string, seq: number, sha: string, more = {}) => {
    const { body: _visit, ...row } = serverVisit(id, seq, { kind: "photo", ...more });
    const body = { parent: "i", sha, type: "image/jpeg", bytes: 9, width: 3, height: 2, taken: noon };
    return { ...row, body };
  };
  const gone = [photo("p1", 2, one), photo("p2", 3, two), photo("p3", 4, three)].map((row) => ({
    ...row,
    erased: true as const,
  }));
  await device.holds(...gone, photo("p2b", 5, two));
  await device.put(async (tx) => {
    for (const id of [one, two, three])
      await tx.putBlob({ id, bytes: new ArrayBuffer(1), type: "image/jpeg", at: 1 });
    await tx.putDraft({ key: "photos/incident/new", value: [{ sha: three }], at: 1 });
    await tx.putDraft({ key: "/visit/x", value: [{ sha: one }], at: 1 });
  });
  await device.take({ rows: gone.map((row, i) => rowToWire({ ...row, seq: 7 + i })), cursor: 9 });
  expect([...device.content.blobs.keys()].sort()).toEqual([two, three]);
});

it("lets the bytes of a photo go with the reply that says that it was erased", async () => {
  const device = await OneDevice.with();
  const sha = "1".repeat(64);
  const body = { parent: "i", sha, type: "image/jpeg", bytes: 9, width: 3, height: 2, taken: noon };
  const photo = { ...serverVisit("p1", 2), kind: "photo", body };
  await device.holds(photo);
  await device.put((tx) => tx.putBlob({ id: sha, bytes: new ArrayBuffer(1), type: "image/jpeg", at: 1 }));
  await device.take({ rows: [rowToWire({ ...photo, seq: 7, erased: true })], cursor: 7 });
  expect(device.content.blobs.size).toBe(0);
});

it("touches no bytes where the record shows none", async () => {
  await device.holds(serverVisit("a", 3));
  const touched: unknown[] = [];
  await device.put((tx) =>
    eraseHere(
      new Proxy(tx, {
        get: (target, name: keyof DeviceTx) =>
          name === "deleteBlobs"
            ? async (ids: unknown) => touched.push(ids)
            : (target[name] as () => unknown).bind(target),
      }),
      { id: "a", kind: "supportVisit" },
    ),
  );
  expect(touched).toEqual([]);
});

it("leaves a record that is not erased as it is", async () => {
  await device.save(visit("a", { note: "kept" }));
  await device.take({ rows: [rowToWire(serverVisit("a", 6))], cursor: 6 });
  expect(device.content.outbox.get(1)?.op.ch[0]).toMatchObject({ p: { note: "kept" } });
});
