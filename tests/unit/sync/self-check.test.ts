import { beforeEach, describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/calendar.ts";
import type { Op } from "#protocol/op.ts";
import { rowToWire } from "#protocol/wire-row.ts";
import { digestOf, pruneSent } from "#sync/self-check.ts";
import { deleteVisit, editVisit, noon, visit } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, receipt, serverVisit } from "./one-device.ts";

let device: OneDevice;
beforeEach(async () => {
  device = await OneDevice.with();
});

describe("what a device says it holds", () => {
  const digest = () => device.store.read((tx) => digestOf(tx, plainMeta));

  it("is, for each scope that is wholly here, how many records and the sum of their seqs", async () => {
    expect(await digest()).toEqual({ org: [0, 0], "visits:v1": [0, 0] });
    await device.holds(
      serverVisit("a", 3),
      serverVisit("b", 4),
      serverVisit("c", 9, { scope: "org" }),
      serverVisit("d", 20, { scope: "visits:v2" }),
    );
    expect(await digest()).toEqual({ org: [1, 9], "visits:v1": [2, 7] });
  });

  it("counts a record that I changed as the server last stated it", async () => {
    await device.holds(serverVisit("a", 3), serverVisit("b", 4));
    await device.save(editVisit("a", { village: "v2" }));
    await device.save(deleteVisit("b"));
    expect(await digest()).toMatchObject({ "visits:v1": [2, 7] });
  });

  it("counts neither what only I know, nor what is deleted, nor what the server no longer shows me", async () => {
    await device.holds(serverVisit("a", 3), serverVisit("b", 4), serverVisit("c", 6, { deleted: true }));
    await device.save(editVisit("a", { people: 2 }));
    await device.save(editVisit("b", { people: 2 }));
    await device.save(visit("mine"));
    await device.put(async (tx) => {
      await tx.putShadow(serverVisit("a", 0));
      await tx.putShadow(serverVisit("b", 8, { deleted: true }));
    });
    expect(await digest()).toMatchObject({ "visits:v1": [0, 0] });
  });

  it("counts a row that could not be read by its raw form", async () => {
    const raw = { ...rowToWire(serverVisit("a", 7)), a: "long ago" };
    const rows = [raw, { ...raw, i: "b", x: 1 }, { ...raw, i: "c", s: "8" }, { ...raw, i: "d", c: 5 }, null];
    await device.take({ rows, cursor: 9 });
    expect(await digest()).toMatchObject({ "visits:v1": [1, 7] });
  });
});

describe("sent ops", () => {
  const now = noon + 400 * DAY_MS;
  const prune = (durableN: number, wrong: { serverTime?: number; wall?: number } = {}) =>
    device.put((tx) => pruneSent(tx, { durableN }, { serverTime: now, wall: now, ...wrong }));
  const sentAt = (n: number, at: number, op: Partial<Op> = {}) =>
    device.put((tx) =>
      tx.putSent([{ n, op: { ch: [], w: at, ...op } as never, ids: [], receipt: receipt(n, n, { at }) }]),
    );

  it("are let go when they are more than ninety days old and safe on another machine, not before", async () => {
    await sentAt(1, now - 90 * DAY_MS - 1);
    await sentAt(2, now - 90 * DAY_MS);
    await sentAt(3, now - 91 * DAY_MS);
    await sentAt(4, now - 91 * DAY_MS);
    await prune(0);
    expect(device.numbers.sent).toEqual([1, 2, 3, 4]);
    await prune(3);
    expect(device.numbers.sent).toEqual([2, 4]);
  });

  it("are old by both clocks: neither the server's nor the device's own lets them go alone", async () => {
    const at = now - 100 * DAY_MS;
    await sentAt(1, at);
    await prune(1, { wall: at + 89 * DAY_MS });
    await prune(1, { serverTime: at + 89 * DAY_MS });
    expect(device.numbers.sent).toEqual([1]);
    await prune(1);
    expect(device.numbers.sent).toEqual([]);
  });

  it("stay while the bytes of a photo that they added are here", async () => {
    const photo = (id: string, sha: string) =>
      ({ ch: [{ c: "append", k: "photo", id, under: "i", sc: "x", f: { sha } }] }) as Partial<Op>;
    await sentAt(1, 0, photo("p1", "aa"));
    await sentAt(2, 0, photo("p2", "bb"));
    await sentAt(3, 0);
    await device.put((tx) => tx.putBlob({ id: "aa", bytes: new ArrayBuffer(1), type: "image/jpeg", at: 1 }));
    await prune(9);
    expect(device.numbers.sent).toEqual([1]);
    await device.put((tx) => tx.deleteBlobs(["aa"]));
    await prune(9);
    expect(device.numbers.sent).toEqual([]);
  });
});
