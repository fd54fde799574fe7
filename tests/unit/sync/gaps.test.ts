import { beforeEach, describe, expect, it } from "vitest";
import { editVisit, noon, type Phone, SmallCommune, visit } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, receipt, serverVisit } from "./one-device.ts";

describe("a number that the server misses", () => {
  let device: OneDevice;
  beforeEach(async () => {
    device = await OneDevice.with();
  });

  it("goes out again as it was when it had been sent", async () => {
    await device.save(visit("a"));
    await device.take({ receipts: [receipt(1, 6, { own: 1 })], cursor: 6 });
    const op = device.content.sent.get(1)?.op;
    await device.take({ missing: [1], cursor: 7 });
    expect(device.numbers).toEqual({ outbox: [1], sent: [], dead: [] });
    expect(device.content.outbox.get(1)).toEqual({ n: 1, op, ids: ["a"], savedAt: noon });
  });

  it("goes out marked, and is kept here, when it had been refused", async () => {
    await device.save(visit("a"));
    await device.take({ receipts: [receipt(1, 6, { r: "rejected", code: "denied" })] });
    const op = device.content.dead.get(1)?.op;
    await device.take({ missing: [1] });
    expect(device.numbers).toEqual({ outbox: [1], sent: [], dead: [1] });
    expect(device.content.outbox.get(1)).toEqual({ n: 1, op: { ...op, z: 1 }, ids: [], savedAt: noon });
    expect(device.content.rows.size).toBe(0);
  });

  it("is told as lost when nothing of it is here", async () => {
    await device.put((tx) => tx.putMeta({ ...plainMeta, nextN: 9, lastWall: 77, offset: 5 }));
    await device.take({ missing: [4, 6] });
    expect(device.numbers.outbox).toEqual([4, 6]);
    expect(device.content.outbox.get(4)).toEqual({
      ...{ n: 4, ids: [], savedAt: 77 },
      op: { d: "d1", n: 4, v: 1, a: "lost", w: 77, o: 5, e: "e1", u: "pa", ch: [], z: 1 },
    });
  });

  it("is left alone while it still waits", async () => {
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    const before = device.content.outbox.get(1);
    await device.take({ missing: [1] });
    expect(device.content.outbox.get(1)).toBe(before);
  });
});

describe("gaps between a phone and its server", () => {
  let commune: SmallCommune;
  let phone: Phone;
  beforeEach(async () => {
    commune = await SmallCommune.with(["v1", "v2"]);
    await commune.person("pa", ["village"]);
    phone = await commune.phone("d1", "pa");
    await phone.rest();
  });

  it("close by what was refused, what was sent and what is gone, and the server asks no more", async () => {
    const copy = commune.copy();
    await phone.save(visit("a"));
    await phone.save(visit("b", { village: "v2" }));
    await phone.save(visit("c"));
    await phone.rest();
    expect([...phone.content.dead.keys()]).toEqual([2]);
    // As if it had never arrived, without a new epoch: the disk of the server lost its newest pages.
    await commune.restore(copy);
    await phone.disk.open().transact("strict", async (tx) => {
      await tx.deleteSent([3]);
      const meta = await tx.meta();
      if (meta) await tx.putMeta({ ...meta, epoch: "e2" });
    });
    await phone.save(visit("d"));
    await phone.rest();
    await phone.rest();
    const decided = await commune.decided("d1");
    expect(Object.keys(decided)).toEqual(["1", "2", "3", "4"]);
    expect(decided[1]).toBe("applied");
    expect(decided[2]).toMatch(/^rejected/);
    expect(decided[3]).toMatch(/^rejected/);
    expect(decided[4]).toBe("applied");
    expect(phone.content.outbox.size).toBe(0);
    let missing: readonly number[] | undefined = [0];
    phone.alterNext((reply) => {
      missing = reply.missing;
      return reply;
    });
    await phone.rest();
    expect(missing).toBeUndefined();
  });
});
