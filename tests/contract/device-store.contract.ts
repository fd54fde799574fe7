import type {
  DeviceMeta,
  DeviceReadTx,
  DeviceStore,
  DeviceTx,
  OutboxEntry,
  SentOp,
  StoredRow,
} from "#sync/device-store.ts";

/**
 * What every `DeviceStore` must keep, free of any test runner, so that it also runs inside a browser.
 * `open` gives the store of one database that is empty at first; called again it opens the same database anew.
 */
export interface DeviceStoreCase {
  readonly name: string;
  run(open: () => Promise<DeviceStore>): Promise<void>;
}

export const deviceStoreContract: readonly DeviceStoreCase[] = [
  {
    name: "an empty database answers with nothing",
    async run(open) {
      const store = await open();
      await store.read(async (tx) => {
        same(await tx.meta(), undefined);
        same(await tx.row("a"), undefined);
        same(await tx.rows([]), []);
        same(await tx.rows(["a", "b"]), [undefined, undefined]);
        same(await tx.rowsByKey("k"), []);
        same(await tx.shadows(["a", "b", "c", "d", "e", "f"]), Array(6).fill(undefined));
        same(await tx.outbox(), []);
        same(await tx.outboxCount(), 0);
        same(await tx.outboxOn("a"), []);
        same(await tx.sent(1), undefined);
        same(await tx.allSent(), []);
        same(await tx.sentOn("a"), []);
        same([await tx.dead(), await tx.quarantine(), await tx.drafts()], [[], [], []]);
        same(await tx.draft("x"), undefined);
        same(await tx.blob("x"), undefined);
        same(await tx.blobIds(), []);
      });
    },
  },
  {
    name: "what is committed is there after opening again, in every store",
    async run(open) {
      for (const durability of ["strict", "relaxed"] as const)
        await (await open()).transact(durability, writeEverything);
      await (await open()).read(seesEverything);
    },
  },
  {
    name: "what is asked before a write does not see it, though nobody waits in between",
    async run(open) {
      const store = await open();
      await store.transact("strict", writeEverything);
      const before = await store.read((tx) => Promise.all([tx.meta(), tx.rows(["r1", "r9"])]));
      const [meta, rows] = await store.transact("strict", async (tx) => {
        const [there, found] = await Promise.all([
          tx.meta(),
          tx.rows(["r1", "r9"]),
          tx.putRows(["r1", "r9"].map((id) => ({ ...(before[1][0] as StoredRow), id, seq: 99 }))),
          tx.putMeta({ ...(before[0] as DeviceMeta), nextN: 99 }),
        ]);
        return [there, found] as const;
      });
      same([meta, rows], before);
      same((await store.read((tx) => tx.meta()))?.nextN, 99);
      same(
        (await store.read((tx) => tx.rows(["r1", "r9"]))).map((row) => row?.seq),
        [99, 99],
      );
    },
  },
  {
    name: "a transaction sees its own writes at once",
    async run(open) {
      await (await open()).transact("strict", async (tx) => {
        await writeEverything(tx);
        await seesEverything(tx);
        await tx.deleteRows(["r1"]);
        await tx.deleteOutbox([1]);
        same(await tx.row("r1"), undefined);
        same(await tx.outboxCount(), 0);
        same(await tx.rowsByKey("kind"), []);
      });
    },
  },
  {
    name: "work that throws leaves nothing behind and throws on",
    async run(open) {
      const store = await open();
      await store.transact("strict", (tx) => tx.putRow(row("old", ["kind"])));
      const mishap = new Error("mishap");
      for (const durability of ["strict", "relaxed"] as const) {
        const error = await failureOf(
          store.transact(durability, async (tx) => {
            await writeEverything(tx);
            await tx.deleteRows(["old"]);
            await tx.rowsByKey("kind");
            throw mishap;
          }),
        );
        same(error === mishap, true, "the very error");
      }
      await (await open()).read(async (tx) => {
        same(await tx.row("old"), row("old", ["kind"]));
        same(await tx.row("r1"), undefined);
        same(await tx.meta(), undefined);
        same(await tx.outboxCount(), 0);
        same(
          [await tx.allSent(), await tx.dead(), await tx.quarantine(), await tx.drafts()],
          [[], [], [], []],
        );
        same(await tx.blobIds(), []);
        same(await tx.shadow("r1"), undefined);
        same((await tx.rowsByKey("kind")).length, 1);
      });
    },
  },
  {
    name: "transactions of two openings run one after another",
    async run(open) {
      const [one, two] = [await open(), await open()];
      await one.transact("strict", (tx) => tx.putMeta(meta(1)));
      const numbers: number[] = [];
      const take = (store: DeviceStore, durability: "strict" | "relaxed") =>
        store.transact(durability, async (tx) => {
          const now = (await tx.meta()) as DeviceMeta;
          await tx.rowsByKey("kind");
          await tx.putMeta({ ...now, nextN: now.nextN + 1 });
          numbers.push(now.nextN);
        });
      await Promise.all(
        Array.from({ length: 40 }, (_, i) => take(i % 2 ? one : two, i % 3 ? "strict" : "relaxed")),
      );
      same(numbers.length, 40);
      same(new Set(numbers).size, 40, "no number twice");
      same((await two.read((tx) => tx.meta()))?.nextN, 41);
    },
  },
  {
    name: "a reader sees a whole transaction or nothing of it",
    async run(open) {
      const [writer, reader] = [await open(), await open()];
      await writer.transact("relaxed", (tx) => tx.putRows([row("a", ["v"], 0), row("b", ["v"], 0)]));
      const writes = Array.from({ length: 10 }, (_, i) =>
        writer.transact("relaxed", async (tx) => {
          await tx.putRow(row("a", ["v"], i + 1));
          await tx.rowsByKey("v");
          await tx.putRow(row("b", ["v"], i + 1));
        }),
      );
      const reads = Array.from({ length: 10 }, () =>
        reader.read(async (tx) => {
          const first = await tx.row("a");
          const second = await tx.row("b");
          same(first?.seq, second?.seq);
        }),
      );
      await Promise.all([...writes, ...reads]);
    },
  },
  {
    name: "keys find a row as it is now, once each",
    async run(open) {
      const store = await open();
      await store.transact("relaxed", (tx) =>
        tx.putRows([row("a", ["x", "y", "x"]), row("b", ["y"]), row("c", [])]),
      );
      const found = (key: string) =>
        store.read(async (tx) => (await tx.rowsByKey(key)).map(({ id }) => id).sort());
      same([await found("x"), await found("y"), await found("")], [["a"], ["a", "b"], []]);
      await store.transact("relaxed", async (tx) => {
        await tx.putRow(row("a", ["z"]));
        await tx.deleteRows(["b", "never was"]);
      });
      same([await found("x"), await found("y"), await found("z")], [[], [], ["a"]]);
    },
  },
  {
    name: "a range of keys finds each row once, both ends with it",
    async run(open) {
      const store = await open();
      await store.transact("relaxed", (tx) =>
        tx.putRows([
          row("a", ["run/2026-02-28", "run/2026-03-02"]),
          row("b", ["run/2026-03-01"]),
          row("c", ["run/2026-03-03", "ruo"]),
          row("d", ["day/2026-03-01"]),
        ]),
      );
      const found = (from: string, to: string) =>
        store.read(async (tx) => (await tx.rowsByKeys(from, to)).map(({ id }) => id).sort());
      same(
        [await found("run/2026-03-01", "run/2026-03-03"), await found("run/2026-02-28", "run/2026-03-02")],
        [
          ["a", "b", "c"],
          ["a", "b"],
        ],
      );
      same(await found("run/2026-03-04", "run/2026-03-31"), []);
    },
  },
  {
    name: "outbox and sent come in order of n, by record too",
    async run(open) {
      const store = await open();
      const ns = [10, 2, 33, 1, 4];
      await store.transact("strict", async (tx) => {
        await tx.putOutbox(ns.map((n) => entry(n, n % 2 ? ["odd", "all"] : ["even", "all"])));
        await tx.putSent(ns.map((n) => sentOp(n, ["all"])));
        for (const n of [9, 3, 12]) await tx.putDead({ ...sentOp(n, ["all"]), seen: [] });
      });
      await store.read(async (tx) => {
        const numbers = (list: readonly { readonly n: number }[]) => list.map(({ n }) => n);
        same(numbers(await tx.outbox()), [1, 2, 4, 10, 33]);
        same(numbers(await tx.outbox(2)), [1, 2]);
        same(numbers(await tx.outbox(0)), []);
        same(numbers(await tx.outboxOn("even")), [2, 4, 10]);
        same(numbers(await tx.outboxOn("all")), [1, 2, 4, 10, 33]);
        same(numbers(await tx.sentOn("all")), [1, 2, 4, 10, 33]);
        same(numbers(await tx.allSent()), [1, 2, 4, 10, 33]);
        same(numbers(await tx.dead()), [3, 9, 12]);
        same(await tx.outboxCount(), 5);
      });
    },
  },
  {
    name: "long runs and scattered numbers are removed exactly",
    async run(open) {
      const store = await open();
      const all = Array.from({ length: 120 }, (_, i) => i + 1);
      await store.transact("strict", async (tx) => {
        await tx.putOutbox(all.map((n) => entry(n, ["r"])));
        await tx.putSent(all.map((n) => sentOp(n, ["r"])));
        await tx.deleteOutbox(all.slice(9, 100));
        same(await tx.outboxCount(), 29);
        await tx.deleteSent([1, 3, 5, 7, 9, 999]);
        await tx.deleteSent([]);
      });
      await store.read(async (tx) => {
        same((await tx.outboxOn("r")).length, 29);
        same((await tx.outbox())[9]?.n, 101);
        same((await tx.allSent()).length, 115);
        same(await tx.sent(3), undefined);
        same((await tx.sent(2))?.n, 2);
      });
    },
  },
  {
    name: "a page of a thousand rows, with shadows for few",
    async run(open) {
      const store = await open();
      const ids = Array.from({ length: 1000 }, (_, i) => `r${i}`);
      await store.transact("relaxed", async (tx) => {
        await tx.putRows(ids.map((id, i) => row(id, ["page", `n${i % 7}`], i)));
        await tx.putShadow(row("r3", [], 5));
        await tx.putShadow(row("r999", [], 6));
      });
      await store.transact("relaxed", async (tx) => {
        const shadows = await tx.shadows(ids);
        same(shadows.length, 1000);
        same([shadows[3]?.seq, shadows[999]?.seq], [5, 6]);
        same(shadows.filter(Boolean).length, 2);
        same((await tx.shadows(["r999", "x"]))[0]?.seq, 6);
        same((await tx.rows(ids))[500]?.seq, 500);
        let seen = 0;
        await tx.eachRow((one) => {
          seen += one.seq;
        });
        same(seen, 499500);
        await tx.deleteRows(ids.slice(1));
        await tx.deleteShadows(["r3", "r999"]);
        same((await tx.rowsByKey("page")).length, 1);
        same(await tx.shadow("r3"), undefined);
      });
    },
  },
  {
    name: "values come back as they were, keys of a later app included",
    async run(open) {
      const store = await open();
      const strange = {
        ...row("s", ["k"]),
        body: { "trần-lẻ": [1, null, { sâu: ["đ", ""] }], empty: {}, no: false, zero: 0 },
        later: { than: "us" },
      };
      await store.transact("relaxed", (tx) => tx.putRow(strange));
      same(await (await open()).read((tx) => tx.row("s")), strange);
    },
  },
  {
    name: "a transaction outlasts hundreds of awaits",
    async run(open) {
      const store = await open();
      const total = await store.transact("strict", async (tx) => {
        let sum = 0;
        for (let i = 0; i < 300; i++) {
          await tx.putRow(row(`r${i % 10}`, [`k${i % 3}`], i));
          sum += (await tx.row(`r${i % 10}`))?.seq ?? 0;
          if (i % 50 === 0) await Promise.all([tx.meta(), tx.outboxCount(), tx.rowsByKey("k1")]);
        }
        return sum;
      });
      same(total, 44850);
    },
  },
  {
    name: "drafts are replaced and removed by key",
    async run(open) {
      const store = await open();
      await store.transact("strict", (tx) => tx.putDraft({ key: "/su-co/moi", value: { a: 1 }, at: 1 }));
      await store.transact("strict", (tx) => tx.putDraft({ key: "/su-co/moi", value: { a: 2 }, at: 2 }));
      same((await store.read((tx) => tx.drafts())).length, 1);
      same((await store.read((tx) => tx.draft("/su-co/moi")))?.value, { a: 2 });
      await store.transact("strict", (tx) => tx.deleteDraft("/su-co/moi"));
      same(await store.read((tx) => tx.drafts()), []);
    },
  },
  {
    name: "bytes come back as they were, and go by their names",
    async run(open) {
      const store = await open();
      const bytes = (from: number) => new Uint8Array([from, 0, 255, 13, 10]).buffer;
      await store.transact("strict", async (tx) => {
        for (const [i, id] of ["b", "a", "c"].entries())
          await tx.putBlob({ id, bytes: bytes(i), type: "image/jpeg", at: i });
      });
      await store.transact("strict", (tx) => tx.deleteBlobs(["c", "never was"]));
      await (await open()).read(async (tx) => {
        same(await tx.blobIds(), ["a", "b"]);
        const blob = await tx.blob("a");
        same([...new Uint8Array(blob?.bytes ?? new ArrayBuffer(0))], [1, 0, 255, 13, 10]);
        same([blob?.type, blob?.at], ["image/jpeg", 1]);
      });
    },
  },
];

async function writeEverything(tx: DeviceTx): Promise<void> {
  await tx.putMeta(meta(7));
  await tx.putRow(row("r1", ["kind", "day/2026-11-21"], 3));
  await tx.putShadow(row("r1", [], 2));
  await tx.putOutbox([entry(1, ["r1"])]);
  await tx.putSent([sentOp(2, ["r1"])]);
  await tx.putDead({ ...sentOp(3, ["r1"]), seen: [row("r1", [])] });
  await tx.putQuarantine({ id: "q", raw: { any: [1] }, reason: "unreadable", at: 5 });
  await tx.putDraft({ key: "form", value: "typed", at: 6, record: "r1" });
  await tx.putBlob({ id: "sha", bytes: new Uint8Array([1, 2]).buffer, type: "image/jpeg", at: 7 });
}

async function seesEverything(tx: DeviceReadTx): Promise<void> {
  same(await tx.meta(), meta(7));
  same(await tx.row("r1"), row("r1", ["kind", "day/2026-11-21"], 3));
  same((await tx.rowsByKey("day/2026-11-21")).length, 1);
  same(await tx.shadow("r1"), row("r1", [], 2));
  same(await tx.outbox(), [entry(1, ["r1"])]);
  same((await tx.outboxOn("r1")).length, 1);
  same(await tx.sent(2), sentOp(2, ["r1"]));
  same((await tx.sentOn("r1")).length, 1);
  same(await tx.dead(), [{ ...sentOp(3, ["r1"]), seen: [row("r1", [])] }]);
  same(await tx.quarantine(), [{ id: "q", raw: { any: [1] }, reason: "unreadable", at: 5 }]);
  same(await tx.draft("form"), { key: "form", value: "typed", at: 6, record: "r1" });
  same(await tx.blobIds(), ["sha"]);
}

const stamp = { at: 1, by: "p", device: "d" };

function row(id: string, keys: readonly string[], seq = 1): StoredRow {
  return {
    id,
    kind: "visit",
    scope: "org",
    seq,
    body: { note: "ghi chú" },
    created: stamp,
    changed: stamp,
    received: 0,
    keys,
    tag: 0,
  };
}

function op(n: number): OutboxEntry["op"] {
  return {
    d: "d",
    n,
    v: 1,
    a: "support.visit",
    w: 1,
    o: null,
    e: "e",
    u: "p",
    ch: [{ c: "create", k: "visit", id: "r1", sc: "org", f: { note: "x" } }],
  };
}

function entry(n: number, ids: readonly string[]): OutboxEntry {
  return { n, op: op(n), ids, savedAt: 1 };
}

function sentOp(n: number, ids: readonly string[]): SentOp {
  return { n, op: op(n), ids, receipt: { n, s: 1, r: "applied", at: 1 } };
}

function meta(nextN: number): DeviceMeta {
  return {
    key: "device",
    device: "d",
    person: "p",
    commune: "c",
    epoch: "",
    cursor: 0,
    booted: [],
    booting: {},
    scopes: [],
    tags: {},
    nextN,
    version: 0,
    offset: null,
    offsetError: null,
    lastWall: 0,
    clockSuspect: false,
    durableN: 0,
    keysVersion: 1,
    sync: {
      lastSuccess: null,
      lastFailure: null,
      failures: 0,
      retryAt: null,
      mustUpdate: false,
      bytesToday: 0,
      bytesDay: "",
      complete: false,
    },
  };
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("should have been rejected");
}

/** Equal as JSON whatever the order of keys. */
function same(actual: unknown, expected: unknown, what = ""): void {
  const [a, b] = [sorted(actual), sorted(expected)];
  if (a !== b) throw new Error(`${what || "not equal"}\n  is:     ${a}\n  should: ${b}`);
}

function sorted(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      part && typeof part === "object" && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part === undefined
          ? null
          : part,
    ) ?? "undefined"
  );
}
