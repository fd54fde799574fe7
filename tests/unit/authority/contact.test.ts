import { beforeEach, describe, expect, it } from "vitest";
import type { CommuneStore } from "#authority/commune-store.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { opVersion } from "#protocol/op.ts";
import { counter, day, minute, noon, SmallServer, set } from "./small-server.ts";

let server: SmallServer;
beforeEach(async () => {
  server = await SmallServer.open();
});
const report = (id: string, n: number) => server.op("lan", "support.visit", [counter(id)], { n });
const all = [
  "calls:*",
  "escalated:*",
  "incidents:*",
  "org",
  "own:lan",
  "plans:*",
  "police:*",
  "site:*",
  "staff",
  "visits:*",
];

describe("who speaks", () => {
  it("is said by the session: a device that nobody knows, or of somebody else, is not answered", async () => {
    const ask = (device: string, person: string) =>
      runExchange(
        server.store,
        { commune: "c", device, person },
        {
          ...{ protocol: 1, app: "t", device, epoch: "e1", cursor: 0, booted: [], booting: {} },
          ...{ ops: [], limit: 1, have: { outbox: 0, maxN: 0 } },
        },
        { now: noon },
      );
    await expect(ask("d-nobody", "lan")).rejects.toThrow("unknown device");
    await expect(ask("d-lan", "minh")).rejects.toThrow("unknown device");
    expect(await ask("d-lan", "lan")).toMatchObject({ epoch: "e1" });
  });
});

describe("every reply", () => {
  it("tells the server's time, its epoch, its versions and what lies safe in a backup", async () => {
    await server.tx(async (t) => t.putDevice({ ...(await server.lanIn(t)), durableN: 7 }));
    const reply = await server.send("lan", [], { cursor: await server.seq(), booted: all });
    expect(reply).toEqual({
      ...{ protocol: 2, epoch: "e1", serverTime: noon, durableN: 7, maxOpVersion: opVersion },
      ...{ receipts: [], rows: [], exits: [], cursor: await server.seq(), more: false },
      ...{ booting: {}, arrived: [], scopes: expect.arrayContaining(all) },
    });
    for (const more of ["known", "agreed", "missing", "upgrade", "wipe", "anew"])
      expect(Object.keys(reply)).not.toContain(more);
  });
});

describe("an app that is too old to pull", () => {
  it("hands over its ops and is told to update; it gets no rows", async () => {
    await server.does("minh", "support.visit", [counter("a")]);
    const oldest = { oldestPullProtocol: 2 };
    const reply = await server.send("lan", [report("b", 1)], { protocol: 1 }, oldest);
    expect(reply).toMatchObject({
      upgrade: true,
      rows: [],
      scopes: [],
      booting: {},
      receipts: [{ n: 1, r: "applied" }],
    });
    const current = await server.send("lan", [], { protocol: 2 }, oldest);
    expect(current).not.toHaveProperty("upgrade");
    expect(current.rows).not.toEqual([]);
  });
});

describe("a device that was reported lost", () => {
  it("hands over its ops, is told to wipe, and gets no rows", async () => {
    await server.tx(async (t) => t.putDevice({ ...(await server.lanIn(t)), lost: true }));
    const cursor = await server.seq();
    await server.does("minh", "support.visit", [counter("a")]);
    const reply = await server.send("lan", [report("b", 1)], { cursor, booted: all });
    expect(reply).toMatchObject({ wipe: true, rows: [], scopes: [], receipts: [{ n: 1, r: "applied" }] });
    expect((await server.device("lan")).lost).toBe(true);
  });
});

describe("what the server keeps of a contact", () => {
  const touch = async (at: number, more: { app?: string; outbox?: number; maxN?: number } = {}) => {
    server.now = at;
    const { app = "t", outbox = 0, maxN = 0 } = more;
    await server.send("lan", [], { app, have: { outbox, maxN } });
    const { contactAt, ...device } = await server.device("lan");
    return { contactAt, app: device.app, outbox: device.outbox, reportedN: device.reportedN };
  };

  it("is written at most once a minute while it tells nothing new", async () => {
    expect(await touch(noon)).toEqual({ contactAt: noon, app: "t", outbox: 0, reportedN: 0 });
    expect(await touch(noon + minute - 1)).toMatchObject({ contactAt: noon });
    expect(await touch(noon + minute)).toMatchObject({ contactAt: noon + minute });
  });

  it("costs no write at all while it tells nothing new", async () => {
    await touch(noon);
    let writes = 0;
    const store: CommuneStore = {
      transact: (commune, work) =>
        server.store.transact(commune, (t) =>
          work({
            ...t,
            putDevice: async (device) => {
              writes++;
              await t.putDevice(device);
            },
          }),
        ),
    };
    const ask = (maxN: number, now: number) =>
      runExchange(
        store,
        { commune: "c", device: "d-lan", person: "lan" },
        {
          ...{ protocol: 1, app: "t", device: "d-lan", epoch: "e1", cursor: 0, booted: [], booting: {} },
          ...{ ops: [], limit: 1, have: { outbox: 0, maxN } },
        },
        { now },
      );
    await ask(0, noon);
    await ask(0, noon + 1);
    expect(writes).toBe(0);
    await ask(1, noon + 1);
    expect(writes).toBe(1);
  });

  it("is written at once when it does, and when the server's clock went back", async () => {
    await touch(noon);
    expect(await touch(noon + 1, { app: "t2" })).toMatchObject({ contactAt: noon + 1, app: "t2" });
    expect(await touch(noon + 2, { app: "t2", outbox: 3 })).toMatchObject({ contactAt: noon + 2, outbox: 3 });
    const told = { app: "t2", outbox: 3, maxN: 5 };
    expect(await touch(noon + 3, told)).toMatchObject({ contactAt: noon + 3, reportedN: 5 });
    expect(await touch(noon + 4, { ...told, maxN: 4 })).toMatchObject({ contactAt: noon + 3, reportedN: 5 });
    expect(await touch(noon - 1, told)).toMatchObject({ contactAt: noon - 1 });
  });

  it("holds no outbox of less than nothing, and loses nothing of what ops told", async () => {
    expect(await touch(noon, { outbox: -4 })).toMatchObject({ outbox: 0 });
    await server.send("lan", [report("a", 1)]);
    expect(await server.device("lan")).toMatchObject({
      lastN: 1,
      contiguousN: 1,
      reportedN: 1,
      contactAt: noon,
    });
  });

  it("dates an op that the device had not reported then no earlier than that", async () => {
    await touch(noon);
    server.now = noon + day;
    const op = server.op("lan", "support.visit", [counter("a")], { n: 1, w: 0 });
    await server.send("lan", [op]);
    expect((await server.row("a"))?.created.at).toBe(noon);
  });
});

describe("numbers that never arrived", () => {
  const missing = async (have: { maxN: number; oldest?: number; outbox?: number }) =>
    (await server.send("lan", [], { have: { outbox: 0, ...have } })).missing;

  it("are named up to the highest the device has given, or below the oldest it still holds", async () => {
    await server.send("lan", [report("b", 2), report("d", 4), report("g", 7)]);
    expect(await missing({ maxN: 8 })).toEqual([1, 3, 5, 6, 8]);
    expect(await missing({ maxN: 7 })).toEqual([1, 3, 5, 6]);
    expect(await missing({ maxN: 8, oldest: 6 })).toEqual([1, 3, 5]);
    expect(await missing({ maxN: 8, oldest: 5 })).toEqual([1, 3]);
    expect(await missing({ maxN: 4, oldest: 99 })).toEqual([1, 3]);
    expect(await missing({ maxN: 8, oldest: 1 })).toBeUndefined();
  });

  it("are none where every number is held", async () => {
    await server.send("lan", [report("a", 1), report("b", 2)]);
    expect(await missing({ maxN: 2 })).toBeUndefined();
    expect(await missing({ maxN: 3 })).toEqual([3]);
    expect(await missing({ maxN: 3, oldest: 3 })).toBeUndefined();
    expect(await missing({ maxN: 1 })).toBeUndefined();
    const asked = report("c", 3);
    const reply = await server.send("lan", [asked], { have: { outbox: 1, maxN: 3 } });
    expect(reply).not.toHaveProperty("missing");
  });

  it("are named a hundred at a time", async () => {
    expect(await missing({ maxN: 300 })).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  });
});

describe("an op that was decided again", () => {
  it("is told of to every exchange whose cursor lies before that", async () => {
    await server.does("lan", "support.edit", [set("supportVisit", "x", 0, { minutes: 3 })]);
    const before = await server.seq();
    await server.does("minh", "support.visit", [counter("x")]);
    const told = async (cursor: number) => (await server.send("lan", [], { cursor })).receipts;
    expect(await told(before)).toMatchObject([{ n: 1, r: "applied", s: before + 2, at: noon }]);
    expect(await told(before + 1)).toHaveLength(1);
    expect(await told(before + 2)).toEqual([]);
    expect((await server.send("lan", [], { cursor: 999, epoch: "e0" })).receipts).toHaveLength(1);
  });
});

describe("an op of which only a message has come", () => {
  it("is not told of to its device when it was decided again: the op itself is still to come", async () => {
    await server.send("lan", [report("a", 1), report("b", 2)]);
    for (const n of [1, 2]) {
      const known = await server.logged("lan", n);
      if (!known) throw new Error("not logged");
      const op = n === 1 ? { ...known.op, pt: 1 as const } : known.op;
      await server.tx((t) => t.putDecided({ ...known, op, redecidedSeq: 90 }));
    }
    expect((await server.send("lan", [], { cursor: 89 })).receipts).toMatchObject([{ n: 2, s: 90 }]);
  });
});

describe("after a restore", () => {
  it("a device learns what is held and how far the histories agree, and nothing is decided before", async () => {
    await server.send("lan", [report("a", 1), report("b", 2)]);
    const kept = server.store.snapshot("c");
    const agreed = await server.seq();
    await server.send("lan", [report("c", 3)]);
    server.store.restore("c", kept, "e2");
    const asked = { epoch: "e1", cursor: agreed + 1, booted: all };
    const reply = await server.send("lan", [report("c", 3), report("d", 4)], asked);
    expect(reply).toMatchObject({ epoch: "e2", receipts: [], known: [[1, 2]], agreed, cursor: agreed });
    expect(reply).not.toHaveProperty("missing");
    expect(reply).not.toHaveProperty("anew");
    expect([...reply.arrived].sort()).toEqual(all);
    expect(await server.tx((t) => t.rows(["c", "d"]))).toEqual([]);
    expect(await server.device("lan")).toMatchObject({ lastN: 2, contactAt: noon });
    const again = await server.send("lan", [report("c", 3), report("d", 4)], { epoch: "e2" });
    expect(again.receipts).toMatchObject([{ n: 3, to: 4, r: "applied" }]);
    expect(await server.tx((t) => t.rows(["c", "d"]))).toHaveLength(2);
  });

  it("bases of the lost history count only as far as it was kept", async () => {
    await server.does("minh", "support.visit", [counter("x")]);
    const kept = server.store.snapshot("c");
    const lost = (await server.seq()) + 5;
    server.store.restore("c", kept, "e2");
    await server.send(
      "minh",
      [server.op("minh", "support.edit", [set("supportVisit", "x", lost, { people: 2 })], { e: "e2" })],
      { epoch: "e2" },
    );
    server.now += minute;
    const blind = server.op("lan", "support.edit", [set("supportVisit", "x", lost, { people: 3 })]);
    const { receipts } = await server.send("lan", [blind], { epoch: "e2" });
    expect(receipts).toMatchObject([{ r: "conflict" }]);
  });
});
