import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type * as NewDevice from "#authority/new-device.ts";
import type * as RunExchange from "#authority/run-exchange.ts";
import type * as Protocol from "#protocol/exchange.ts";
import type { Op } from "#protocol/op.ts";
import type * as Communes from "#server/store/communes.ts";
import type * as SqlStore from "#server/store/sql-commune-store.ts";
import type * as Sqlite from "#server/store/sqlite-database.ts";
import { type Visit, visits, wireChanges, wireVisit } from "../deeds.ts";
import { type Measure, median, mustBe, percentile } from "../measure.ts";
import type { BenchOptions } from "../world.ts";

const opsInExchange = 50;
const roundsInRun = 20;
const session = { commune: "bench", device: "may1", person: "person-1" };
const village = "xom-1";

interface Work {
  readonly name: string;
  /** At most this share of the other checkout's. */
  readonly aim?: number;
  readonly changesOf: (visit: Visit, tree: "here" | "there") => readonly object[];
}

/** What every version writes alike, and a visit with a note, which each version writes in its own way. */
const works: readonly Work[] = [
  { name: "visits", aim: 0.6, changesOf: (visit) => [wireVisit(visit)] },
  {
    name: "visits with a note, as an app of before writes them",
    changesOf: (visit) => [{ ...wireVisit(visit), p: { note: visit.note } }],
  },
  {
    name: "visits with a note, as each app writes them",
    changesOf: (visit, tree) =>
      tree === "here" ? wireChanges(visit) : [{ ...wireVisit(visit), p: { note: visit.note } }],
  },
];

/**
 * Processor time of an exchange in the server's own code and its database, without HTTP. `against` is another checkout
 * of this project with its packages: both run in turns in this one process.
 */
export async function measureExchangeCpu(options: BenchOptions, against?: string): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const work of works) measures.push(...(await measureWork(work, options, against)));
  return measures;
}

async function measureWork(work: Work, { quick }: BenchOptions, against?: string): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), "so-truc-cpu-"));
  try {
    const here = resolve(import.meta.dirname, "../../..");
    const trees = [here, ...(against === undefined ? [] : [resolve(against)])];
    const servers = await Promise.all(
      trees.map((tree, i) =>
        openServer(tree, join(folder, `${i}.sqlite`), (visit) =>
          work.changesOf(visit, i === 0 ? "here" : "there"),
        ),
      ),
    );
    const times = servers.map((): number[] => []);
    for (let run = 0; run < (quick ? 8 : 30); run++) {
      for (const [i, server] of servers.entries()) times[i]?.push(await server.run());
    }
    for (const server of servers) await server.close();
    const [ours = [], theirs] = times.map((all) => all.slice(2));
    const name = `processor time of an exchange of ${opsInExchange} ${work.name}`;
    const spread = (of: readonly number[]) =>
      `p50 ${median(of).toFixed(2)} ms, p95 ${percentile(of, 0.95).toFixed(2)} ms, least ${percentile(of, 0).toFixed(2)} ms`;
    return [
      { name, value: median(ours), unit: "ms", detail: spread(ours) },
      ...(theirs
        ? [
            {
              name: `${name}, against the other checkout`,
              value: median(ours) / median(theirs),
              unit: "times" as const,
              ...(work.aim === undefined ? {} : { aim: work.aim }),
              detail: `${spread(ours)}; the other: ${spread(theirs)}`,
            },
          ]
        : []),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The server's modules of one checkout, over a database of its own. */
async function openServer(tree: string, file: string, changesOf: (visit: Visit) => readonly object[]) {
  const load = <T>(path: string) => import(pathToFileURL(join(tree, "src", path)).href) as Promise<T>;
  const { runExchange } = await load<typeof RunExchange>("authority/run-exchange.ts");
  const { newDevice } = await load<typeof NewDevice>("authority/new-device.ts");
  const { insertCommune } = await load<typeof Communes>("server/store/communes.ts");
  const { createSqlCommuneStore } = await load<typeof SqlStore>("server/store/sql-commune-store.ts");
  const { openSqlite } = await load<typeof Sqlite>("server/store/sqlite-database.ts");
  const { protocolVersion: protocol } = await load<typeof Protocol>("protocol/exchange.ts");
  const database = await openSqlite(file, 1);
  const now = Date.now();
  await database.write(({ query }) =>
    insertCommune(query, { id: session.commune, epoch: "e", capsulePublic: "p", capsuleSecret: "s", now }),
  );
  const store = createSqlCommuneStore(database);
  await store.transact(session.commune, async (tx) => {
    const roles = ["village", "centre"] as const;
    await tx.putRights(session.person, { roles, units: [], villages: [village], active: true, from: 0 });
    await tx.putDevice(newDevice(session.device, session.person, 0));
    const stamp = { at: now, by: session.person, device: session.device };
    const kept = { scope: "commune", seq: await tx.nextSeq(), created: stamp, changed: stamp, received: now };
    await tx.putRow({ id: village, kind: "village", ...kept, body: { name: "Xóm 1", order: 1 }, clocks: {} });
  });
  let n = 0;
  const exchange = async (ops: readonly Op[]) => {
    const maxN = ops.at(-1)?.n ?? 0;
    const position = { epoch: "e", cursor: 0, booted: [], booting: {}, limit: 0, have: { outbox: 0, maxN } };
    const request = { protocol, app: "bench", device: session.device, ...position, ops };
    return runExchange(store, session, request, { now: Date.now() });
  };
  return {
    /** Milliseconds of processor time for one exchange, the mean of a run. */
    async run(): Promise<number> {
      const sent = Array.from({ length: roundsInRun }, () => {
        const ops = opsFrom(n + 1, changesOf);
        n += ops.length;
        return ops;
      });
      const began = process.cpuUsage();
      for (const ops of sent) {
        const { receipts } = await exchange(ops);
        mustBe("runs of receipts", receipts.length, 1);
      }
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1000 / roundsInRun;
    },
    close: () => database.close(),
  };
}

/** As they come out of a request: new visits. */
function opsFrom(first: number, changesOf: (visit: Visit) => readonly object[]): Op[] {
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const made = visits(first, opsInExchange, [village], day).map((visit, i) => ({
    ...{ d: session.device, n: first + i, v: 1, a: "support.visit", w: Date.now(), o: 0, e: "e" },
    u: session.person,
    ch: changesOf(visit),
  }));
  return JSON.parse(JSON.stringify(made)) as Op[];
}
