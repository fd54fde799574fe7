import { beforeEach, describe, expect, it } from "vitest";
import type { DeviceStore, DeviceTx } from "#sync/device-store.ts";
import type { Batch } from "#sync/exchange.ts";
import { type Phone, SmallCommune, visit } from "#tests/support/small-commune.ts";

const villages = Array.from({ length: 90 }, (_, i) => `v${i + 1}`);
const inPages: Batch = { ops: 500, rows: 20 };

describe("a first sync of several pages", () => {
  let phone: Phone;

  beforeEach(async () => {
    const commune = await SmallCommune.with(villages);
    await commune.person("pa", ["village"], villages);
    phone = await commune.phone("d1", "pa");
  });

  const shown = () => [...phone.content.rows.values()].filter(({ kind }) => kind === "village").length;

  it("asks for the next page while it writes this one, and for no page twice", async () => {
    const first = await phone.exchange(inPages);
    expect(first).toMatchObject({ ok: true, more: true });
    expect(phone.asked).toHaveLength(2);
    const rounds = 1 + (await phone.rest(first.batch));
    expect(shown()).toBe(villages.length);
    expect(phone.asked).toHaveLength(rounds);
    expect(new Set(phone.asked.map((request) => JSON.stringify(request))).size).toBe(rounds);
  });

  it("asks anew once something was saved here, and sends that", async () => {
    const first = await phone.exchange(inPages);
    await phone.save(visit("visit1"));
    await phone.rest(first.batch);
    expect(phone.asked[2]?.ops).toHaveLength(1);
    expect(phone.content.outbox.size).toBe(0);
    expect(phone.content.sent.size).toBe(1);
    expect(shown()).toBe(villages.length);
  });

  it("lets a page go that another tab has brought meanwhile", async () => {
    const first = await phone.exchange(inPages);
    await phone.exchange(inPages, phone.openTab());
    expect(phone.asked).toHaveLength(4);
    await phone.rest(first.batch);
    expect(phone.asked[4]).not.toEqual(phone.asked[1]);
    expect(shown()).toBe(villages.length);
  });

  it("tells of a lost link once and tries again with a request of its own", async () => {
    const first = await phone.exchange(inPages);
    const link = phone.link;
    phone.link = async () => ({ ok: false, failure: "unreachable", bytes: 0 });
    const second = await phone.exchange(first.batch);
    expect(second).toMatchObject({ ok: true });
    const third = await phone.exchange(second.batch);
    expect(third).toMatchObject({ ok: false, failure: "unreachable" });
    phone.link = link;
    await phone.rest(third.batch);
    expect(shown()).toBe(villages.length);
  });

  it("asks for nothing ahead of a page that is not full, while something waits to go out, or at the end", async () => {
    await phone.save(visit("visit1"));
    await phone.exchange(inPages);
    expect(phone.asked).toHaveLength(1);
    phone.alterNext((reply) => ({ ...reply, rows: reply.rows.slice(1) }));
    await phone.exchange(inPages);
    expect(phone.asked).toHaveLength(2);
    phone.alterNext((reply) => ({ ...reply, more: false }));
    expect(await phone.exchange(inPages)).toMatchObject({ more: false, received: 20 });
    expect(phone.asked).toHaveLength(3);
    const last = await phone.exchange({ ops: 500, rows: 2000 });
    expect(last).toMatchObject({ ok: true, more: false, batch: { rows: 2000 } });
    expect(phone.asked).toHaveLength(4);
  });

  it("reads nothing more once a page is being written, or the next one would wait for the disk", async () => {
    const done: string[] = [];
    const ports = phone.openTab();
    const store: DeviceStore = {
      read: (work) => ports.store.read(work),
      transact: (durability, work) => ports.store.transact(durability, (tx) => work(noting(tx, done))),
    };
    for (let batch = inPages, more = true; more; ) {
      done.length = 0;
      const round = await phone.exchange(batch, { ...ports, store });
      const written = done.indexOf("putRows");
      expect(written).toBeGreaterThan(0);
      const sorts = new Set(done.slice(written).filter((name) => !/^(put|delete)/.test(name)));
      expect([...sorts]).toEqual([]);
      more = round.ok && round.more;
      batch = round.batch;
    }
    expect(shown()).toBe(villages.length);
  });
});

function noting(tx: DeviceTx, done: string[]): DeviceTx {
  return new Proxy(tx, {
    get(target, name: keyof DeviceTx) {
      const work = target[name] as (...of: unknown[]) => unknown;
      return (...of: unknown[]) => {
        if (!(Array.isArray(of[0]) && of[0].length === 0)) done.push(name);
        return work.apply(target, of);
      };
    },
  });
}
