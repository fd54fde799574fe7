import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CommuneStore, CommuneTx, DecidedOp, DeviceState, ServerRow } from "#authority/commune-store.ts";
import type { JsonObject } from "#kernel/json.ts";

/** What a factory hands to the suite: an empty store with the communes `x` and `y`, and how to take it away. */
export interface StoreUnderTest {
  readonly store: CommuneStore;
  close(): Promise<void>;
}

/** The promises of `CommuneStore`; every adapter passes all of them. */
export function communeStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`commune store: ${name}`, () => {
    let opened: StoreUnderTest;
    let store: CommuneStore;
    const inX = <T>(work: (tx: CommuneTx) => Promise<T>) => store.transact("x", work);

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    it("starts at seq 0 with an epoch and no past", async () => {
      const state = await inX((tx) => tx.state());
      expect(state).toEqual({ id: "x", seq: 0, epoch: expect.any(String), floor: 0, pastEpochs: [] });
      expect(state.epoch).not.toBe("");
    });

    it("refuses an unknown commune", async () => {
      await expect(store.transact("nowhere", (tx) => tx.state())).rejects.toThrow();
      expect((await inX((tx) => tx.state())).id).toBe("x");
    });

    it("gives every seq once, without gaps, across transactions", async () => {
      expect(await inX(async (tx) => [await tx.nextSeq(), await tx.nextSeq()])).toEqual([1, 2]);
      expect(await inX((tx) => tx.nextSeq())).toBe(3);
      expect((await inX((tx) => tx.state())).seq).toBe(3);
    });

    it("keeps nothing of a transaction that throws, not even its seqs", async () => {
      const failed = inX(async (tx) => {
        await putAll(tx, await tx.nextSeq());
        throw new Error("no");
      });
      await expect(failed).rejects.toThrow("no");
      await inX(async (tx) => {
        expect((await tx.state()).seq).toBe(0);
        await expectEmpty(tx);
      });
    });

    it("undoes a failed savepoint alone, seqs included", async () => {
      await inX(async (tx) => {
        await tx.putRow(row("kept", await tx.nextSeq()));
        const failed = tx.savepoint(async () => {
          await tx.putRow(row("kept", await tx.nextSeq(), { body: { v: "changed" } }));
          await putAll(tx, await tx.nextSeq());
          throw new Error("one bad op");
        });
        await expect(failed).rejects.toThrow("one bad op");
        expect((await tx.state()).seq).toBe(1);
        expect(await tx.rows(["kept"])).toEqual([row("kept", 1)]);
        expect(await tx.rowsAfter(["s"], 0, 10)).toHaveLength(1);
        expect(await tx.heldRanges("d")).toEqual([]);
        expect(await tx.savepoint(async () => 7)).toBe(7);
        expect(await tx.nextSeq()).toBe(2);
      });
      await inX(async (tx) => expect((await tx.rows(["kept"]))[0]?.seq).toBe(1));
    });

    it("undoes a failed savepoint that had read pages of what it wrote", async () => {
      await inX(async (tx) => {
        await tx.putRow(row("kept", await tx.nextSeq(), { personal: { note: "x" } }));
        const failed = tx.savepoint(async () => {
          const seq = await tx.nextSeq();
          await tx.putRow(row("kept", seq, { kind: "village" }));
          await tx.savepoint(async () => putAll(tx, seq));
          expect(await tx.rowsAfter(["s"], 0, 10)).toHaveLength(4);
          expect(await tx.under("r")).toEqual(["c"]);
          expect(await tx.heldRanges("d")).toEqual([[1, 1]]);
          expect(await tx.villages()).toEqual(["kept", "v"]);
          expect((await tx.ofKind("village")).map(({ id }) => id)).toEqual(["kept", "v"]);
          await tx.putRow(row("after the page", seq));
          throw new Error("no");
        });
        await expect(failed).rejects.toThrow("no");
        expect(await tx.rows(["r", "v", "c", "after the page"])).toEqual([]);
        expect(await tx.heldRanges("d")).toEqual([]);
        expect(await tx.decided("d", [1])).toEqual([]);
        expect(await tx.villages()).toEqual([]);
        expect(await tx.ofKind("village")).toEqual([]);
        expect(await tx.device("d")).toBeNull();
        expect(await tx.rows(["kept"])).toEqual([row("kept", 1, { personal: { note: "x" } })]);
        expect(await tx.rowsAfter(["s"], 0, 10)).toEqual([bare(row("kept", 1, { personal: { note: "x" } }))]);
        await tx.savepoint(async () => putAll(tx, await tx.nextSeq()));
        expect(await tx.parked("w")).toHaveLength(1);
      });
      expect((await inX((tx) => tx.rows(["kept", "r", "after the page"]))).map(({ id }) => id)).toEqual([
        "kept",
        "r",
      ]);
    });

    it("sees its own writes at once, in every question", async () => {
      await inX(async (tx) => {
        await tx.rows(["r"]);
        await tx.decided("d", [1]);
        expect(await tx.parked("w")).toEqual([]);
        expect(await tx.rightsOf("p")).toEqual([]);
        expect(await tx.cases("p")).toEqual([]);
        expect(await tx.villages()).toEqual([]);
        expect(await tx.ofKind("village")).toEqual([]);
        expect(await tx.erased(["r"])).toEqual([]);
        await tx.readAhead(["r", "v", "r"]);
        await putAll(tx, await tx.nextSeq());
        expect((await tx.rows(["r"]))[0]?.personal).toEqual({ note: "x" });
        expect(await tx.decided("d", [1])).toHaveLength(1);
        expect(await tx.parked("w")).toHaveLength(1);
        expect(await tx.redecided("d", 0)).toHaveLength(1);
        expect(await tx.rightsOf("p")).toHaveLength(1);
        expect(await tx.villages()).toEqual(["v"]);
        expect((await tx.ofKind("village")).map(({ id }) => id)).toEqual(["v"]);
        expect(await tx.seqAt(Number.MAX_SAFE_INTEGER)).toBe(1);
        expect(await tx.exitsAfter(["s"], 0)).toHaveLength(1);
        await tx.putCase("k", "p");
        expect(await tx.cases("p")).toEqual(["k"]);
        await tx.putErasure({ id: "r", at: 1, by: "p" });
        expect(await tx.erased(["r"])).toEqual(["r"]);
        await tx.putRow(row("r", 1));
        expect((await tx.rows(["r"]))[0]?.personal).toBeUndefined();
      });
      await inX(async (tx) => expect((await tx.rows(["r"]))[0]?.personal).toBeUndefined());
    });

    it("undoes nested savepoints from the inside out", async () => {
      await inX((tx) =>
        tx.savepoint(async () => {
          await tx.putRow(row("outer", await tx.nextSeq()));
          const inner = tx.savepoint(async () => {
            await tx.putRow(row("inner", await tx.nextSeq()));
            throw new Error("inner");
          });
          await expect(inner).rejects.toThrow("inner");
        }),
      );
      const left = await inX((tx) => tx.rows(["outer", "inner"]));
      expect(left.map((one) => one.id)).toEqual(["outer"]);
    });

    it("runs transactions of a commune strictly one after another, in the order asked", async () => {
      const steps: string[] = [];
      const slow = inX(async (tx) => {
        steps.push("slow begins");
        for (let i = 0; i < 20; i++) await tx.rows(["a"]);
        await tx.putRow(row("a", await tx.nextSeq()));
        steps.push("slow ends");
      });
      const failing = inX(async () => {
        steps.push("failing");
        throw new Error("no");
      });
      const quick = inX(async (tx) => {
        steps.push("quick");
        return (await tx.rows(["a"])).length;
      });
      await expect(failing).rejects.toThrow("no");
      expect(await quick).toBe(1);
      await slow;
      expect(steps).toEqual(["slow begins", "slow ends", "failing", "quick"]);
    });

    it("keeps communes apart", async () => {
      await inX(async (tx) => putAll(tx, await tx.nextSeq()));
      await store.transact("y", async (tx) => {
        expect((await tx.state()).seq).toBe(0);
        await expectEmpty(tx);
      });
    });

    it("returns a device as it was put", async () => {
      await inX(async (tx) => {
        expect(await tx.device("d")).toBeNull();
        await tx.putDevice(device("d"));
        const changed = { ...device("d"), lastN: 9, lastEffective: -5, lost: true, app: "2 é" };
        await tx.putDevice(changed);
        expect(await tx.device("d")).toEqual(changed);
      });
    });

    it("keeps decisions with all their parts, personal content included", async () => {
      const whole = decided(3, 7, {
        outcome: "parked",
        code: "missing",
        facts: { id: "chữ", n: 1.5, ok: true, none: null },
        waitsFor: "parent",
        redecidedSeq: 8,
        personal: { "0": { note: "riêng tư" } },
      });
      await inX((tx) => tx.putDecided(whole));
      await inX(async (tx) => {
        expect(await tx.decided("d", [1, 3, 3])).toEqual([whole]);
        expect(await tx.decided("other", [3])).toEqual([]);
        expect(await tx.decided("d", [])).toEqual([]);
      });
    });

    it("finds many decisions at once, by n", async () => {
      await inX(async (tx) => {
        for (let n = 1; n <= 1200; n++) await tx.putDecided(decided(n, n));
        const asked = Array.from({ length: 1100 }, (_, i) => 1200 - i);
        const found = await tx.decided("d", asked);
        expect(found).toHaveLength(1100);
        expect(found[0]?.n).toBe(101);
        expect(found.at(-1)?.n).toBe(1200);
      });
    });

    it("tells the ranges of n that it holds, whatever order they came in", async () => {
      await inX(async (tx) => {
        for (const n of [5, 1, 2, 9, 4, 10, 3, 20]) await tx.putDecided(decided(n, n));
        await tx.putDecided(decided(4, 4, { outcome: "rejected" }));
      });
      await inX(async (tx) => {
        expect(await tx.heldRanges("d")).toEqual([
          [1, 5],
          [9, 10],
          [20, 20],
        ]);
        expect(await tx.heldRanges("nobody")).toEqual([]);
      });
    });

    it("finds parked ops by what they wait for until they are decided again", async () => {
      await inX(async (tx) => {
        await tx.putDecided(decided(2, 4, { outcome: "parked", waitsFor: "p" }));
        await tx.putDecided(decided(1, 3, { outcome: "parked", waitsFor: "p", personal: { "0": { a: 1 } } }));
        await tx.putDecided(decided(3, 5, { outcome: "parked" }));
        await tx.putDecided(decided(4, 6));
        expect(await tx.parked("nobody")).toEqual([]);
        expect((await tx.parked("p")).map((op) => op.n)).toEqual([1, 2]);
        expect((await tx.parked()).map((op) => op.n)).toEqual([1, 2, 3]);
        await tx.putDecided(decided(1, 3, { outcome: "applied", redecidedSeq: 7 }));
        expect((await tx.parked("p")).map((op) => op.n)).toEqual([2]);
        expect(await tx.decided("d", [1])).toEqual([decided(1, 3, { outcome: "applied", redecidedSeq: 7 })]);
      });
    });

    it("lists what was decided again after a seq", async () => {
      await inX(async (tx) => {
        await tx.putDecided(decided(1, 1, { redecidedSeq: 5 }));
        await tx.putDecided(decided(2, 2, { redecidedSeq: 4 }));
        await tx.putDecided(decided(3, 3));
        expect((await tx.redecided("d", 0)).map((op) => op.n)).toEqual([2, 1]);
        expect((await tx.redecided("d", 4)).map((op) => op.n)).toEqual([1]);
        expect(await tx.redecided("e", 0)).toEqual([]);
      });
    });

    it("returns a row with clocks, personal part, marks and unknown keys exactly as put", async () => {
      const full = row("r", 1, {
        body: { "answers.x": 1, deep: { list: [1, null, "ạ", { z: false }] }, unknown: "kept" },
        personal: { note: "tên người" },
        deleted: true,
        erased: true,
        clocks: { "a.b": { at: 1, by: "p", device: "d", seq: 1, n: 2 } },
        received: 123,
      });
      await inX((tx) => tx.putRow(full));
      await inX(async (tx) => {
        expect(await tx.rows(["r", "r", "absent"])).toEqual([full]);
        expect(await tx.rows([])).toEqual([]);
      });
    });

    it("takes personal content away when a row is put without it", async () => {
      await inX(async (tx) => {
        await tx.putRow(row("r", 1, { personal: { note: "x" } }));
        await tx.putRow(row("r", 2, { erased: true }));
        expect(await tx.rows(["r"])).toEqual([row("r", 2, { erased: true })]);
        expect(await tx.rowsAfter(["s"], 0, 5)).toEqual([bare(row("r", 2, { erased: true }))]);
      });
    });

    it("pages forward by seq within the scopes, each row once at its latest, tombstones included", async () => {
      await inX(async (tx) => {
        await tx.putRow(row("a", 1));
        await tx.putRow(row("b", 2, { scope: "other" }));
        await tx.putRow(row("c", 3, { scope: "hidden" }));
        await tx.putRow(row("d", 4, { personal: { p: 1 } }));
        await tx.putRow(row("a", 5, { deleted: true }));
        const ids = async (after: number, limit: number) =>
          (await tx.rowsAfter(["s", "other"], after, limit)).map((one) => `${one.id}${one.seq}`);
        expect(await ids(0, 10)).toEqual(["b2", "d4", "a5"]);
        expect(await ids(2, 10)).toEqual(["d4", "a5"]);
        expect(await ids(0, 2)).toEqual(["b2", "d4"]);
        expect(await ids(5, 2)).toEqual([]);
        expect(await tx.rowsAfter([], 0, 5)).toEqual([]);
        expect((await tx.rowsAfter(["s"], 3, 1))[0]).toEqual(bare(row("d", 4, { personal: { p: 1 } })));
      });
    });

    it("never splits one seq between pages", async () => {
      await inX(async (tx) => {
        for (const id of ["a", "c", "b", "d", "e"]) await tx.putRow(row(id, 2));
        await tx.putRow(row("f", 1));
        await tx.putRow(row("g", 3));
        const forward = await tx.rowsAfter(["s"], 0, 2);
        expect(forward.map((one) => one.id)).toEqual(["f", "a", "b", "c", "d", "e"]);
        const back = await tx.rowsBefore("s", 4, 0, 2);
        expect(back.map((one) => one.id)).toEqual(["g", "e", "d", "c", "b", "a"]);
      });
    });

    it("keeps whole a seq that reaches over several scopes", async () => {
      await inX(async (tx) => {
        for (const scope of ["s", "t", "u"]) {
          await tx.putRow(row(`1${scope}`, 1, { scope }));
          await tx.putRow(row(`2${scope}`, 2, { scope }));
        }
        const page = await tx.rowsAfter(["s", "t", "u"], 0, 2);
        expect(page.map((one) => one.id)).toEqual(["1s", "1t", "1u"]);
      });
    });

    it("pages backward over live rows of one scope, from newest, down to a seq", async () => {
      await inX(async (tx) => {
        for (let seq = 1; seq <= 6; seq++) await tx.putRow(row(`r${seq}`, seq));
        await tx.putRow(row("r4", 7, { deleted: true }));
        await tx.putRow(row("t", 8, { scope: "t" }));
        const ids = async (before: number, from: number, limit: number) =>
          (await tx.rowsBefore("s", before, from, limit)).map((one) => one.id);
        expect(await ids(99, 0, 3)).toEqual(["r6", "r5", "r3"]);
        expect(await ids(3, 0, 3)).toEqual(["r2", "r1"]);
        expect(await ids(6, 2, 9)).toEqual(["r5", "r3", "r2"]);
      });
    });

    it("lists exits of these scopes after a seq, the latest of each record and scope", async () => {
      await inX(async (tx) => {
        await tx.putExit({ id: "a", scope: "s", seq: 1 });
        await tx.putExit({ id: "b", scope: "t", seq: 2 });
        await tx.putExit({ id: "a", scope: "s", seq: 3 });
        expect(await tx.exitsAfter(["s", "t"], 0)).toEqual([
          { id: "b", scope: "t", seq: 2 },
          { id: "a", scope: "s", seq: 3 },
        ]);
        expect(await tx.exitsAfter(["s"], 3)).toEqual([]);
        expect(await tx.exitsAfter([], 0)).toEqual([]);
      });
    });

    it("finds what hangs under a record, and only that", async () => {
      await inX(async (tx) => {
        await tx.putRow(row("c2", 1, { kind: "conflict", body: { record: "r" } }));
        await tx.putRow(row("c1", 2, { kind: "conflict", body: { record: "r", state: "settled" } }));
        await tx.putRow(row("c3", 3, { kind: "conflict", body: { record: "q" } }));
        await tx.putRow(row("n", 4, { kind: "note", body: { record: "r" } }));
        await tx.putRow(row("e1", 5, { kind: "incidentEntry", body: { parent: "r" } }));
        await tx.putRow(row("r", 6, { kind: "incident", body: { parent: "r" } }));
        expect(await tx.under("r")).toEqual(["c1", "c2", "e1"]);
        expect(await tx.under("c1")).toEqual([]);
      });
    });

    it("finds the records of a kind that hold personal content", async () => {
      const held = (id: string, seq: number, kind: string, personal?: JsonObject) =>
        row(id, seq, { kind, ...(personal ? { personal } : {}) });
      await inX(async (tx) => {
        await tx.putRow(held("b", 1, "supportVisit", { note: "bà Tư" }));
        await tx.putRow(held("a", 2, "supportVisit", { note: "ông Năm" }));
        await tx.putRow(held("plain", 3, "supportVisit"));
        await tx.putRow(held("photo", 4, "photo", { caption: "cổng" }));
        expect(await tx.holding("supportVisit")).toEqual(["a", "b"]);
      });
      await inX(async (tx) => {
        await tx.putRow(held("b", 5, "supportVisit"));
        expect(await tx.holding("supportVisit")).toEqual(["a"]);
      });
      await store.transact("y", async (tx) => expect(await tx.holding("supportVisit")).toEqual([]));
    });

    it("orders ids by the codes of their letters, whatever language the database sorts by", async () => {
      const ids = ["A1", "B", "Z", "_", "a", "a-1", "aB", "b", "đ"];
      await inX(async (tx) => {
        await tx.putRow(row("r", 1));
        for (const id of [...ids].reverse()) {
          await tx.putRow(row(id, 5, { kind: "conflict", body: { record: "r" }, scope: "t" }));
        }
      });
      await inX(async (tx) => {
        expect(await tx.under("r")).toEqual(ids);
        expect((await tx.rowsAfter(["t"], 0, 100)).map(({ id }) => id)).toEqual(ids);
      });
    });

    it("finds the records under which something lies in another scope", async () => {
      const entry = (id: string, seq: number, parent: string, scope: string) =>
        row(id, seq, { kind: "incidentEntry", body: { parent }, scope });
      await inX(async (tx) => {
        await tx.putRow(row("a", 1, { kind: "incident" }));
        await tx.putRow(row("b", 2, { kind: "incident", scope: "t" }));
        await tx.putRow(entry("a1", 3, "a", "t"));
        await tx.putRow(entry("a2", 4, "a", "u"));
        await tx.putRow(entry("b1", 5, "b", "t"));
        await tx.putRow(entry("lost", 6, "nowhere", "t"));
        await tx.putRow(row("c", 7, { kind: "conflict", body: { record: "b" } }));
        expect(await tx.holdersOfStrays()).toEqual(["a", "b"]);
      });
      await store.transact("y", async (tx) => expect(await tx.holdersOfStrays()).toEqual([]));
    });

    it("sums up the live rows of each scope asked for", async () => {
      await inX(async (tx) => {
        await tx.putRow(row("a", 1, { scope: "s" }));
        await tx.putRow(row("b", 2, { scope: "s" }));
        await tx.putRow(row("gone", 3, { scope: "s", deleted: true }));
        await tx.putRow(row("c", 4, { scope: "t" }));
      });
      await inX(async (tx) => {
        await tx.putRow(row("b", 5, { scope: "s" }));
        const found = await tx.digests(["s", "t", "empty"]);
        expect(Object.fromEntries(found)).toEqual({ s: [2, 6], t: [1, 4], empty: [0, 0] });
        expect((await tx.digests([])).size).toBe(0);
      });
    });

    it("forgets tombstones and exits up to a floor, and keeps it", async () => {
      await inX(async (tx) => {
        await tx.putRow(row("live", 1));
        await tx.putRow(row("old", 2, { deleted: true }));
        await tx.putRow(row("xóm", 3, { deleted: true, kind: "village" }));
        await tx.putRow(row("new", 5, { deleted: true }));
        await tx.putExit({ id: "old", scope: "s", seq: 2 });
        await tx.putExit({ id: "new", scope: "s", seq: 5 });
      });
      expect(await inX((tx) => tx.purge(4, ["village"]))).toEqual({ rows: 1, exits: 1 });
      await inX(async (tx) => {
        expect((await tx.state()).floor).toBe(4);
        const left = await tx.rows(["live", "old", "xóm", "new"]);
        expect(left.map(({ id }) => id).sort()).toEqual(["live", "new", "xóm"]);
        expect(await tx.exitsAfter(["s"], 0)).toEqual([{ id: "new", scope: "s", seq: 5 }]);
      });
      expect(await inX((tx) => tx.purge(1, []))).toEqual({ rows: 0, exits: 0 });
      expect((await inX((tx) => tx.state())).floor).toBe(4);
    });

    it("knows the highest seq given before a time", async () => {
      await inX(async (tx) => {
        await tx.putDecided(decided(1, 1, { at: 100 }));
        await tx.putDecided(decided(2, 2, { at: 200 }));
        await tx.putDecided(decided(3, 3, { at: 200 }));
        expect(await tx.seqAt(100)).toBe(0);
        expect(await tx.seqAt(101)).toBe(1);
        expect(await tx.seqAt(200)).toBe(1);
        expect(await tx.seqAt(1e15)).toBe(3);
      });
    });

    it("keeps the history of a person's rights in order; the same moment replaces", async () => {
      const rights = (from: number, active: boolean) =>
        ({ from, active, roles: ["centre"], units: ["u"], villages: [] }) as const;
      await inX(async (tx) => {
        await tx.putRights("p", rights(20, true));
        await tx.putRights("p", rights(10, true));
        await tx.putRights("p", rights(20, false));
        await tx.putRights("q", rights(1, true));
        expect(await tx.rightsOf("p")).toEqual([rights(10, true), rights(20, false)]);
        expect(await tx.rightsOf("nobody")).toEqual([]);
      });
    });

    it("lists villages, deleted ones too, since their records stay readable", async () => {
      await inX(async (tx) => {
        await tx.putRow(row("v2", 1, { kind: "village", deleted: true }));
        await tx.putRow(row("v1", 2, { kind: "village" }));
        await tx.putRow(row("u", 3, { kind: "unit" }));
        expect(await tx.villages()).toEqual(["v1", "v2"]);
      });
    });

    it("lists the cases of a person, or all of them", async () => {
      await inX(async (tx) => {
        await tx.putCase("k2", "p");
        await tx.putCase("k1", "q");
        await tx.putCase("k1", "p");
        await tx.putCase("k1", "p");
        expect(await tx.cases("p")).toEqual(["k1", "k2"]);
        expect(await tx.cases("q")).toEqual(["k1"]);
        expect(await tx.cases(null)).toEqual(["k1", "k2"]);
      });
    });

    it("remembers erasures", async () => {
      await inX(async (tx) => {
        await tx.putErasure({ id: "r", at: 5, by: "admin" });
        await tx.putErasure({ id: "r", at: 9, by: "admin" });
      });
      await inX(async (tx) => expect(await tx.erased(["r", "r", "s"])).toEqual(["r"]));
    });
  });
}

export function row(id: string, seq: number, more: Partial<ServerRow> = {}): ServerRow {
  const stamp = { at: 1000 + seq, by: "p", device: "d" };
  return {
    id,
    kind: "note",
    scope: "s",
    seq,
    body: { v: id },
    created: { at: 1000, by: "p", device: "d" },
    changed: stamp,
    received: 2000,
    clocks: { v: { ...stamp, seq, n: seq } },
    ...more,
  };
}

function bare({ clocks: _clocks, ...rest }: ServerRow): Omit<ServerRow, "clocks"> {
  return rest;
}

export function decided(n: number, seq: number, more: Partial<DecidedOp> = {}): DecidedOp {
  return {
    device: "d",
    n,
    person: "p",
    op: {
      d: "d",
      n,
      v: 1,
      a: "incident.edit",
      w: 1,
      o: null,
      e: "e",
      u: "p",
      ch: [{ c: "set", k: "note", id: "r", b: 0, f: { title: "Máy in" } }],
    },
    outcome: "applied",
    seq,
    at: 1000 + seq,
    effective: 900 + seq,
    ...more,
  };
}

function device(id: string): DeviceState {
  return {
    id,
    person: "p",
    lastEffective: 5,
    lastN: 1,
    reportedN: 2,
    contactAt: 3,
    outbox: 4,
    app: "1",
    durableN: 0,
    contiguousN: 1,
    lost: false,
  };
}

async function putAll(tx: CommuneTx, seq: number): Promise<void> {
  await tx.putDevice(device("d"));
  await tx.putDecided(decided(1, seq, { outcome: "parked", waitsFor: "w", redecidedSeq: seq }));
  await tx.putRow(row("r", seq, { personal: { note: "x" } }));
  await tx.putRow(row("v", seq, { kind: "village" }));
  await tx.putRow(row("c", seq, { kind: "conflict", body: { record: "r" } }));
  await tx.putExit({ id: "r", scope: "s", seq });
  await tx.putRights("p", { from: 1, roles: [], units: [], villages: [], active: true });
  await tx.putCase("k", "p");
  await tx.putErasure({ id: "r", at: 1, by: "p" });
}

async function expectEmpty(tx: CommuneTx): Promise<void> {
  expect(await tx.device("d")).toBeNull();
  expect(await tx.decided("d", [1])).toEqual([]);
  expect(await tx.heldRanges("d")).toEqual([]);
  expect(await tx.parked()).toEqual([]);
  expect(await tx.redecided("d", 0)).toEqual([]);
  expect(await tx.rows(["r", "v", "c"])).toEqual([]);
  expect(await tx.rowsAfter(["s"], 0, 10)).toEqual([]);
  expect(await tx.rowsBefore("s", 99, 0, 10)).toEqual([]);
  expect(await tx.exitsAfter(["s"], 0)).toEqual([]);
  expect(await tx.under("r")).toEqual([]);
  expect(await tx.holdersOfStrays()).toEqual([]);
  expect(await tx.seqAt(1e15)).toBe(0);
  expect(await tx.rightsOf("p")).toEqual([]);
  expect(await tx.villages()).toEqual([]);
  expect(await tx.cases(null)).toEqual([]);
  expect(await tx.erased(["r"])).toEqual([]);
}
