import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";
import fastify from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { createGate } from "#server/http/gate.ts";
import type { Problem } from "#server/problem.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";
import { visit } from "../load/deeds.ts";
import { createLoadDevice } from "../load/load-device.ts";
import { seedProvince } from "../load/province.ts";
import { createTally } from "../load/tally.ts";
import { createWire } from "../load/wire.ts";
import { newDataDir, removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

describe("the gate", () => {
  /** A real application with one guarded route whose answers end when the test says. */
  function guarded(most: number, clock: { now: number }, random = () => 0.5) {
    const gate = createGate({ most, now: () => clock.now, random });
    const app = fastify();
    const ends: (() => void)[] = [];
    app.setErrorHandler((error: Problem, _request, reply) => reply.code(error.status).send(error.toBody()));
    app.post("/", gate.hooks, () => new Promise((end) => ends.push(() => end({}))));
    const ask = () => app.inject({ method: "POST", url: "/", payload: { body: "x" } });
    const ready = async (count: number) => {
      while (ends.length < count) await new Promise((turn) => setImmediate(turn));
    };
    return { gate, app, ends, ask, ready };
  }

  it("sends those who find no room away one after another, at the pace at which work gets done", async () => {
    const clock = { now: 1_000_000 };
    const { gate, ends, ask, ready } = guarded(10, clock);
    const taken = Array.from({ length: 10 }, ask);
    await ready(10);
    // Ten ms from one answer to the next, for as long as it takes to be sure of the pace.
    for (let i = 0; i < 200; i++) {
      clock.now += 10;
      ends.shift()?.();
      await taken.shift();
      taken.push(ask());
      await ready(10);
    }
    expect(gate.state().running).toBe(10);
    const refused = await Promise.all(Array.from({ length: 500 }, ask));
    const waits = refused.map((reply) => {
      expect(reply.statusCode).toBe(429);
      return reply.json().error.waitMs as number;
    });
    const span = Math.max(...waits) - Math.min(...waits);
    expect(span / 499).toBeGreaterThan(10);
    expect(span / 499).toBeLessThan(15);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1000);
    expect(gate.state().owed).toBeGreaterThan(400);
    for (const end of ends) end();
    expect((await Promise.all(taken)).map((reply) => reply.statusCode)).toEqual(Array(10).fill(200));
    expect(gate.state().running).toBe(0);
  });

  it("never sends anybody away for more than a minute, however many come", async () => {
    const { app, ends, ask, ready } = guarded(1, { now: 1_000_000 }, Math.random);
    const first = ask();
    await ready(1);
    const waits: number[] = [];
    for (let i = 0; i < 6000; i++) waits.push((await ask()).json().error.waitMs);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
    const late = waits.slice(-500);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(30_000);
    expect(new Set(late).size).toBeGreaterThan(400);
    ends[0]?.();
    expect((await first).statusCode).toBe(200);
    await app.close();
  });

  it("keeps no place for a request that ended badly", async () => {
    const { gate, app, ends, ask, ready } = guarded(2, { now: 1_000_000 });
    for (let i = 0; i < 20; i++) {
      const broken = await app.inject({
        method: "POST",
        url: "/",
        headers: { "content-type": "application/json" },
        payload: "{ not JSON",
      });
      expect(broken.statusCode).not.toBe(429);
      const foreign = await app.inject({
        method: "POST",
        url: "/",
        headers: { "content-type": "application/x-none", "content-length": "4000000" },
        payload: "x",
      });
      expect(foreign.statusCode).not.toBe(429);
    }
    expect(gate.state().running).toBe(0);
    const taken = [ask(), ask()];
    await ready(2);
    for (const end of ends) end();
    expect((await Promise.all(taken)).map((reply) => reply.statusCode)).toEqual([200, 200]);
    await app.close();
  });
});

describe("a morning reconnect", () => {
  const running: ServerProcess[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    for (const server of running.splice(0)) await server.kill9();
    for (const folder of folders.splice(0)) await removeDataDir(folder);
  });

  it("of 5,000 devices in one moment loses nothing, and everybody gets through", {
    timeout: 600_000,
  }, async () => {
    const dataDir = await newDataDir();
    folders.push(dataDir);
    const database = await openSqlite(join(dataDir, "so-truc.sqlite"), Date.now());
    const seeded = await seedProvince(database, { communes: 50, devicesEach: 100 }, Date.now());
    await database.close();
    expect(seeded).toHaveLength(5000);
    const server = await startServer({ dataDir });
    running.push(server);

    const tally = createTally();
    const wire = createWire(1000);
    const devices = seeded.map((one) => createLoadDevice({ seeded: one, url: server.url, wire, tally }));
    for (const device of devices) visit(device, 0, Date.now());
    const through = await Promise.all(devices.map((device) => device.exchange()));
    wire.close();

    expect(through.filter((ok) => !ok)).toEqual([]);
    const read = tally.read();
    expect(read.receipts).toEqual({ applied: 5000 });
    const {
      "/api/exchange 200": answered = 0,
      "/api/exchange 429 busy": refused = 0,
      // A connection kept for the next request may be closed as that is sent: the device asks again, as on any link.
      "/api/exchange no answer": _lost,
      ...others
    } = read.answers;
    expect(others).toEqual({});
    expect(answered).toBeGreaterThanOrEqual(5000);
    // The burst was one: without refusals this test would have shown nothing.
    expect(refused).toBeGreaterThan(100);
    expect(read.waits.p50).toBeGreaterThanOrEqual(1000);
    expect(read.waits.max).toBeLessThanOrEqual(61_000);
    expect(Math.max(...devices.map((device) => device.mostTries))).toBeLessThan(15);
    await server.stop();
    const kept = new DatabaseDriver(join(dataDir, "so-truc.sqlite"), { readonly: true });
    const ids = kept.prepare("select id from rows where kind = 'supportVisit'").pluck().all() as string[];
    kept.close();
    expect(ids).toHaveLength(5000);
    expect(new Set(ids)).toEqual(new Set(seeded.map(({ id }) => `v-${id}-0`)));
  });
});
