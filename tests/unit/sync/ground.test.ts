import { expect, test } from "vitest";
import { editVisit, visit } from "#tests/support/small-commune.ts";
import { OneDevice, receipt } from "./one-device.ts";

/** A visit in a village that is not one's own: the server takes it, and shows it to others only. */
test("an edit that waits stays on the screen though the server shows nothing of its record", async () => {
  const device = await OneDevice.with();
  await device.save(visit("one", { village: "v2" }));
  await device.save(editVisit("one", { result: "partly" }));
  await device.take({ receipts: [receipt(1, 8)], cursor: 8 });
  expect(device.shown("one")).toMatchObject({ result: "partly" });
  await device.take({ receipts: [receipt(2, 9)], cursor: 9 });
  expect(device.shown("one")).toBeUndefined();
  expect(device.content.outbox.size).toBe(0);
});
