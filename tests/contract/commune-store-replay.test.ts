import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { CommuneStore } from "#authority/commune-store.ts";
import type { MemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { insertCommune } from "#server/store/communes.ts";
import { clearTables, copyTables, type Digests, digestsOf } from "#server/store/copy.ts";
import type { Database } from "#server/store/database.ts";
import { migrate } from "#server/store/migrations.ts";
import { openPostgres } from "#server/store/postgres-database.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { connect, type SqliteConnection } from "#server/store/sqlite.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";
import { newCounters } from "../simulation/counters.ts";
import { SimServer } from "../simulation/server.ts";
import { planOf, runPlan } from "../simulation/world.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";

/*
 * Invariant 11: SQLite and PostgreSQL give identical results for the same stream of ops. What 200 simulated communes asked
 * of their server is recorded, then asked again of both databases; every reply and every table must be the same.
 */
const seeds = 200;
const atOnce = 4;

const recordedNames = [
  "exchange",
  "bring",
  "paste",
  "addDevice",
  "setPerson",
  "loseDevice",
  "settlePeople",
  "seed",
  "backup",
  "restore",
  "erase",
  "restart",
  "noteOffsite",
  "forget",
  "tellStored",
] as const;
type Backup = SimServer["backups"][number];
type Recorded = (typeof recordedNames)[number];
interface Deed {
  readonly name: Recorded;
  readonly args: readonly unknown[];
  /** The server knew then that its clock was not to be trusted. */
  readonly inDoubt: boolean;
  /** Which backup was restored. */
  readonly backup?: number;
  readonly answer: string | undefined;
}

let postgres: Postgres;
let folder: string;
let databases: { sqlite: Database; postgres: Database };
beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), "so-truc-replay-"));
  databases = {
    sqlite: await openSqlite(join(folder, "replay.sqlite"), 1),
    postgres: await openPostgres(await postgres.newDatabase(), 1),
  };
});
afterAll(async () => {
  await databases?.sqlite.close();
  await databases?.postgres.close();
  await postgres?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

it(`answers alike on SQLite and PostgreSQL, for what ${seeds} seeds asked`, {
  timeout: 1_800_000,
}, async () => {
  let exchanges = 0;
  let restores = 0;
  for (let seed = 1; seed <= seeds; seed += atOnce) {
    const group = Array.from({ length: Math.min(atOnce, seeds - seed + 1) }, (_, i) => seed + i);
    const streams: { seed: number; deeds: Deed[] }[] = [];
    for (const one of group) streams.push({ seed: one, deeds: await record(one) });
    await Promise.all(
      streams.map(async ({ seed: one, deeds }) => {
        const [a, b] = await Promise.all([
          replay(databases.sqlite, one, deeds),
          replay(databases.postgres, one, deeds),
        ]);
        expect(a, `seed ${one}`).toEqual(b);
        expect(a.ops?.rows).toBeGreaterThan(0);
        exchanges += deeds.filter(({ name }) => name === "exchange").length;
        restores += deeds.filter(({ name }) => name === "restore").length;
      }),
    );
  }
  expect(exchanges).toBeGreaterThan(seeds * 10);
  expect(restores).toBeGreaterThan(0);
});

/** One simulated commune, and all that reached its server and did not die with it. */
async function record(seed: number): Promise<Deed[]> {
  const deeds: Deed[] = [];
  const prototype = SimServer.prototype as unknown as Record<Recorded, (...args: unknown[]) => unknown>;
  const originals = new Map(recordedNames.map((name) => [name, prototype[name]]));
  const backups: Backup[] = [];
  for (const [name, original] of originals) {
    prototype[name] = function (this: SimServer, ...args: unknown[]) {
      const { inDoubt } = this;
      const answered = original.apply(this, args);
      const kept =
        name === "restore" ? { args: args.slice(1), backup: backups.indexOf(args[0] as never) } : { args };
      const note = (answer: unknown) => {
        deeds.push({ ...structuredClone({ name, inDoubt, ...kept }), answer: JSON.stringify(answer) });
        return answer;
      };
      if (name === "backup") backups.push(this.backups.at(-1) as Backup);
      return answered instanceof Promise ? answered.then(note) : note(answered);
    };
  }
  try {
    const { error } = await runPlan(seed, planOf(seed));
    expect(error).toBeNull();
  } finally {
    for (const [name, original] of originals) prototype[name] = original;
  }
  return deeds;
}

async function replay(database: Database, seed: number, deeds: readonly Deed[]): Promise<Digests> {
  const store = new ReplayStore(database, `seed-${seed}`);
  await store.begin();
  const server = Object.assign(new SimServer(newCounters()), {
    store: store as unknown as MemoryCommuneStore,
  });
  const backups: Backup[] = [];
  for (const [index, { name, args, inDoubt, backup, answer }] of deeds.entries()) {
    const all = backup === undefined ? args : [backups[backup], ...args];
    server.inDoubt = inDoubt;
    const given = await (server[name] as (...args: unknown[]) => unknown).apply(server, [...all]);
    if (name === "backup") backups.push(server.backups.at(-1) as Backup);
    expect(JSON.stringify(given), `seed ${seed}, deed ${index}: ${name}`).toBe(answer);
  }
  const digests = await store.end();
  for (const one of store.copies) one.close();
  return digests;
}

/** The simulation's server over a real database; a backup is a copy of the commune's tables. */
class ReplayStore implements CommuneStore {
  readonly copies: SqliteConnection[] = [];
  private readonly database: Database;
  private readonly store: CommuneStore;
  private readonly commune: string;
  private readonly marks = new Map<string, { id: string; at: number; by: string }>();
  private before: Promise<unknown> = Promise.resolve();

  constructor(database: Database, commune: string) {
    this.database = database;
    this.store = createSqlCommuneStore(database);
    this.commune = commune;
  }

  begin(): Promise<void> {
    const keys = { capsulePublic: "p", capsuleSecret: "s", now: 1 };
    return this.database.write(({ query }) =>
      insertCommune(query, { id: this.commune, epoch: "e1", ...keys }),
    );
  }

  async transact<T>(_commune: string, work: Parameters<CommuneStore["transact"]>[1]): Promise<T> {
    await this.before;
    return this.store.transact(this.commune, async (tx) => {
      const noting = new Proxy(tx, {
        get: (target, name: keyof typeof tx) => {
          if (name !== "putErasure") return (target[name] as (() => unknown) | undefined)?.bind(target);
          return async (mark: { id: string; at: number; by: string }) => {
            if (!this.marks.has(mark.id)) this.marks.set(mark.id, mark);
            return target.putErasure(mark);
          };
        },
      });
      return work(noting) as Promise<T>;
    });
  }

  snapshot(): Backup {
    const copy = connect(":memory:");
    this.copies.push(copy);
    this.before = this.before.then(async () => {
      await migrate(copy, 1);
      await this.database.write(({ connection }) => copyTables(connection, copy, { commune: this.commune }));
    });
    return copy as unknown as Backup;
  }

  restore(_commune: string, snapshot: Backup, epoch: string): void {
    this.before = this.before.then(() =>
      this.database.write(async ({ connection, query }) => {
        await clearTables(connection, this.commune);
        await copyTables(snapshot as unknown as SqliteConnection, connection, { commune: this.commune });
        const old = await query
          .selectFrom("communes")
          .selectAll()
          .where("id", "=", this.commune)
          .executeTakeFirstOrThrow();
        const past = [...JSON.parse(old.past_epochs), { epoch: old.epoch, restoredSeq: old.seq }];
        await query
          .updateTable("communes")
          .set({ epoch, past_epochs: JSON.stringify(past) })
          .where("id", "=", this.commune)
          .execute();
      }),
    );
  }

  erasures() {
    return [...this.marks.values()];
  }

  async end(): Promise<Digests> {
    await this.before;
    return this.database.write(({ connection }) => digestsOf(connection, { commune: this.commune }));
  }
}
