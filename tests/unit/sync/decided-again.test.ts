import { expect, it } from "vitest";
import { createMemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { submitAsServer } from "#authority/server-ops.ts";
import type { ExchangeRequest } from "#protocol/exchange.ts";
import { commitOp } from "#sync/commit.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { exchangeOnce, firstBatch } from "#sync/exchange.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";

const noon = Date.parse("2026-03-02T05:00:00Z");

it("buries an op whose first receipt said parked and whose second, in the same reply, says refused", async () => {
  const server = createMemoryCommuneStore();
  server.addCommune("c", "e1");
  await server.transact("c", async (tx) => {
    const fields = {
      name: "pa",
      account: "pa",
      roles: ["village"],
      villages: ["v1"],
      units: [],
      active: true,
    };
    await submitAsServer(tx, "org.edit", [{ kind: "village", id: "v1", create: { name: "Xóm 1" } }], noon);
    await submitAsServer(tx, "org.edit", [{ kind: "person", id: "pa", create: fields }], noon);
    const zero = { lastEffective: 0, lastN: 0, contiguousN: 0, reportedN: 0, contactAt: 0, outbox: 0 };
    await tx.putDevice({ id: "d1", person: "pa", ...zero, durableN: 0, app: "t", lost: false });
  });
  const ask = (request: ExchangeRequest) =>
    runExchange(server, { commune: "c", device: "d1", person: "pa" }, request, { now: noon });
  const disk = new MemoryDisk();
  const store = disk.open();
  const meta = initialMeta({ device: "d1", person: "pa", commune: "c", epoch: "e1" });
  await store.transact("strict", (tx) => tx.putMeta(meta));
  const ports: EnginePorts = {
    store,
    transport: {
      exchange: async (request) => {
        return { ok: true, reply: await ask(request), sentAt: noon, receivedAt: noon, bytes: 1 };
      },
      quarantine: async () => true,
    },
    clock: { wall: () => noon, monotonic: () => 0 },
    randomness: { next: () => 0.5 },
    appVersion: "t",
  };
  const fields = {
    number: "SC-XT-001-A",
    group: 1,
    severity: 3,
    title: "Mất điện",
    since: noon,
    village: "v1",
  };
  await commitOp(ports, {
    action: "incident.report",
    changes: [{ c: "create", kind: "incident", id: "i", fields }],
  });
  await commitOp(ports, {
    action: "incident.move",
    changes: [{ c: "move", kind: "incident", id: "i", from: "new", to: "working" }],
  });
  // A capsule brings the second before the first; a village team may report, and may not move.
  const second = disk.content().outbox.get(2)?.op;
  const have = { outbox: 2, maxN: 2, oldest: 1 };
  const empty = {
    protocol: 1,
    app: "t",
    device: "d1",
    epoch: "e1",
    cursor: 0,
    booted: [],
    booting: {},
    limit: 1,
  };
  const early = await ask({ ...empty, ops: [second], have } as ExchangeRequest);
  expect(early.receipts).toMatchObject([{ n: 2, r: "parked" }]);

  for (let i = 0, batch = firstBatch; i < 4; i++) batch = (await exchangeOnce(ports, batch)).batch;
  const { outbox, dead, rows } = disk.content();
  expect([...outbox.keys()]).toEqual([]);
  expect([...dead.values()].map(({ n, receipt }) => [n, receipt.r, receipt.code])).toEqual([
    [2, "rejected", "denied"],
  ]);
  expect(rows.get("i")?.body["state"]).toBe("new");
});
