import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { insertCommune } from "#server/store/communes.ts";
import { openPostgres } from "#server/store/postgres-database.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import { communeStoreContract, decided } from "./commune-store.contract.ts";

let postgres: Postgres;
let script: string;
beforeAll(async () => {
  postgres = await startPostgres();
  script = await readFile("src/server/store/partitions.sql", "utf8");
});
afterAll(() => postgres?.close());

async function begin(url: string): Promise<void> {
  const database = await openPostgres(url, 1);
  await database.write(async ({ query }) => {
    for (const id of ["x", "y"])
      await insertCommune(query, {
        id,
        epoch: `epoch-${id}`,
        capsulePublic: "p",
        capsuleSecret: "s",
        now: 1,
      });
  });
  await database.close();
}

async function divide<T>(url: string, look: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(script);
    return await look(client);
  } finally {
    await client.end();
  }
}

communeStoreContract("PostgreSQL, its log in parts", async () => {
  const url = await postgres.newDatabase();
  await begin(url);
  await divide(url, async () => undefined);
  const database = await openPostgres(url, 2);
  return { store: createSqlCommuneStore(database), close: () => database.close() };
});

it("keeps indexes and content when the log is divided", async () => {
  const url = await postgres.newDatabase();
  await begin(url);
  const before = await openPostgres(url, 2);
  const put = decided(7, 3, { outcome: "parked", waitsFor: "r" });
  await createSqlCommuneStore(before).transact("x", (tx) => tx.putDecided(put));
  await before.close();
  const indexes = async (client: pg.Client) => {
    const text = `select replace(indexdef, ' ONLY ', ' ') as sql from pg_indexes
      where tablename in ('ops', 'op_records') order by indexdef`;
    return (await client.query(text)).rows.map(({ sql }) => String(sql).replace(/ops_whole/g, "ops"));
  };
  const fresh = new pg.Client({ connectionString: url });
  await fresh.connect();
  const whole = await indexes(fresh);
  await fresh.end();
  expect(await divide(url, indexes)).toEqual(whole);
  const after = await openPostgres(url, 3);
  const store = createSqlCommuneStore(after);
  expect(await store.transact("x", (tx) => tx.decided("d", [7]))).toEqual([put]);
  await after.close();
});
