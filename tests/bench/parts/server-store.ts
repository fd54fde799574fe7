import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newDevice } from "#authority/new-device.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { type ExchangeRequest, protocolVersion, type Receipt } from "#protocol/exchange.ts";
import type { Op } from "#protocol/op.ts";
import { insertCommune } from "#server/store/communes.ts";
import type { Database } from "#server/store/database.ts";
import { openPostgres } from "#server/store/postgres-database.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";
import { findPostgres } from "../../../.config/postgres.mjs";
import { startPostgres } from "../../support/postgres.ts";
import { hasNote, visits, visitsFor, wireChanges, wireVisit } from "../deeds.ts";
import { type Measure, median, mustBe } from "../measure.ts";
import { openRawStore } from "../raw-store.ts";
import type { BenchOptions } from "../world.ts";

const session = { commune: "bench", device: "may1", person: "person-1" };
const village = "xom-1";
const pulledAtOnce = 1000;

/** In Node: the authority over the SQL store on a disk, beside plain inserts of the same bytes. */
export async function measureServer(options: BenchOptions): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), "so-truc-bench-"));
  try {
    const measures: Measure[] = [];
    for (const batch of [1, 50, 200, 500]) measures.push(...(await push(folder, batch, options)));
    measures.push(await pull(folder, options));
    measures.push(...(await measurePostgres(options)));
    return measures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same over PostgreSQL, where it is installed. */
async function measurePostgres(options: BenchOptions): Promise<Measure[]> {
  if (!findPostgres()) return [];
  const postgres = await startPostgres();
  try {
    const measures: Measure[] = [];
    for (const batch of [1, 500]) {
      const server = await openServer(await openPostgres(await postgres.newDatabase(), 1));
      const rounds = roundsOf(batch, options);
      const ours: number[] = [];
      for (const sent of chunks(opsOf(batch, rounds * batch), batch)) ours.push(await timed(server, sent));
      await server.close();
      const name = `server takes ops on PostgreSQL, ${batch} at once`;
      const value = (batch * 1000) / median(ours);
      measures.push({ name, value, unit: "per second", detail: `${rounds} rounds over loopback` });
    }
    return measures;
  } finally {
    await postgres.close();
  }
}

/** Enough that the first, cold ones do not count. */
function roundsOf(batch: number, { quick }: BenchOptions): number {
  return Math.max(12, Math.ceil((quick ? 400 : 2000) / batch));
}

async function timed(server: Awaited<ReturnType<typeof openServer>>, sent: Op[]): Promise<number> {
  const began = performance.now();
  const reply = await server.exchange({ ops: sent });
  const took = performance.now() - began;
  mustBe("ops applied", appliedIn(reply.receipts), sent.length);
  return took;
}

async function push(folder: string, batch: number, options: BenchOptions): Promise<Measure[]> {
  const rounds = roundsOf(batch, options);
  const server = await openServer(await openSqlite(join(folder, `push-${batch}.sqlite`), 1));
  const raw = openRawStore(join(folder, `raw-${batch}.sqlite`));
  const ops = opsOf(batch, rounds * batch);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const sent = ops.slice(round * batch, (round + 1) * batch);
    ours.push(await timed(server, sent));
    theirs.push(raw.insert(session.device, sent));
  }
  await server.close();
  raw.close();
  const perSecond = (times: readonly number[]) => (batch * 1000) / median(times);
  const name = `server takes ops, ${batch} at once`;
  return [
    {
      name,
      value: perSecond(ours),
      unit: "per second",
      detail: `plain durable inserts of record and op: ${Math.round(perSecond(theirs))} per second`,
    },
    {
      name: `${name}, against plain inserts`,
      value: median(ours) / median(theirs),
      unit: "times",
      detail: `${rounds} rounds`,
    },
  ];
}

async function pull(folder: string, options: BenchOptions): Promise<Measure> {
  const server = await openServer(await openSqlite(join(folder, "pull.sqlite"), 1));
  for (const part of chunks(opsOf(9, visitsFor(options.rows)), 500))
    mustBe("ops applied", appliedIn((await server.exchange({ ops: part })).receipts), part.length);
  const rates: number[] = [];
  for (let run = 0; run < (options.quick ? 3 : 7); run++) {
    let request: Partial<ExchangeRequest> = { limit: pulledAtOnce };
    let rows = 0;
    const began = performance.now();
    for (let more = true; more; ) {
      const reply = await server.exchange(request);
      rows += reply.rows.length;
      const { cursor, booting, arrived } = reply;
      request = { ...request, cursor, booting, booted: [...(request.booted ?? []), ...arrived] };
      more = reply.more;
    }
    rates.push((rows * 1000) / (performance.now() - began));
    if (rows < options.rows) mustBe("rows pulled", rows, options.rows);
  }
  await server.close();
  return {
    name: "server gives rows",
    value: median(rates),
    unit: "per second",
    detail: `${pulledAtOnce} at once, before packing`,
  };
}

async function openServer(database: Database) {
  const now = Date.now();
  await database.write(({ query }) =>
    insertCommune(query, { id: session.commune, epoch: "e", capsulePublic: "p", capsuleSecret: "s", now }),
  );
  const store = createSqlCommuneStore(database);
  await store.transact(session.commune, async (tx) => {
    const rights = {
      roles: ["village", "centre"] as const,
      units: [],
      villages: [village],
      active: true,
      from: 0,
    };
    await tx.putRights(session.person, rights);
    await tx.putDevice(newDevice(session.device, session.person, 0));
    const stamp = { at: now, by: session.person, device: session.device };
    const kept = { scope: "org", seq: await tx.nextSeq(), created: stamp, changed: stamp, received: now };
    await tx.putRow({ id: village, kind: "village", ...kept, body: { name: "Xóm 1", order: 1 }, clocks: {} });
  });
  return {
    exchange: (part: Partial<ExchangeRequest>) =>
      runExchange(
        store,
        session,
        {
          protocol: protocolVersion,
          app: "bench",
          device: session.device,
          epoch: "e",
          cursor: 0,
          booted: [],
          booting: {},
          ops: [],
          limit: 0,
          have: { outbox: 0, maxN: 0 },
          ...part,
        },
        { now: Date.now() },
      ),
    close: () => database.close(),
  };
}

function opsOf(seed: number, count: number): Op[] {
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  return visits(seed, count, [village], day).map((visit, i) => ({
    d: session.device,
    n: i + 1,
    v: 1,
    a: "support.visit",
    w: Date.now(),
    o: 0,
    e: "e",
    u: session.person,
    ch: (hasNote(i) ? wireChanges(visit) : [wireVisit(visit)]) as Op["ch"],
  }));
}

function appliedIn(receipts: readonly Receipt[]): number {
  return receipts.filter(({ r }) => r === "applied").reduce((sum, { n, to }) => sum + (to ?? n) - n + 1, 0);
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
