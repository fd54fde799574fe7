import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommuneStore } from "#authority/commune-store.ts";
import { insertCommune } from "#server/store/communes.ts";
import { digestsOf } from "#server/store/copy.ts";
import type { Database } from "#server/store/database.ts";
import { openPostgres } from "#server/store/postgres-database.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import { decided } from "./commune-store.contract.ts";

/** So many that they lie in most of the 16 parts. */
const communes = Array.from({ length: 32 }, (_, i) => `commune-${i}`);
const [first, second] = communes as [string, string];

interface Side {
  readonly url: string;
  readonly database: Database;
  readonly store: CommuneStore;
}

let postgres: Postgres;
let whole: Side;
let divided: Side;
beforeAll(async () => {
  postgres = await startPostgres();
  const begun = await Promise.all([begin(), begin()]);
  // Each has ops before one of them is divided.
  for (const { store } of begun) for (const commune of communes) await offer(store, commune);
  await query(begun[1].url, await readFile("src/server/store/partitions.sql", "utf8"));
  [whole, divided] = begun;
});
afterAll(async () => {
  await Promise.all([whole?.database.close(), divided?.database.close()]);
  await postgres?.close();
});

/** The rules of the store have their own contract (`commune-store.contract.ts`); this is what parts could change. */
describe("PostgreSQL with its log in parts", () => {
  it("keeps keys and indexes, and lies in many parts", async () => {
    const indexes = async ({ url }: Side) =>
      (
        await query(
          url,
          `select replace(indexdef, ' ONLY ', ' ') as sql from pg_indexes
           where tablename in ('ops', 'op_records') order by indexdef`,
        )
      ).map(({ sql }) => sql);
    expect(await indexes(divided)).toEqual(await indexes(whole));
    for (const table of ["ops", "op_records"])
      expect((await query(divided.url, `select distinct tableoid from ${table}`)).length).toBeGreaterThan(8);
  });

  it("knows an op that is offered again, each commune its own under the same device and number", async () => {
    await divided.store.transact(first, async (tx) => {
      const [known] = await tx.decided("d", [2]);
      expect(known).toMatchObject({ n: 2, outcome: "parked", waitsFor: `of ${first}` });
      await tx.putDecided(decided(2, 2, { redecidedSeq: await tx.nextSeq() }));
      expect(await tx.parked()).toEqual([]);
    });
    await whole.store.transact(first, async (tx) =>
      tx.putDecided(decided(2, 2, { redecidedSeq: await tx.nextSeq() })),
    );
    await divided.store.transact(first, async (tx) =>
      expect((await tx.redecided("d", 0)).map(({ n }) => n)).toEqual([2]),
    );
    await divided.store.transact(second, async (tx) => {
      expect((await tx.parked(`of ${second}`)).map(({ n }) => n)).toEqual([2]);
      expect(await tx.redecided("d", 0)).toEqual([]);
    });
    const same = "select count(*)::int as count from ops where device = 'd' and n = 2";
    expect(await query(divided.url, same)).toEqual([{ count: communes.length }]);
  });

  it("undoes a failed savepoint in the log alone", async () => {
    await divided.store.transact(first, async (tx) => {
      const failed = tx.savepoint(async () => {
        await tx.putDecided(decided(50, await tx.nextSeq()));
        expect(await tx.heldRanges("d")).toContainEqual([50, 50]);
        throw new Error("no");
      });
      await expect(failed).rejects.toThrow("no");
      expect(await tx.decided("d", [50])).toEqual([]);
    });
  });

  it("holds the same as the whole log after the same deeds: ranges, history, every row", async () => {
    const later = async ({ store }: Side) => {
      for (const commune of communes)
        await store.transact(commune, async (tx) => {
          for (const n of [9, 4, 5]) await tx.putDecided(decided(n, await tx.nextSeq()));
        });
      return Promise.all(communes.map((one) => store.transact(one, (tx) => tx.heldRanges("d"))));
    };
    const held = await later(divided);
    expect(held).toEqual(await later(whole));
    expect(held[0]).toEqual([
      [1, 5],
      [9, 9],
    ]);
    const told = ({ url }: Side) =>
      query(
        url,
        `select o.commune, o.n, o.seq, o.at from op_records r join ops o on o.commune = r.commune
         and o.device = r.device and o.n = r.n where r.record = 'r' order by 1, 3`,
      );
    expect(await told(divided)).toHaveLength(communes.length * 6);
    expect(await told(divided)).toEqual(await told(whole));
    const digests = ({ database }: Side) => database.write(({ connection }) => digestsOf(connection));
    expect(await digests(divided)).toEqual(await digests(whole));
  });
});

async function begin(): Promise<Side> {
  const url = await postgres.newDatabase();
  const database = await openPostgres(url, 1);
  await database.write(async ({ query }) => {
    for (const id of communes)
      await insertCommune(query, { id, epoch: "e", capsulePublic: "p", capsuleSecret: "s", now: 1 });
  });
  return { url, database, store: createSqlCommuneStore(database) };
}

async function offer(store: CommuneStore, commune: string): Promise<void> {
  await store.transact(commune, async (tx) => {
    await tx.putDecided(decided(1, await tx.nextSeq()));
    await tx.putDecided(decided(2, await tx.nextSeq(), { outcome: "parked", waitsFor: `of ${commune}` }));
    await tx.putDecided(decided(3, await tx.nextSeq(), { personal: { "0": { note: "riêng tư" } } }));
  });
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
