import { beforeEach, describe, expect, it } from "vitest";
import { commitOp, type OpDraft } from "#sync/commit.ts";
import type { DeviceStore, DeviceTx } from "#sync/device-store.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { exchangeOnce } from "#sync/exchange.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import { DatabaseGone } from "#sync/store-errors.ts";

const wall = Date.parse("2026-03-02T01:00:00Z");

describe("a save of something new", () => {
  let disk: MemoryDisk;
  /** What each transaction of a tab asked for, in order. */
  let asked: string[][];

  const openTab = (): EnginePorts => ({
    store: noting(disk.open()),
    transport: {
      exchange: async () => ({ ok: false, failure: "unreachable", bytes: 0 }),
      quarantine: async () => false,
    },
    clock: { wall: () => wall, monotonic: () => 0 },
    randomness: { next: () => 0.5 },
    appVersion: "t",
  });

  function noting(store: DeviceStore): DeviceStore {
    return {
      read: (work) => store.read(work),
      transact: (durability, work) =>
        store.transact(durability, (tx) => {
          const names: string[] = [];
          asked.push(names);
          const get = (target: DeviceTx, name: keyof DeviceTx) => {
            names.push(name);
            return (target[name] as () => unknown).bind(target);
          };
          return work(new Proxy(tx, { get }));
        }),
    };
  }

  const visit = (id: string, people = 1): OpDraft => {
    const fields = { village: "x1", day: "2026-03-02", sort: "vneid", form: "home", result: "done", people };
    return {
      action: "support.visit",
      changes: [{ c: "create", kind: "supportVisit", id, fields }],
      settlesDrafts: [`/visit/${id}`],
    };
  };

  const numbers = () => [...disk.content().outbox.values()].map(({ n, ids }) => [n, ...ids]);

  beforeEach(async () => {
    disk = new MemoryDisk();
    asked = [];
    const meta = { ...initialMeta({ device: "dA", person: "pa", commune: "c", epoch: "e" }), offset: 0 };
    await disk.open().transact("strict", (tx) => tx.putMeta(meta));
  });

  it("asks and writes at once when nobody else has written since", async () => {
    const tab = openTab();
    await commitOp(tab, visit("v1"));
    await exchangeOnce(tab);
    asked = [];
    expect(await commitOp(tab, visit("v2"))).toMatchObject({ ok: true, value: { n: 2, ids: ["v2"] } });
    expect(asked).toEqual([["meta", "rows", "putRows", "putOutbox", "putMeta", "deleteDraft"]]);
    expect(numbers()).toEqual([
      [1, "v1"],
      [2, "v2"],
    ]);
  });

  it("knows what it wrote itself, after a save of either sort and after a refusal", async () => {
    const tab = openTab();
    await commitOp(tab, visit("v1"));
    for (const id of ["v2", "v3", "v4"]) {
      asked = [];
      expect(await commitOp(tab, visit(id))).toMatchObject({ ok: true });
      expect(asked).toHaveLength(1);
      expect(asked[0]?.[0]).toBe("meta");
      expect(asked[0]?.at(-1)).toBe("deleteDraft");
      expect(asked[0]).not.toContain("shadows");
      expect(await commitOp(tab, visit("bad", -1))).toMatchObject({ ok: false });
    }
  });

  it("is never saved a second time when the disk fails after it was written", async () => {
    const tab = openTab();
    await commitOp(tab, visit("v1"));
    for (const id of ["v2", "v3"]) {
      disk.faults = (point) => {
        if (point !== "committed") return;
        disk.faults = undefined;
        throw new DatabaseGone("closed");
      };
      await expect(commitOp(tab, visit(id))).rejects.toBeInstanceOf(DatabaseGone);
    }
    expect(numbers()).toEqual([
      [1, "v1"],
      [2, "v2"],
      [3, "v3"],
    ]);
  });

  it("takes back its guess when another tab has saved, and saves on what lies there", async () => {
    const [one, other] = [openTab(), openTab()];
    await commitOp(one, visit("v1"));
    await commitOp(other, visit("v2"));
    expect(await commitOp(one, visit("v3"))).toMatchObject({ ok: true, value: { n: 3 } });
    expect(await commitOp(other, visit("v4"))).toMatchObject({ ok: true, value: { n: 4 } });
    expect(numbers()).toEqual([
      [1, "v1"],
      [2, "v2"],
      [3, "v3"],
      [4, "v4"],
    ]);
    expect(disk.content().meta?.nextN).toBe(5);
  });

  it("numbers two saves of one tab that run side by side", async () => {
    const tab = openTab();
    await commitOp(tab, visit("v1"));
    const both = await Promise.all([commitOp(tab, visit("v2")), commitOp(tab, visit("v3"))]);
    expect(both.map((saved) => saved.ok && saved.value.n)).toEqual([2, 3]);
    expect(disk.content().outbox.size).toBe(3);
  });

  it("builds on a record that turns out to be here", async () => {
    const tab = openTab();
    await commitOp(tab, visit("v1"));
    const row = disk.content().rows.get("v1");
    await disk.open().transact("strict", (tx) => tx.putRow({ ...row, seq: 7 } as NonNullable<typeof row>));
    expect(await commitOp(tab, visit("v1", 3))).toMatchObject({ ok: true, value: { n: 2 } });
    expect(disk.content().rows.get("v1")).toMatchObject({ seq: 7, body: { people: 3 } });
    expect(disk.content().shadows.get("v1")).toMatchObject({ seq: 7, body: { people: 1 } });
    expect(disk.content().outbox.get(2)?.op.ch[0]).toMatchObject({ b: 7 });
  });
});
