import { beforeEach, describe, expect, it } from "vitest";
import type { CommuneTx } from "#authority/commune-store.ts";
import { createMemoryCommuneStore, type MemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { newDevice } from "#authority/new-device.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { submitAsServer } from "#authority/server-ops.ts";
import { takeMessage } from "#authority/take-message.ts";
import type { Role } from "#domain/rights.ts";
import type { Change, Op } from "#protocol/op.ts";
import { macText, readSms, type SmsIncident, sealSms, smsBody, smsIncidentOf } from "#protocol/sms.ts";

const minute = 60_000;
let store: MemoryCommuneStore;
let now: number;

beforeEach(async () => {
  now = Date.parse("2026-11-23T01:00:00Z");
  store = createMemoryCommuneStore();
  store.addCommune("c", "e1");
  for (const [id, roles] of [
    ["lan", ["coordinator"]],
    ["tam", ["centre"]],
  ] as [string, Role[]][])
    await join(id, roles);
});

const tx = <T>(work: (tx: CommuneTx) => Promise<T>) => store.transact("c", work);

async function join(id: string, roles: Role[]): Promise<void> {
  const fields = { name: id, account: id, roles, villages: [], units: [], active: true };
  await tx(async (t) => {
    await submitAsServer(t, "org.edit", [{ kind: "person", id, create: fields }], now);
    await t.putDevice(newDevice(`d${id}`, id, 0));
  });
}

function op(of: string, n: number, a: string, ch: Change[]): Op {
  return { d: `d${of}`, n, v: 1, a, w: now, o: 0, e: "e1", u: of, ch };
}

function report(of: string, n: number, more: Record<string, string> = {}): Op {
  const f = {
    number: "SC-XT-001-A",
    group: 3,
    severity: 2,
    title: "Máy in hỏng",
    since: now,
    state: "new",
    ...more,
  };
  return op(of, n, "incident.report", [
    { c: "create", k: "incident", id: "inc1", sc: "incidents:commune", f },
  ]);
}

async function send(
  of: string,
  ops: Op[],
  more: { have?: { outbox: number; maxN: number }; epoch?: string } = {},
) {
  const have = { outbox: ops.length, maxN: ops.at(-1)?.n ?? 0, ...more.have };
  const epoch = more.epoch ?? "e1";
  return runExchange(
    store,
    { commune: "c", device: `d${of}`, person: of },
    {
      ...{ protocol: 1, app: "t", device: `d${of}`, epoch, cursor: 0, booted: [], booting: {} },
      ...{ ops, limit: 500, have },
    },
    { now },
  );
}

/** As it comes out of a text message. */
function message(of: Op) {
  const body = smsBody(smsIncidentOf(of) as SmsIncident);
  const read = body.ok ? readSms(sealSms(body.value, macText([1, 2, 3]))) : body;
  if (!read.ok) throw new Error(read.refusal.code);
  return tx((t) => takeMessage(t, read.value.incident, null, now));
}
const incident = async () => (await tx((t) => t.rows(["inc1"])))[0];
const conflicts = async () =>
  (await tx((t) => t.rowsAfter(["incidents:*"], 0, 99))).filter((r) => r.kind === "conflict");

describe("an op that a text message told of first", () => {
  it("makes the incident in the name of who wrote it, once", async () => {
    const full = report("lan", 3);
    expect(await message(full)).toMatchObject({ n: 3, r: "applied" });
    const before = await incident();
    expect(before).toMatchObject({
      body: { number: "SC-XT-001-A", title: "May in hong", state: "new", severity: 2 },
      created: { by: "lan", device: "dlan" },
    });
    now += minute;
    expect(await message(full)).toMatchObject({ n: 3, r: "applied" });
    expect(await incident()).toEqual(before);
  });

  it("is completed by the op itself under the same number, with a new receipt, also by who may only report", async () => {
    const full = report("lan", 3, { note: "Quầy 3, từ lúc mở cửa" });
    const first = await message(full);
    now += 10 * minute;
    const reply = await send("lan", [full]);
    const [receipt] = reply.receipts;
    expect(receipt).toMatchObject({ n: 3, r: "applied", at: first?.at });
    expect(receipt?.s).toBeGreaterThan(first?.s ?? 0);
    expect(await incident()).toMatchObject({
      body: { title: "Máy in hỏng", note: "Quầy 3, từ lúc mở cửa", state: "new" },
      seq: receipt?.s,
    });
    expect(await conflicts()).toEqual([]);
    const after = await incident();
    const again = (await send("lan", [full])).receipts;
    for (const one of again) expect(one).toEqual(receipt);
    expect(await message(full)).toMatchObject({ n: 3, s: receipt?.s });
    expect(await incident()).toEqual(after);
  });

  it("keeps what people did meanwhile: the state, a later title, a later severity", async () => {
    const full = report("lan", 1, { note: "ở quầy 3" });
    await message(full);
    const seen = (await incident())?.seq ?? 0;
    now += minute;
    const edit: Change = {
      c: "set",
      k: "incident",
      id: "inc1",
      b: seen,
      f: { title: "Máy in quầy 3", severity: 3 },
    };
    const move: Change = { c: "move", k: "incident", id: "inc1", b: seen, from: "new", to: "acknowledged" };
    await send("tam", [op("tam", 1, "incident.edit", [edit]), op("tam", 2, "incident.move", [move])]);
    now += minute;
    expect((await send("lan", [full])).receipts[0]).toMatchObject({ r: "applied" });
    expect((await incident())?.body).toMatchObject({
      ...{
        title: "Máy in quầy 3",
        severity: 3,
        state: "acknowledged",
        note: "ở quầy 3",
        number: "SC-XT-001-A",
      },
    });
    expect(await conflicts()).toEqual([]);
  });

  it("asks people where two wrote what no message had brought", async () => {
    const full = report("lan", 1, { note: "ở quầy 3" });
    await message(full);
    const seen = (await incident())?.seq ?? 0;
    now += minute;
    await send("tam", [
      op("tam", 1, "incident.edit", [
        { c: "set", k: "incident", id: "inc1", b: seen, f: { note: "đã gọi thợ" } },
      ]),
    ]);
    expect((await send("lan", [full])).receipts[0]).toMatchObject({ r: "conflict" });
    expect((await incident())?.body["note"]).toBe("đã gọi thợ");
    expect((await conflicts())[0]?.body).toMatchObject({ field: "note", other: { value: "ở quầy 3" } });
  });

  it("changes nothing when the op itself came before the message", async () => {
    const full = report("lan", 1);
    const { receipts } = await send("lan", [full]);
    const before = await incident();
    expect(await message(full)).toMatchObject({ n: 1, s: receipts[0]?.s });
    expect(await incident()).toEqual(before);
  });

  it("does not count as held: a device that believes it sent the op is asked for it, also after a restore", async () => {
    const full = report("lan", 2);
    await send("lan", [
      op(
        "lan",
        1,
        "incident.report",
        report("lan", 1).ch.map((one) => ({ ...one, id: "other" })),
      ),
    ]);
    await message(full);
    const have = { outbox: 0, maxN: 2 };
    const reply = await send("lan", [], { have });
    expect(reply).toMatchObject({ missing: [2], receipts: [] });
    expect((await send("lan", [], { have, epoch: "e0" })).known).toEqual([[1, 1]]);
    await send("lan", [full]);
    expect((await send("lan", [], { have })).missing).toBeUndefined();
    expect((await tx((t) => t.device("dlan")))?.contiguousN).toBe(2);
  });

  it("is refused with its sender's rights, and decided anew when the op comes", async () => {
    await tx((t) =>
      submitAsServer(t, "org.edit", [{ kind: "person", id: "lan", set: { roles: ["province"] } }], now),
    );
    now += minute;
    expect(await message(report("lan", 1))).toMatchObject({ r: "rejected", code: "denied" });
    expect(await incident()).toBeUndefined();
    await tx((t) =>
      submitAsServer(t, "org.edit", [{ kind: "person", id: "lan", set: { roles: ["centre"] } }], now),
    );
    now += minute;
    expect((await send("lan", [report("lan", 1)])).receipts[0]).toMatchObject({ r: "applied" });
  });

  it("cannot be forged by a device itself: what says that it is a message's part and came another way is not read", async () => {
    const reply = await send("lan", [{ ...report("lan", 1), pt: 1 }]);
    expect(reply.receipts).toEqual([]);
    expect(await incident()).toBeUndefined();
  });

  it("is not replaced by another deed under its number", async () => {
    const full = report("lan", 1);
    const first = await message(full);
    const other = { ...full, ch: full.ch.map((one) => ({ ...one, id: "other" })) };
    expect((await send("lan", [other])).receipts).toMatchObject([{ n: 1, s: first?.s, r: "applied" }]);
    expect(await tx((t) => t.rows(["other"]))).toEqual([]);
    const [logged] = await tx((t) => t.decided("dlan", [1]));
    expect(logged?.op.ch[0]?.id).toBe("inc1");
    expect((await send("lan", [full])).receipts[0]).toMatchObject({ r: "applied" });
  });

  it("is all that will ever be known of an op that its device lost", async () => {
    const full = report("lan", 1);
    const first = await message(full);
    const lost = { ...op("lan", 1, "lost", []), z: 1 as const };
    const have = { outbox: 0, maxN: 1 };
    expect((await send("lan", [lost])).receipts).toMatchObject([{ n: 1, r: "applied", at: first?.at }]);
    const [logged] = await tx((t) => t.decided("dlan", [1]));
    expect(logged).toMatchObject({ outcome: "applied", op: { a: "incident.report", ch: [{ id: "inc1" }] } });
    expect((await send("lan", [], { have })).missing).toBeUndefined();
    expect((await tx((t) => t.device("dlan")))?.contiguousN).toBe(1);
  });

  it("stands when the op was refused before a restore, though that op names its incident", async () => {
    const full = report("lan", 1);
    const first = await message(full);
    const refused = { ...full, z: 1 as const };
    for (let time = 0; time < 2; time++)
      expect((await send("lan", [refused])).receipts).toMatchObject([{ n: 1, r: "applied", at: first?.at }]);
    const [logged] = await tx((t) => t.decided("dlan", [1]));
    expect(logged).toMatchObject({ outcome: "applied", op: { a: "incident.report" } });
    expect(logged?.op.z).toBeUndefined();
    expect((await tx((t) => t.device("dlan")))?.contiguousN).toBe(1);
  });

  it("is of nobody when nobody knows its device, and then leaves no trace", async () => {
    await tx(async (t) => expect(await t.device("dnobody")).toBeNull());
    expect(await message({ ...report("lan", 1), d: "dnobody" })).toBeNull();
    expect(await incident()).toBeUndefined();
  });

  it("counts among the device's numbers by its time, though not as held, and is of today's epoch", async () => {
    await message(report("lan", 3));
    const device = await tx((t) => t.device("dlan"));
    expect(device).toMatchObject({ lastN: 3, lastEffective: now, contiguousN: 0 });
    const [logged] = await tx((t) => t.decided("dlan", [3]));
    expect(logged).toMatchObject({ person: "lan", op: { pt: 1, e: "e1", u: "lan", n: 3 } });
  });

  it("is no later than what its device did after it, once the op itself says its later time", async () => {
    const full = report("tam", 1);
    await message(full);
    now += 40 * minute;
    const late = { ...full, w: now - 10 * minute };
    const behind = { ...op("tam", 2, "lost", []), w: now - 900 * minute, z: 1 as const };
    await send("tam", [late, behind]);
    const [first, second] = await tx((t) => t.decided("dtam", [1, 2]));
    expect(first?.effective).toBe(late.w);
    expect(second?.effective).toBe(late.w);
  });

  it("bounds nothing when a clock that was ahead had timed it, and its device gives the rest up", async () => {
    const rightly = now;
    now += 166 * 24 * 60 * minute;
    await message({ ...report("lan", 1), w: now });
    now = rightly + 20 * minute;
    const lost = { ...op("lan", 1, "lost", []), z: 1 as const };
    const next = { ...op("lan", 2, "lost", []), z: 1 as const, w: now - 4 * minute };
    await send("lan", [lost, next]);
    expect((await tx((t) => t.decided("dlan", [2])))[0]?.effective).toBe(now - 4 * minute);
    expect((await tx((t) => t.device("dlan")))?.lastEffective).toBe(now - 4 * minute);
  });

  it("waits for the op itself still when it came twice", async () => {
    const full = report("lan", 1, { note: "ở quầy 3" });
    for (let time = 0; time < 2; time++) await message(full);
    expect((await tx((t) => t.decided("dlan", [1])))[0]?.op.pt).toBe(1);
    expect((await tx((t) => t.device("dlan")))?.contiguousN).toBe(0);
    expect((await send("lan", [full])).receipts[0]).toMatchObject({ r: "applied" });
    expect((await incident())?.body["note"]).toBe("ở quầy 3");
  });

  it("is held in full from the moment when its device gives the rest up, also within that exchange", async () => {
    const full = report("lan", 1, { note: "ở quầy 3" });
    const first = await message(full);
    const lost = { ...op("lan", 1, "lost", []), z: 1 as const };
    const { receipts } = await send("lan", [lost, full]);
    for (const receipt of receipts) expect(receipt).toMatchObject({ n: 1, s: first?.s });
    expect((await incident())?.body).not.toHaveProperty("note");
    expect((await tx((t) => t.decided("dlan", [1])))[0]?.op).not.toHaveProperty("pt");
    expect((await send("lan", [], { epoch: "e0" })).known).toEqual([[1, 1]]);
  });
});
