import { expect, it } from "vitest";
import { noon, SmallCommune } from "#tests/support/small-commune.ts";

it("buries an op whose first receipt said parked and whose second, in the same reply, says refused", async () => {
  const commune = await SmallCommune.with();
  await commune.person("pa", ["village"]);
  const phone = await commune.phone("d1", "pa");
  const fields = {
    number: "SC-XT-001-A",
    group: 1,
    severity: 3,
    title: "Mất điện",
    since: noon,
    village: "v1",
  };
  await phone.save({
    action: "incident.report",
    changes: [{ c: "create", kind: "incident", id: "i", fields }],
  });
  await phone.save({
    action: "incident.move",
    changes: [{ c: "move", kind: "incident", id: "i", from: "new", to: "working" }],
  });
  // A capsule brings the second before the first; a village team may report, and may not move.
  const empty = { protocol: 1, app: "t", device: "d1", epoch: "e1", cursor: 0, booted: [], booting: {} };
  const have = { outbox: 2, maxN: 2, oldest: 1 };
  const second = phone.content.outbox.get(2)?.op;
  const early = await commune.answer("d1", "pa", { ...empty, limit: 1, ops: [second], have });
  expect(early.receipts).toMatchObject([{ n: 2, r: "parked" }]);

  await phone.rest();
  const { outbox, dead } = phone.content;
  expect([...outbox.keys()]).toEqual([]);
  expect([...dead.values()].map(({ n, receipt }) => [n, receipt.r, receipt.code])).toEqual([
    [2, "rejected", "denied"],
  ]);
  expect(phone.shown("i")?.["state"]).toBe("new");
});
