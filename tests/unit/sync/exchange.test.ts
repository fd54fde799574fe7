import { beforeEach, describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/calendar.ts";
import type { FailureKind } from "#sync/device-store.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { type Batch, exchangeOnce, firstBatch, withBytes } from "#sync/exchange.ts";
import { knownMeta } from "#sync/known-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import type { TransportOutcome } from "#sync/transport.ts";
import { editVisit, noon, type Phone, SmallCommune, visit } from "#tests/support/small-commune.ts";
import { plainMeta } from "./one-device.ts";

let commune: SmallCommune;
let phone: Phone;
beforeEach(async () => {
  commune = await SmallCommune.with();
  await commune.person("pa", ["village"]);
  phone = await commune.phone("d1", "pa");
});

const sync = () => phone.content.meta?.sync;
const fails = (failure: FailureKind, more: { waitMs?: number; bytes?: number } = {}): void => {
  phone.link = async () => ({ ok: false, failure, bytes: 0, ...more });
};
const slowly = (ms: number): void => {
  phone.link = async (ask) => {
    const outcome = await ask();
    return outcome.ok ? { ...outcome, receivedAt: outcome.sentAt + ms } : outcome;
  };
};

describe("an exchange", () => {
  it("says so when nobody has signed in, and asks nobody", async () => {
    phone.disk.evict();
    const result = await exchangeOnce(phone.openTab());
    expect(result).toEqual({ ok: false, failure: "not-signed-in", retryInMs: 0, batch: firstBatch });
    expect(phone.asked).toEqual([]);
  });

  it("changes nothing when the whole database is gone before the reply comes", async () => {
    const tab = phone.openTab();
    const [mine, gone] = [tab.store, new MemoryDisk().open()];
    const store: EnginePorts["store"] = {
      read: (work) => mine.read(work),
      transact: (durability, work) => gone.transact(durability, work),
    };
    const nothing = { ok: true, more: false, wipe: false, received: 0, batch: { ops: 500, rows: 2000 } };
    expect(await exchangeOnce({ ...tab, store })).toEqual(nothing);
    fails("busy");
    expect(await exchangeOnce({ ...tab, store })).toMatchObject({ ok: false, retryInMs: 0 });
    fails("too-large");
    await phone.save(visit("a"));
    expect(await exchangeOnce({ ...tab, store }, { ops: 1, rows: 20 })).toMatchObject({ ok: true });
    expect(phone.content.meta?.version).toBe(0);
    expect([...phone.content.outbox.keys()]).toEqual([1]);
  });

  it("goes on as long as there is more to pull or to send, and is complete only then", async () => {
    await phone.rest();
    expect(sync()).toMatchObject({ complete: true, lastSuccess: noon, lastFailure: null });
    for (const id of ["a", "b", "c"]) await phone.save(visit(id));
    const result = await phone.exchange({ ops: 2, rows: 1000 });
    expect(phone.asked.at(-1)).toMatchObject({
      ops: [{ n: 1 }, { n: 2 }],
      have: { outbox: 3, maxN: 3, oldest: 1 },
    });
    expect(result).toMatchObject({ ok: true, more: true });
    expect(sync()?.complete).toBe(false);
    expect(await phone.exchange()).toMatchObject({ ok: true, more: false });
    expect(sync()?.complete).toBe(true);
    expect(phone.asked.at(-1)).toMatchObject({ ops: [{ n: 3 }], have: { outbox: 1, oldest: 3 } });
  });

  it("tells how many rows came", async () => {
    expect(await phone.exchange()).toMatchObject({ ok: true, received: 2 });
    expect(await phone.exchange()).toMatchObject({ ok: true, received: 0 });
  });

  it("does not send again what has its receipt and waits only for its rows", async () => {
    await phone.rest();
    await phone.save(visit("a"));
    phone.alterNext((reply) => ({ ...reply, cursor: 1, rows: [], receipts: strip(reply.receipts) }));
    await phone.exchange();
    expect(phone.content.outbox.get(1)?.receipt).toBeDefined();
    await phone.exchange();
    expect(phone.asked.at(-1)).toMatchObject({ ops: [], have: { outbox: 0, maxN: 1 } });
    expect(phone.content.outbox.size).toBe(0);
  });

  it("is told that the phone was reported lost, and when the app must be renewed", async () => {
    phone.alterNext((reply) => ({ ...reply, wipe: true, upgrade: true }));
    expect(await phone.exchange()).toMatchObject({ ok: true, wipe: true });
    expect(sync()?.mustUpdate).toBe(true);
    expect(await phone.exchange()).toMatchObject({ ok: true, wipe: false });
    expect(sync()?.mustUpdate).toBe(false);
  });

  it("survives a reply that never came: what the server took goes once", async () => {
    await phone.rest();
    await phone.save(visit("a"));
    phone.loseNext();
    await phone.exchange();
    await phone.save(editVisit("a", { people: 2 }));
    await phone.rest();
    expect(await commune.decided("d1")).toEqual({ 1: "applied", 2: "applied" });
    expect(phone.shown("a")).toMatchObject({ people: 2 });
    expect(phone.content.outbox.size).toBe(0);
  });

  it("leaves a good guess of the device's state for the next save, whether or not it succeeds", async () => {
    await phone.exchange();
    expect(knownMeta(phone.tab.store)).toBe(phone.content.meta);
    fails("busy");
    await phone.exchange();
    expect(knownMeta(phone.tab.store)).toBe(phone.content.meta);
  });

  it("measures the server's clock with each reply", async () => {
    phone.skew = -7 * DAY_MS;
    await phone.exchange();
    expect(phone.content.meta).toMatchObject({ offset: 7 * DAY_MS, offsetError: 1, clockSuspect: false });
    // And says when it last spoke with the server by that clock.
    expect(sync()?.lastSuccess).toBe(noon);
  });

  it("lets two tabs send the same ops, of which each counts once, and gives rows to one", async () => {
    await phone.rest();
    await phone.save(visit("a"));
    const letThrough = phone.holdNext();
    const held = phone.exchange();
    await new Promise((turn) => setImmediate(turn));
    expect(await phone.exchange(undefined, phone.openTab())).toMatchObject({ ok: true });
    const before = phone.content.meta?.cursor;
    letThrough();
    expect(await held).toMatchObject({ ok: true, more: true, received: 0 });
    expect(phone.content.meta?.cursor).toBe(before);
    expect(await commune.decided("d1")).toEqual({ 1: "applied" });
  });
});

function strip(receipts: readonly object[]): never[] {
  return receipts.map((one) => ({ ...one, own: undefined })) as never[];
}

describe("how much one exchange carries", () => {
  const batchAfter = async (batch: Batch) => (await phone.exchange(batch)).batch;

  const cut = (): void => {
    phone.link = async () => ({ ok: false, failure: "unreachable", cut: true, bytes: 0 });
  };
  const fallsSilent = (ms: number): void => {
    phone.link = async () => {
      commune.now += ms;
      return { ok: false, failure: "unreachable", bytes: 0 };
    };
  };

  it("shrinks to half by failures that speak of size or time, down to one op and twenty rows", async () => {
    for (const happens of [
      () => fails("too-large"),
      cut,
      () => fallsSilent(4000),
      () => fallsSilent(90_000),
    ]) {
      happens();
      expect(await batchAfter({ ops: 500, rows: 1000 })).toMatchObject({ ops: 250, rows: 500 });
      expect(await batchAfter({ ops: 1, rows: 30 })).toMatchObject({ ops: 1, rows: 20 });
    }
  });

  it("stays as it is after what was refused at once, however often, and after any other failure", async () => {
    fallsSilent(3999);
    expect(await batchAfter({ ops: 500, rows: 1000 })).toMatchObject({ ops: 500, rows: 1000 });
    for (const failure of ["unreachable", "busy", "sign-in", "not-our-server", "server-fault"] as const) {
      fails(failure);
      let batch: Batch = { ops: 500, rows: 40 };
      for (let i = 0; i < 10; i++) batch = await batchAfter(batch);
      expect(batch).toEqual({ ops: 500, rows: 40, failures: 10 });
    }
  });

  it("sends five hundred ops in one request after ten tries without a link", async () => {
    await phone.rest();
    for (let i = 0; i < 500; i++) await phone.save(visit(`v${i}`));
    fails("unreachable");
    let batch: Batch | undefined;
    for (let i = 0; i < 10; i++) batch = await batchAfter(batch ?? firstBatch);
    const before = phone.asked.length;
    phone.link = (ask) => ask();
    expect(await phone.exchange(batch)).toMatchObject({ ok: true, more: false });
    expect(phone.asked.slice(before).map(({ ops }) => ops.length)).toEqual([500]);
    expect(phone.content.outbox.size).toBe(0);
  });

  it("doubles after a quick exchange, up to five hundred ops and two thousand rows", async () => {
    slowly(3999);
    expect(await batchAfter({ ops: 1, rows: 20 })).toEqual({ ops: 2, rows: 40 });
    expect(await batchAfter({ ops: 400, rows: 1999 })).toEqual({ ops: 500, rows: 2000 });
  });

  it("stays as it is after a slow one", async () => {
    slowly(4000);
    expect(await batchAfter({ ops: 3, rows: 33 })).toEqual({ ops: 3, rows: 33 });
  });

  it("begins anew when the tab does, and asks for just so many rows", async () => {
    await phone.exchange({ ops: 1, rows: 77 });
    await phone.exchange();
    expect(phone.asked.map(({ limit }) => limit)).toEqual([77, firstBatch.rows]);
  });
});

describe("an exchange that fails", () => {
  it("counts failures in a row, and knows since when it is this one", async () => {
    fails("unreachable");
    await phone.exchange();
    expect(sync()).toMatchObject({
      ...{ failures: 1, lastFailure: { kind: "unreachable", at: noon, since: noon } },
      ...{ complete: false, lastSuccess: null },
    });
    commune.now += 5000;
    await phone.exchange();
    expect(sync()).toMatchObject({ failures: 2, lastFailure: { at: noon + 5000, since: noon } });
    commune.now += 5000;
    fails("busy");
    await phone.exchange();
    expect(sync()).toMatchObject({
      ...{ failures: 3, lastFailure: { kind: "busy", at: noon + 10_000, since: noon + 10_000 } },
    });
  });

  it("is forgotten with the next that succeeds", async () => {
    fails("unreachable");
    await phone.exchange();
    phone.link = (ask) => ask();
    await phone.rest();
    expect(sync()).toMatchObject({ failures: 0, lastFailure: null, retryAt: null, lastSuccess: noon });
  });

  it("says when to try again, and writes it down for the other tabs", async () => {
    fails("server-fault");
    const result = await phone.exchange();
    expect(result).toMatchObject({ ok: false, failure: "server-fault", retryInMs: 1125 });
    expect(sync()?.retryAt).toBe(noon + 1125);
  });

  it("tries again almost at once after a reset, later each time, and as after the first once told of a link", async () => {
    fails("unreachable");
    const waits: number[] = [];
    let batch = firstBatch;
    for (let i = 0; i < 6; i++) {
      const result = await phone.exchange(batch);
      waits.push(result.ok ? 0 : result.retryInMs);
      batch = result.batch;
    }
    expect(waits).toEqual([135, 255, 495, 975, 1935, 3855]);
    expect(await phone.exchange({ ...batch, failures: 0 })).toMatchObject({ retryInMs: 135 });
    expect(sync()?.failures).toBe(7);
  });

  it("waits at least as long as the server asks, and no shorter than its own patience", async () => {
    fails("busy", { waitMs: 60_000 });
    expect(await phone.exchange()).toMatchObject({ ok: false, retryInMs: 60_000 });
    expect(sync()?.retryAt).toBe(noon + 60_000);
    fails("busy", { waitMs: 1 });
    expect(await phone.exchange({ ...firstBatch, failures: 1 })).toMatchObject({
      ok: false,
      retryInMs: 2125,
    });
  });

  it("leaves all that waits where it is", async () => {
    await phone.save(visit("a"));
    const before = [...phone.content.outbox.values()];
    fails("server-fault");
    await phone.exchange();
    expect([...phone.content.outbox.values()]).toEqual(before);
  });
});

describe("an op that no exchange will carry", () => {
  beforeEach(async () => {
    await phone.rest();
    await phone.save(visit("a"));
    await phone.save(visit("b"));
    phone.link = async (ask, request): Promise<TransportOutcome> =>
      request.ops.some(({ n }) => n === 1) ? { ok: false, failure: "too-large", bytes: 9 } : ask();
  });

  it("is sent with less and less company, then handed over as bytes and kept here as refused", async () => {
    const op = phone.content.outbox.get(1)?.op;
    const half = await phone.exchange({ ops: 2, rows: 20 });
    expect(half).toMatchObject({ ok: false, failure: "too-large", batch: { ops: 1 } });
    expect(phone.handedOver).toEqual([]);
    const alone = await phone.exchange(half.batch);
    const batch = { ops: 1, rows: half.batch.rows };
    expect(alone).toEqual({ ok: true, more: true, batch, wipe: false, received: 0 });
    expect(phone.handedOver).toEqual([JSON.stringify(op)]);
    expect(phone.content.dead.get(1)).toMatchObject({
      ...{ ids: ["a"], seen: [{ id: "a" }] },
      receipt: { n: 1, s: 0, r: "rejected", at: noon, code: "too-large" },
    });
    expect(phone.content.rows.has("a")).toBe(false);
    await phone.rest(alone.batch);
    expect((await commune.decided("d1"))[2]).toBe("applied");
  });

  it("waits here as it is when nobody would keep it", async () => {
    const tab = phone.openTab();
    const refusing = { ...tab, transport: { ...tab.transport, quarantine: async () => false } };
    const result = await exchangeOnce(refusing, { ops: 1, rows: 20 });
    expect(result).toMatchObject({ ok: false, failure: "server-fault", batch: { ops: 1, rows: 20 } });
    expect([...phone.content.outbox.keys()]).toEqual([1, 2]);
    expect(sync()).toMatchObject({ failures: 1, lastFailure: { kind: "server-fault" } });
  });

  it("is handed over once, and all comes to rest", async () => {
    const commune = await SmallCommune.with();
    await commune.person("pa", ["village"]);
    const phone = await commune.phone("d1", "pa");
    await phone.rest();
    await phone.save(visit("a", { note: "x".repeat(3000) }));
    phone.link = async (ask, request) =>
      JSON.stringify(request.ops).length > 2000 ? { ok: false, failure: "too-large", bytes: 9 } : ask();
    for (let i = 0; i < 40; i++) await phone.exchange({ ops: 1, rows: 100 });
    expect(phone.handedOver.length).toBe(1);
    expect([...phone.content.outbox.keys()]).toEqual([]);
  });

  it("is not suspected when the request carried none", async () => {
    await phone.disk.open().transact("strict", (tx) => tx.deleteOutbox([1, 2]));
    fails("too-large");
    expect(await phone.exchange()).toMatchObject({ ok: false, failure: "too-large" });
    expect(phone.handedOver).toEqual([]);
  });
});

describe("bytes by day", () => {
  it("add up over failures and successes, and begin anew with the corrected clock's day", async () => {
    fails("not-our-server", { bytes: 40 });
    await phone.exchange();
    phone.link = (ask) => ask();
    await phone.exchange();
    expect(sync()).toMatchObject({ bytesDay: "2026-03-02", bytesToday: 140 });
    commune.now += DAY_MS;
    await phone.exchange();
    expect(sync()).toMatchObject({ bytesDay: "2026-03-03", bytesToday: 100 });
  });

  it("are of the day that it really is, though the phone's clock lags", () => {
    const meta = { ...plainMeta, offset: DAY_MS };
    expect(withBytes(meta, 5, noon)).toMatchObject({ bytesDay: "2026-03-03", bytesToday: 5 });
  });
});

describe("the daily comparison", () => {
  const digests = () => phone.asked.map(({ digest }) => digest);

  it("goes with the first exchange of a day that has nothing left to pull, once", async () => {
    await phone.rest();
    await phone.exchange();
    await phone.exchange();
    expect(digests()).toEqual([
      undefined,
      {
        ...{ org: [1, 1], staff: [1, 2] },
        ...Object.fromEntries(
          ["calls", "escalated", "incidents", "police", "visits"].map((one) => [`${one}:v1`, [0, 0]]),
        ),
      },
      undefined,
    ]);
    expect(sync()).toMatchObject({ checkedDay: "2026-03-02", healed: 0 });
    commune.now += DAY_MS;
    await phone.exchange();
    expect(digests()[3]).toBeDefined();
    expect(sync()).toMatchObject({ checkedDay: "2026-03-03", healed: 0 });
  });

  it("waits for a day on which all is here", async () => {
    await phone.exchange({ ops: 500, rows: 1 });
    await phone.exchange({ ops: 500, rows: 1 });
    expect(digests().slice(0, 2)).toEqual([undefined, undefined]);
    await phone.rest();
    const boot = { at: 9, before: 5, recent: 1 };
    await phone.disk.open().transact("strict", async (tx) => {
      const meta = await tx.meta();
      if (meta) await tx.putMeta({ ...meta, booting: { "visits:v1": boot } });
    });
    const asked = phone.asked.length;
    await phone.exchange();
    expect(digests()[asked]).toBeUndefined();
  });

  it("heals what the disk lost, and says how often it did", async () => {
    await commune.person("pb", ["village"]);
    const other = await commune.phone("d2", "pb");
    await other.save(visit("a"));
    await other.rest();
    await phone.rest();
    phone.disk.damage("a", null);
    expect(await phone.exchange()).toMatchObject({ ok: true });
    expect(sync()).toMatchObject({ healed: 1 });
    await phone.rest();
    expect(phone.shown("a")).toBeDefined();
    commune.now += DAY_MS;
    await phone.exchange();
    expect(sync()).toMatchObject({ healed: 1 });
  });

  it("is the hour at which old sent ops are let go", async () => {
    await phone.rest();
    await phone.save(visit("a"));
    await phone.rest();
    commune.now += 91 * DAY_MS;
    const durable = (reply: object) => ({ ...reply, durableN: 1 }) as never;
    await phone.exchange();
    expect([...phone.content.sent.keys()]).toEqual([1]);
    phone.alterNext(durable);
    await phone.exchange();
    expect([...phone.content.sent.keys()]).toEqual([1]);
    commune.now += DAY_MS;
    phone.alterNext(durable);
    await phone.exchange();
    expect([...phone.content.sent.keys()]).toEqual([]);
  });
});
