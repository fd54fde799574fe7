import { beforeEach, describe, expect, it } from "vitest";
import type { CommuneTx, ServerRow } from "#authority/commune-store.ts";
import { createMemoryCommuneStore, type MemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { newDevice } from "#authority/new-device.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { submitAsServer } from "#authority/server-ops.ts";
import { mendStrays } from "#authority/take-along.ts";
import type { Role } from "#domain/rights.ts";
import type { Change, Op } from "#protocol/op.ts";

const now = Date.parse("2026-11-23T05:00:00Z");

describe("a record that moves to another scope", () => {
  let store: MemoryCommuneStore;
  const numbers = new Map<string, number>();
  const tx = <T>(work: (tx: CommuneTx) => Promise<T>) => store.transact("c", work);

  beforeEach(async () => {
    numbers.clear();
    store = createMemoryCommuneStore();
    store.addCommune("c", "e1");
    await tx((t) =>
      submitAsServer(
        t,
        "org.edit",
        [
          { kind: "village", id: "v1", create: { name: "Xóm 1" } },
          { kind: "village", id: "v2", create: { name: "Xóm 2" } },
        ],
        now,
      ),
    );
    await person("lan", ["centre"], []);
    await person("hoa", ["centre"], []);
    await person("minh", ["responder"], []);
    await person("thon", ["village"], ["v1"]);
    await send("lan", "incident.report", [report("i", {})]);
    await send("minh", "incident.entry", [entry("i", "first")]);
  });

  async function person(id: string, roles: Role[], villages: string[]): Promise<void> {
    const fields = { name: id, account: id, roles, villages, units: ["u1"], active: true };
    await tx(async (t) => {
      await submitAsServer(t, "org.edit", [{ kind: "person", id, create: fields }], now);
      await t.putDevice(newDevice(`d-${id}`, id, 0));
    });
  }

  function report(id: string, f: Record<string, string | number>): Change {
    const fields = { number: `SC-${id}`, group: 1, severity: 3, title: "Mất mạng", since: now, ...f };
    return { c: "create", k: "incident", id, sc: "incidents:commune", f: fields };
  }
  function entry(under: string, id: string): Change {
    const f = { text: `đã làm ${id}`, sort: "note" };
    return { c: "append", k: "incidentEntry", id, under, sc: "incidents:commune", f };
  }
  const set = (id: string, f: Record<string, string | number>, b: number): Change => {
    return { c: "set", k: "incident", id, b, f };
  };

  async function send(
    of: string,
    a: string,
    ch: Change[],
    pull: { cursor?: number; booted?: string[]; limit?: number } = {},
  ) {
    const n = (numbers.get(of) ?? 0) + 1;
    numbers.set(of, n);
    const d = `d-${of}`;
    const ops: Op[] = ch.length > 0 ? [{ d, n, v: 1, a, w: now, o: 0, e: "e1", u: of, ch }] : [];
    const request = { protocol: 1, app: "t", device: d, epoch: "e1", cursor: 0, booted: [], booting: {} };
    const have = { outbox: ops.length, maxN: n };
    const reply = await runExchange(
      store,
      { commune: "c", device: d, person: of },
      { ...request, ops, limit: 500, have, ...pull },
      { now },
    );
    for (const receipt of reply.receipts)
      expect(["applied", "conflict"], JSON.stringify(receipt)).toContain(receipt.r);
    return reply;
  }

  const rowOf = async (id: string) => (await tx((t) => t.rows([id])))[0] as ServerRow;
  const scopeOf = async (id: string) => (await rowOf(id)).scope;

  it("takes its timeline along, and tells who read it there that it is gone", async () => {
    const { seq } = await tx((t) => t.state());
    await send("lan", "incident.edit", [set("i", { village: "v1" }, seq)]);
    await send("lan", "incident.edit", [set("i", { village: "v2" }, seq + 1)]);
    expect(await scopeOf("i")).toBe("incidents:v2");
    expect(await scopeOf("first")).toBe("incidents:v2");
    const told = await send("thon", "", [], { cursor: seq + 1, booted: ["incidents:v1"] });
    expect(told.exits.map(([id]) => id).sort()).toEqual(["first", "i"]);
    expect(told.scopes).not.toContain("incidents:v2");
  });

  it("brings it to those who read it where it lies now, and on from there", async () => {
    const { seq } = await tx((t) => t.state());
    await send("minh", "incident.edit", [set("i", { village: "v2" }, seq)]);
    await send("minh", "incident.entry", [entry("i", "second")]);
    await send("minh", "incident.edit", [set("i", { village: "v1" }, seq + 2)]);
    const reply = await send("thon", "", [], { cursor: seq, booted: ["incidents:v1"] });
    const inVillage = reply.rows.filter((row) => row.c === "incidents:v1");
    expect(inVillage.map((row) => row.i).sort()).toEqual(["first", "i", "second"]);
    expect(await tx((t) => t.rowsAfter(["incidents:commune", "incidents:v2"], 0, 100))).toEqual([]);
  });

  it("is not gone from the screen of who reads both scopes, though the first sync of one has still to come", async () => {
    const { seq } = await tx((t) => t.state());
    await send("lan", "incident.edit", [set("i", { village: "v1" }, seq)]);
    const reply = await send("minh", "", [], { cursor: seq, booted: ["incidents:commune"], limit: 1 });
    expect(reply.arrived).not.toContain("incidents:v1");
    expect(
      reply.rows
        .filter((row) => row.c === "incidents:v1")
        .map((row) => row.i)
        .sort(),
    ).toEqual(["first", "i"]);
  });

  it("gives the device its own entry back where the server put it, if that lies elsewhere", async () => {
    const { seq } = await tx((t) => t.state());
    await send("hoa", "incident.edit", [set("i", { village: "v1" }, seq)]);
    const { receipts } = await send("minh", "incident.entry", [entry("i", "late")]);
    expect(receipts).toMatchObject([{ r: "applied" }]);
    expect(receipts[0]).not.toHaveProperty("own");
    expect(await scopeOf("late")).toBe("incidents:v1");
  });

  it("takes along the two versions that people are still asked about", async () => {
    const base = (await rowOf("i")).seq;
    await send("lan", "incident.edit", [set("i", { title: "Mất điện" }, base)]);
    await send("minh", "incident.edit", [set("i", { title: "Đứt cáp" }, base)]);
    const rows = await tx((t) => t.rowsAfter(["incidents:commune"], 0, 100));
    const conflict = rows.find(({ kind }) => kind === "conflict") as ServerRow;
    const { seq } = await tx((t) => t.state());
    await send("minh", "incident.edit", [set("i", { village: "v1" }, seq)]);
    const moved = await rowOf(conflict.id);
    expect(moved).toMatchObject({ scope: "incidents:v1", body: { scope: "incidents:v1", state: "open" } });
    const settle = {
      c: "move",
      k: "conflict",
      id: moved.id,
      b: moved.seq,
      from: "open",
      to: "settled",
    } as const;
    await send("minh", "conflict.settle", [settle]);
    expect(await rowOf(moved.id)).toMatchObject({ scope: "incidents:v1", body: { state: "settled" } });
  });

  it("leaves nothing behind that the same op wrote, or that two people wrote at once", async () => {
    const base = (await rowOf("i")).seq;
    await send("minh", "incident.edit", [set("i", { title: "Đứt cáp" }, base)]);
    const both = set("i", { title: "Mất điện", village: "v1" }, base);
    await send("lan", "incident.edit", [entry("i", "second"), both]);
    await send("lan", "incident.report", [report("j", { village: "v1" }), entry("j", "third")]);
    expect(await tx((t) => t.rowsAfter(["incidents:commune"], 0, 100))).toEqual([]);
    const there = await tx((t) => t.rowsAfter(["incidents:v1"], 0, 100));
    const kinds = there.map(({ kind }) => kind).sort();
    const entries = ["incidentEntry", "incidentEntry", "incidentEntry"];
    expect(kinds).toEqual(["conflict", "incident", "incident", ...entries]);
  });

  it("mends what an earlier version left behind, once", async () => {
    await tx(async (t) => {
      const incident = await rowIn(t, "i");
      await t.putRow({ ...incident, scope: "incidents:v1", seq: await t.nextSeq() });
    });
    expect(await scopeOf("first")).toBe("incidents:commune");
    expect(await tx((t) => mendStrays(t, now))).toBe(1);
    expect(await scopeOf("first")).toBe("incidents:v1");
    expect(await tx((t) => t.exitsAfter(["incidents:commune"], 0))).toMatchObject([{ id: "first" }]);
    expect(await tx((t) => mendStrays(t, now))).toBe(0);
  });
});

async function rowIn(tx: CommuneTx, id: string): Promise<ServerRow> {
  return (await tx.rows([id]))[0] as ServerRow;
}
