import { describe, expect, it } from "vitest";
import { newCounters } from "./counters.ts";
import { type Flight, SimDevice } from "./device.ts";
import { Random } from "./random.ts";
import { commune, SimServer } from "./server.ts";

const start = Date.parse("2026-01-05T07:30:00+07:00");
const villages = ["v1", "v2", "v3"];

/** Ten officers of one commune, each on a phone of their own, over a good link. */
async function morning() {
  const server = new SimServer(newCounters());
  const flights: Flight[] = [];
  let now = start;
  await server.seed(now);
  const devices: SimDevice[] = [];
  for (let i = 0; i < 10; i++) {
    const person = `officer${i}`;
    await server.setPerson(person, { roles: ["centre", "village"], villages, active: true }, now);
    const id = `d${i}`;
    await server.addDevice(id, person, now);
    const device = new SimDevice({
      id,
      person,
      now: () => now,
      random: new Random(i + 1),
      send: (flight) => flights.push(flight),
    });
    await device.signIn("e1");
    device.openTab();
    devices.push(device);
  }
  /** Exchanges until nothing is left; answers how many requests that took. */
  async function exchange(device: SimDevice): Promise<number> {
    const [tab] = device.tabs;
    if (!tab) throw new Error("no tab");
    for (let count = 1; ; count++) {
      if (count > 50) throw new Error(`${device.id} does not come to rest`);
      now += 1000;
      device.begin(tab);
      const { running } = tab;
      while (flights.length === 0) await new Promise((turn) => setImmediate(turn));
      const flight = flights.shift() as Flight;
      const request = JSON.parse(JSON.stringify(flight.request)) as Flight["request"];
      const reply = await server.exchange(device.id, device.person, request, now);
      flight.answer({
        ok: true,
        reply: JSON.parse(JSON.stringify(reply)),
        sentAt: flight.sentAt,
        receivedAt: device.clock.wall(),
        bytes: 100,
      });
      const result = await running;
      if (result?.ok && !result.more) return count;
    }
  }

  async function visits(device: SimDevice, names: readonly string[]): Promise<void> {
    for (const name of names) {
      const fields = {
        ...{ day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1, minutes: 5 },
        note: `secret-${device.id}-${name};`,
      };
      const change = { c: "create" as const, kind: "supportVisit", id: `v-${device.id}-${name}`, fields };
      now += 1000;
      const [tab] = device.tabs;
      const n = tab && (await device.save(tab, { action: "support.visit", changes: [change] }));
      expect(n).toBeGreaterThan(0);
    }
  }

  const truth = () =>
    server.store.transact(commune, async (tx) => {
      const scopes = ["org", "staff", "site:*", "incidents:*", "visits:*", "calls:*", "plans:*"];
      return tx.rowsAfter(scopes, 0, 100_000);
    });
  return { server, devices, exchange, visits, truth, at: () => now };
}

describe("a server restored from yesterday", () => {
  it("has everything back when each of ten devices has spoken once; what was erased stays erased", async () => {
    const { server, devices, exchange, visits, truth, at } = await morning();
    for (const device of devices) {
      await exchange(device);
      await visits(device, ["yesterday-1", "yesterday-2"]);
      await exchange(device);
    }
    for (const device of devices) await exchange(device);
    server.backup();
    const [yesterday] = server.backups;

    for (const device of devices) {
      await visits(device, ["today-1", "today-2", "today-3"]);
      await exchange(device);
    }
    const erased = ["v-d0-yesterday-1", "v-d1-today-1"];
    for (const id of erased) await server.erase(id, at());
    for (const device of devices) {
      await exchange(device);
      await visits(device, ["unsent"]);
    }
    const before = (await truth()).filter((row) => row.kind === "supportVisit");
    expect(before).toHaveLength(10 * 5);

    await server.restore(yesterday as NonNullable<typeof yesterday>, at());
    for (const device of devices) await server.addDevice(device.id, device.person, at());
    expect((await truth()).filter((row) => row.kind === "supportVisit")).toHaveLength(10 * 2);

    const counts: number[] = [];
    for (const device of devices) counts.push(await exchange(device));
    // One contact: a request that learns of the new history, one that hands over and reads it from the start.
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);

    const rows = new Map((await truth()).map((row) => [row.id, row]));
    expect([...rows.values()].filter((row) => row.kind === "supportVisit")).toHaveLength(10 * 6);
    for (const device of devices) {
      const log = await server.store.transact(commune, (tx) =>
        tx.decided(device.id, [...device.saved.keys()]),
      );
      expect(log.map(({ n }) => n).sort((a, b) => a - b)).toEqual([...device.saved.keys()]);
      expect(log.map(({ outcome }) => outcome)).toEqual(log.map(() => "applied"));
      expect(device.disk.content().outbox.size).toBe(0);
    }
    for (const [id, row] of rows) {
      if (!id.startsWith("v-")) continue;
      expect(row.personal).toBeUndefined();
      const apart = rows.get(`call/${id}`)?.personal;
      if (erased.includes(id)) expect(apart).toBeUndefined();
      else expect(apart).toEqual({ note: `secret-${id.slice(2)};` });
    }

    for (const device of devices) await exchange(device);
    const whole = (id: string) => `secret-${id.slice(2)};`;
    for (const id of erased) {
      expect(JSON.stringify([...rows.values()])).not.toContain(whole(id));
      for (const device of devices) {
        const { rows: shown, shadows, sent, outbox, dead } = device.disk.content();
        for (const store of [shown, shadows, sent, outbox, dead]) {
          expect(JSON.stringify([...store.values()]), `${device.id} ${id}`).not.toContain(whole(id));
        }
      }
    }
    for (const device of devices) {
      expect([...device.disk.content().rows.keys()].sort()).toEqual([...rows.keys()].sort());
    }
  });
});
