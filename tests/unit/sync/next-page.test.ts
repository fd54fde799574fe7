import { beforeEach, describe, expect, it } from "vitest";
import { createMemoryCommuneStore, type MemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { submitAsServer } from "#authority/server-ops.ts";
import type { ExchangeRequest } from "#protocol/exchange.ts";
import { commitOp } from "#sync/commit.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { type Batch, type ExchangeResult, exchangeOnce } from "#sync/exchange.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk, type MemoryProcess } from "#sync/memory-device-store.ts";

const noon = Date.parse("2026-03-02T05:00:00Z");
const villages = Array.from({ length: 90 }, (_, i) => `v${i + 1}`);
const inPages: Batch = { ops: 500, rows: 20 };

describe("a first sync of several pages", () => {
  let server: MemoryCommuneStore;
  let disk: MemoryDisk;
  let process: MemoryProcess;
  let asked: ExchangeRequest[];
  let isLinkDown: boolean;
  let ports: EnginePorts;

  beforeEach(async () => {
    server = createMemoryCommuneStore();
    server.addCommune("c", "e1");
    await server.transact("c", async (tx) => {
      const fields = { name: "pa", account: "pa", roles: ["village"], villages, units: ["u1"], active: true };
      await submitAsServer(tx, "org.edit", [{ kind: "person", id: "pa", create: fields }], noon);
      for (const id of villages)
        await submitAsServer(tx, "org.edit", [{ kind: "village", id, create: { name: id } }], noon);
      const zero = { lastEffective: 0, lastN: 0, contiguousN: 0, reportedN: 0, contactAt: 0, outbox: 0 };
      await tx.putDevice({ id: "d1", person: "pa", ...zero, durableN: 0, app: "t", lost: false });
    });
    disk = new MemoryDisk();
    process = disk.open();
    const meta = initialMeta({ device: "d1", person: "pa", commune: "c", epoch: "e1" });
    await process.transact("strict", (tx) => tx.putMeta(meta));
    asked = [];
    isLinkDown = false;
    const transport: EnginePorts["transport"] = {
      async exchange(request) {
        asked.push(request);
        if (isLinkDown) return { ok: false, failure: "unreachable", bytes: 0 };
        const reply = await runExchange(server, { commune: "c", device: "d1", person: "pa" }, request, {
          now: noon,
        });
        return { ok: true, reply, sentAt: noon, receivedAt: noon + 10, bytes: 1 };
      },
      quarantine: async () => true,
    };
    ports = {
      store: process,
      transport,
      clock: { wall: () => noon, monotonic: () => 0 },
      randomness: { next: () => 0.5 },
      appVersion: "t",
    };
  });

  const shown = () => [...disk.content().rows.values()].filter(({ kind }) => kind === "village").length;

  async function rest(from: ExchangeResult): Promise<number> {
    let result = from;
    for (let rounds = 1; ; rounds++) {
      if (!result.ok || !result.more) return rounds;
      result = await exchangeOnce(ports, result.batch);
    }
  }

  it("asks for the next page while it writes this one, and for no page twice", async () => {
    const first = await exchangeOnce(ports, inPages);
    expect(asked).toHaveLength(2);
    const rounds = await rest(first);
    expect(shown()).toBe(villages.length);
    expect(asked).toHaveLength(rounds);
    expect(new Set(asked.map((request) => JSON.stringify(request))).size).toBe(rounds);
  });

  it("asks anew once something was saved here, and sends that", async () => {
    const first = await exchangeOnce(ports, inPages);
    const fields = {
      village: "v1",
      day: "2026-03-02",
      sort: "vneid",
      form: "home",
      result: "done",
      people: 1,
    };
    const change = { c: "create", kind: "supportVisit", id: "visit1", fields } as const;
    expect(await commitOp(ports, { action: "support.visit", changes: [change] })).toMatchObject({ ok: true });
    await rest(first);
    expect(asked[2]?.ops).toHaveLength(1);
    expect(disk.content().outbox.size).toBe(0);
    expect(disk.content().sent.size).toBe(1);
    expect(shown()).toBe(villages.length);
  });

  it("lets a page go that another tab has brought meanwhile", async () => {
    const first = await exchangeOnce(ports, inPages);
    await exchangeOnce({ ...ports, store: disk.open() }, inPages);
    expect(asked).toHaveLength(4);
    await rest(first);
    expect(asked[4]).not.toEqual(asked[1]);
    expect(shown()).toBe(villages.length);
  });

  it("tells of a lost link once and tries again with a request of its own", async () => {
    const first = await exchangeOnce(ports, inPages);
    isLinkDown = true;
    const second = await exchangeOnce(ports, first.batch);
    expect(second).toMatchObject({ ok: true });
    const third = await exchangeOnce(ports, second.batch);
    expect(third).toMatchObject({ ok: false, failure: "unreachable" });
    isLinkDown = false;
    await rest(await exchangeOnce(ports, third.batch));
    expect(shown()).toBe(villages.length);
  });
});
