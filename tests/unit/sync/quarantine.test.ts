import { expect, test } from "vitest";
import { rowToWire } from "#protocol/wire-row.ts";
import { OneDevice, serverVisit } from "./one-device.ts";

test("a row that cannot be read is kept aside until it comes in a form that can", async () => {
  const device = await OneDevice.with();
  const row = rowToWire(serverVisit("t1", 7));
  await device.take({
    rows: [
      { ...row, s: "seven" },
      { ...row, i: "t2", a: null },
    ],
    cursor: 8,
  });
  expect([...device.content.quarantine.keys()]).toEqual(["t1", "t2"]);
  expect(device.content.rows.size).toBe(0);
  await device.take({ rows: [row], cursor: 9 });
  expect([...device.content.quarantine.keys()]).toEqual(["t2"]);
  expect(device.content.rows.get("t1")).toMatchObject({ seq: 7, body: { people: 1 } });
});
