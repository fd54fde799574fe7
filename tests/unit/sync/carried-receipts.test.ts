import { beforeEach, describe, expect, it } from "vitest";
import { takeCarriedReceipts } from "#sync/carried-receipts.ts";
import { editVisit, noon, visit } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, receipt, serverVisit } from "./one-device.ts";

describe("receipts that came by hand", () => {
  let device: OneDevice;
  beforeEach(async () => {
    device = await OneDevice.with();
    await device.holds(serverVisit("a", 3));
    await device.save(editVisit("a", { people: 5 }));
    await device.save(visit("b"));
  });
  const carry = (receipts: readonly unknown[], epoch = "e1") =>
    takeCarriedReceipts(device.store, { epoch, made: noon, receipts });

  it("say that the server has these ops, and nothing more: they stay shown until their rows come", async () => {
    const before = [...device.content.rows.values()];
    expect(await carry([receipt(1, 6, { own: 1, to: 2 })])).toEqual({ ok: true, value: 2 });
    expect(device.numbers).toEqual({ outbox: [1, 2], sent: [], dead: [] });
    expect(device.content.outbox.get(2)?.receipt).toMatchObject({ n: 2, s: 7 });
    expect([...device.content.rows.values()]).toEqual(before);
    expect(device.meta).toMatchObject({ cursor: plainMeta.cursor, version: plainMeta.version });
  });

  it("are counted where they are news, and only there", async () => {
    expect(await carry([receipt(1, 6), receipt(9, 8), "torn"])).toEqual({ ok: true, value: 1 });
    expect(await carry([receipt(1, 6), receipt(2, 7)])).toEqual({ ok: true, value: 1 });
    expect(await carry([receipt(1, 6), receipt(2, 7)])).toEqual({ ok: true, value: 0 });
  });

  it("bring no refusal: what it says of the record comes only with the rows", async () => {
    expect(await carry([receipt(1, 6, { r: "rejected" })])).toEqual({ ok: true, value: 0 });
    expect(device.numbers).toEqual({ outbox: [1, 2], sent: [], dead: [] });
    expect(device.content.outbox.get(1)).not.toHaveProperty("receipt");
  });

  it("change nothing that an exchange said before", async () => {
    await device.take({ receipts: [receipt(1, 6, { r: "conflict" })], more: true });
    await carry([receipt(1, 6, { r: "parked" })]);
    expect(device.content.outbox.get(1)?.receipt?.r).toBe("conflict");
  });

  it("are not taken of another history, nor where nobody has signed in", async () => {
    expect(await carry([receipt(1, 6)], "e0")).toMatchObject({ refusal: { code: "receipts-of-before" } });
    expect(device.content.outbox.get(1)).not.toHaveProperty("receipt");
    device.disk.evict();
    const empty = device.disk.open();
    const carried = { epoch: "e1", made: noon, receipts: [receipt(1, 6)] };
    expect(await takeCarriedReceipts(empty, carried)).toMatchObject({ refusal: { code: "not-signed-in" } });
  });
});
