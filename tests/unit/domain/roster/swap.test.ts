import { beforeEach, describe, expect, it } from "vitest";
import type { CommuneTx } from "#authority/commune-store.ts";
import { createMemoryCommuneStore, type MemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { newDevice } from "#authority/new-device.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { submitAsServer } from "#authority/server-ops.ts";
import type { Fields } from "#domain/record.ts";
import type { Role } from "#domain/rights.ts";
import type { ExchangeReply } from "#protocol/exchange.ts";
import type { Change } from "#protocol/op.ts";

/** Shifts that go from one to another, decided by the real authority. */
const noon = Date.parse("2026-11-23T05:00:00Z");
const people: Record<string, Role[]> = {
  lan: ["centre"],
  hoa: ["centre"],
  minh: ["security"],
  to: ["responder"],
};

let store: MemoryCommuneStore;
let now: number;
let numbers: Map<string, number>;
const tx = <T>(work: (tx: CommuneTx) => Promise<T>) => store.transact("c", work);

beforeEach(async () => {
  now = noon;
  numbers = new Map();
  store = createMemoryCommuneStore();
  store.addCommune("c", "e1");
  for (const [id, roles] of Object.entries(people)) {
    const fields = { name: id, account: id, roles, villages: [], units: [], active: true };
    await tx((t) => submitAsServer(t, "org.edit", [{ kind: "person", id, create: fields }], now));
    await tx((t) => t.putDevice(newDevice(`d-${id}`, id, 0)));
  }
  const f = { sort: "duty", day: "2026-12-01", from: "19:00", to: "07:00", person: "lan" };
  await send("to", "roster.edit", [{ c: "create", k: "shift", id: "s1", sc: "staff", f }]);
});

type Receipt = ExchangeReply["receipts"][number];

async function send(of: string, action: string, ch: Change[]): Promise<Receipt> {
  const [receipt] = (await exchange(of, action, ch)).receipts;
  if (!receipt) throw new Error("no receipt");
  return receipt;
}

async function exchange(of: string, action: string, ch: Change[]): Promise<ExchangeReply> {
  const n = (numbers.get(of) ?? 0) + 1;
  numbers.set(of, n);
  now += 60_000;
  const op = { d: `d-${of}`, n, v: 1, a: action, w: now, o: 0, e: "e1", u: of, ch };
  const head = {
    protocol: 1,
    app: "t",
    device: `d-${of}`,
    epoch: "e1",
    cursor: 0,
    booted: ["staff"],
    booting: {},
  };
  return runExchange(
    store,
    { commune: "c", device: `d-${of}`, person: of },
    { ...head, ops: [op], limit: 500, have: { outbox: 1, maxN: n } },
    { now },
  );
}

const shift = async () => {
  const [row] = await tx((t) => t.rows(["s1"]));
  if (!row) throw new Error("no shift");
  return row;
};
const set = async (of: string, f: Fields, seen?: number) => {
  const b = seen ?? (await shift()).seq;
  return send(of, "roster.swap", [{ c: "set", k: "shift", id: "s1", b, f }]);
};
const denied = { r: "rejected", code: "denied" };

describe("a swap", () => {
  it("goes from asking to a yes, and the person changes", async () => {
    expect(await set("lan", { asked: "hoa" })).toMatchObject({ r: "applied" });
    expect(await set("hoa", { person: "hoa", asked: null })).toMatchObject({ r: "applied" });
    expect((await shift()).body).toEqual(expect.not.objectContaining({ asked: "hoa" }));
    expect((await shift()).body["person"]).toBe("hoa");
  });

  it("may be declined, asked of another, and taken back", async () => {
    await set("lan", { asked: "hoa", declined: null });
    expect(await set("hoa", { asked: null, declined: "hoa" })).toMatchObject({ r: "applied" });
    expect((await shift()).body).toMatchObject({ person: "lan", declined: "hoa" });
    expect(await set("lan", { asked: "minh", declined: null })).toMatchObject({ r: "applied" });
    expect(await set("lan", { asked: null })).toMatchObject({ r: "applied" });
    expect((await shift()).body).not.toHaveProperty("declined");
  });

  it("is refused to whoever was not asked, in whatever way they try", async () => {
    await set("lan", { asked: "hoa" });
    expect(await set("minh", { person: "minh", asked: null })).toMatchObject(denied);
    expect(await set("minh", { asked: null })).toMatchObject(denied);
    expect(await set("minh", { asked: "minh" })).toMatchObject(denied);
    expect(await set("hoa", { person: "minh", asked: null })).toMatchObject(denied);
    expect(await set("hoa", { person: "hoa", asked: null, from: "20:00" })).toMatchObject(denied);
    expect(await set("hoa", { asked: null, declined: "lan" })).toMatchObject(denied);
    expect(await set("lan", { person: "hoa" })).toMatchObject(denied);
    // Neither by writing the holder once more, nor by feigning to have seen nothing.
    expect(await set("minh", { person: "lan", asked: null })).toMatchObject(denied);
    expect(await set("minh", { person: "lan", declined: "hoa" })).toMatchObject(denied);
    expect(await set("minh", { person: "minh", asked: null }, 0)).toMatchObject(denied);
    expect(await set("lan", { asked: "lan" })).toMatchObject({ r: "rejected", code: "swap-with-oneself" });
    expect(await set("lan", { asked: "nobody" })).toMatchObject({ r: "rejected" });
    expect((await shift()).body).toMatchObject({ person: "lan", asked: "hoa" });
  });

  it("of two who took the same shift without seeing each other keeps the first and asks people", async () => {
    await set("lan", { asked: "hoa" });
    const { seq } = await shift();
    expect(await set("to", { person: "minh", asked: null }, seq)).toMatchObject({ r: "applied" });
    const yes = { person: "hoa", asked: null };
    const reply = await exchange("hoa", "roster.swap", [{ c: "set", k: "shift", id: "s1", b: seq, f: yes }]);
    expect(reply.receipts).toMatchObject([{ r: "conflict" }]);
    expect((await shift()).body["person"]).toBe("minh");
    const [row] = await tx((t) => t.rows(reply.rows.flatMap((one) => (one.k === "conflict" ? [one.i] : []))));
    expect(row?.body).toMatchObject({
      record: "s1",
      field: "person",
      using: { by: "to", value: "minh" },
      other: { by: "hoa", value: "hoa" },
    });
    // Whoever makes the roster chooses.
    const choice: Change[] = [
      { c: "set", k: "shift", id: "s1", b: (await shift()).seq, f: { person: "hoa" } },
      { c: "move", k: "conflict", id: row?.id ?? "", b: row?.seq ?? 0, from: "open", to: "settled" },
    ];
    expect(await send("hoa", "conflict.settle", choice)).toMatchObject(denied);
    expect(await send("to", "conflict.settle", choice)).toMatchObject({ r: "applied" });
    expect((await shift()).body["person"]).toBe("hoa");
  });

  it("that came too late takes back no other question, and cannot be said again", async () => {
    await set("lan", { asked: "hoa" });
    const { seq } = await shift();
    await set("to", { person: "minh", asked: null }, seq);
    const after = await shift();
    expect(await set("hoa", { person: "hoa", asked: null }, after.seq)).toMatchObject(denied);
    expect(await set("minh", { asked: "to" })).toMatchObject({ r: "applied" });
    expect(await set("hoa", { person: "hoa", asked: null }, seq)).toMatchObject(denied);
    expect((await shift()).body).toMatchObject({ person: "minh", asked: "to" });
  });
});

it("the roster is made by those who make it", async () => {
  const f = { sort: "duty", day: "2026-12-02", from: "19:00", to: "07:00", person: "hoa" };
  const create = (id: string): Change[] => [{ c: "create", k: "shift", id, sc: "staff", f }];
  expect(await send("hoa", "roster.edit", create("s2"))).toMatchObject(denied);
  expect(await send("to", "roster.edit", create("s3"))).toMatchObject({ r: "applied" });
  expect(await set("lan", { note: "đến muộn" })).toMatchObject(denied);
});
