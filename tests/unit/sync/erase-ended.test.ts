import { expect, it } from "vitest";
import { DAY_MS } from "#kernel/calendar.ts";
import type { OpDraft } from "#sync/commit.ts";
import { eraseEnded } from "#sync/erase-ended.ts";
import { noon, visit } from "#tests/support/small-commune.ts";
import { OneDevice, receipt } from "./one-device.ts";

const secret = { name: "bà Tư Hòa", phone: "0912345678", note: "sống một mình" };
const withCall = (id: string, to: string): OpDraft => {
  const plain = visit(id);
  const day = new Date(noon).toISOString().slice(0, 10);
  const fields = { village: "v1", to, day, sort: "vneid", ...secret };
  return {
    ...plain,
    changes: [...plain.changes, { c: "create", kind: "callBack", id: `call/${id}`, fields }],
  };
};
const done = (id: string): OpDraft => ({
  action: "call.done",
  changes: [{ c: "move", kind: "callBack", id: `call/${id}`, from: "waiting", to: "done" }],
});
const everything = ({ content }: OneDevice) =>
  JSON.stringify(
    [content.rows, content.shadows, content.outbox, content.sent, content.dead, content.drafts].map(
      (shelf) => [...shelf.values()],
    ),
  );
const later = (device: OneDevice, days: number) =>
  eraseEnded({ store: device.store, clock: { wall: () => noon + days * DAY_MS, monotonic: () => 0 } });
const holds = (device: OneDevice) =>
  Object.values(secret).some((value) => everything(device).includes(value));

it("takes a name out of rows, outbox, sent, refused and drafts of a device that nobody reaches", async () => {
  const scopes = ["commune", "village:v1", "calls:v1"];
  const device = await OneDevice.with({
    ...{ scopes, booted: scopes, tags: Object.fromEntries(scopes.map((scope) => [scope, 1])) },
  });
  await device.save(withCall("a", "team"));
  await device.take({ scopes, receipts: [receipt(1, 6, { own: 1 })], cursor: 6 });
  await device.save({
    action: "support.edit",
    changes: [{ c: "set", kind: "callBack", id: "call/a", fields: { phone: secret.phone } }],
  });
  await device.take({ scopes, receipts: [receipt(2, 7, { r: "rejected" })] });
  await device.save(done("a"));
  await device.put((tx) => tx.putDraft({ key: "support/a", value: secret, at: 1, record: "a" }));
  expect(holds(device)).toBe(true);
  expect(await later(device, 29)).toBe(0);
  expect(holds(device)).toBe(true);
  expect(await later(device, 31)).toBe(1);
  expect(holds(device)).toBe(false);
  const [row] = await device.store.read((tx) => tx.rowsByKey("callBack/erased"));
  expect(row).toMatchObject({ id: "call/a", erased: true, body: { state: "done" } });
  expect(await later(device, 31)).toBe(0);
});

it("leaves what is still wanted, and goes by the commune's own days", async () => {
  const device = await OneDevice.with();
  await device.save(withCall("a", "team"));
  expect(await later(device, 60)).toBe(0);
  expect(await later(device, 92)).toBe(1);
  const other = await OneDevice.with();
  const commune = { name: "Xã", code: "XT", villageWord: "xóm", callDays: 3 };
  const stamp = { at: noon, by: "ai", device: "server" };
  await other.holds({
    ...{ id: "commune", kind: "commune", scope: "commune", seq: 2, body: commune },
    ...{ created: stamp, changed: stamp, received: noon },
  });
  await other.save(withCall("b", "team"));
  await other.save(done("b"));
  expect(await later(other, 2)).toBe(0);
  expect(await later(other, 4)).toBe(1);
});

it("does nothing by a clock that was never measured or is doubted: a wrong year would take everything", async () => {
  for (const doubt of [{ offset: null, offsetError: null }, { clockSuspect: true }]) {
    const device = await OneDevice.with();
    await device.save(withCall("a", "team"));
    await device.put(async (tx) => {
      const meta = await tx.meta();
      if (meta) await tx.putMeta({ ...meta, ...doubt });
    });
    expect(await later(device, 4000)).toBe(0);
    expect(holds(device)).toBe(true);
  }
});

it("takes it also out of the visit into which an app of before had written it", async () => {
  const device = await OneDevice.with();
  await device.save(visit("a", { contactPhone: secret.phone }));
  await device.take({ receipts: [receipt(1, 6)] });
  const stamp = { at: noon, by: "pa", device: "d1" };
  await device.holds({
    ...{ id: "call/a", kind: "callBack", scope: "village:v1", seq: 6, received: noon },
    ...{ body: { village: "v1", to: "team", state: "done" }, personal: { phone: secret.phone } },
    ...{ created: stamp, changed: stamp },
  });
  expect(await later(device, 31)).toBe(1);
  expect(JSON.stringify([...device.content.sent.values(), ...device.content.outbox.values()])).not.toContain(
    secret.phone,
  );
});
