import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertCommune } from "#server/store/communes.ts";
import type { Database } from "#server/store/database.ts";
import { openPostgres } from "#server/store/postgres-database.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import { communeStoreContract, row } from "./commune-store.contract.ts";

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.close());

async function openWithCommunes(): Promise<{ url: string; database: Database }> {
  const url = await postgres.newDatabase();
  const database = await openPostgres(url, 1);
  await database.write(async ({ query }) => {
    for (const id of ["x", "y"]) {
      const keys = { capsulePublic: "p", capsuleSecret: "s" };
      await insertCommune(query, { id, epoch: `epoch-${id}`, ...keys, now: 1 });
    }
  });
  return { url, database };
}

communeStoreContract("PostgreSQL", async () => {
  const { database } = await openWithCommunes();
  return { store: createSqlCommuneStore(database), close: () => database.close() };
});

describe("several processes on one PostgreSQL", () => {
  async function openTwo() {
    const { url, database } = await openWithCommunes();
    const other = await openPostgres(url, 2);
    return {
      stores: [createSqlCommuneStore(database), createSqlCommuneStore(other)] as const,
      databases: [database, other] as const,
      close: () => Promise.all([database.close(), other.close()]),
    };
  }

  it("gives seqs in the order of commits, without gaps, to transactions that run at once", async () => {
    const { stores, close } = await openTwo();
    const commits: number[] = [];
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const seq = await stores[i % 2 === 0 ? 0 : 1].transact("x", async (tx) => {
          const seen = await tx.rowsAfter(["s"], 0, 1000);
          const next = await tx.nextSeq();
          expect(seen.map((one) => one.seq)).toEqual(Array.from({ length: next - 1 }, (_, k) => k + 1));
          await tx.putRow(row(`r${i}`, next));
          return next;
        });
        commits.push(seq);
      }),
    );
    expect(commits.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, k) => k + 1));
    await close();
  });

  it("lets one commune go on while another is held", async () => {
    const { stores, close } = await openTwo();
    let letGo = () => {};
    const held = new Promise<void>((done) => {
      letGo = done;
    });
    const slow = stores[0].transact("x", async (tx) => {
      await tx.nextSeq();
      await held;
    });
    expect(await stores[1].transact("y", (tx) => tx.nextSeq())).toBe(1);
    expect(await stores[0].transact("y", (tx) => tx.nextSeq())).toBe(2);
    letGo();
    await slow;
    expect(await stores[1].transact("x", (tx) => tx.nextSeq())).toBe(2);
    await close();
  });

  it("runs small writes one after another, whoever asks", async () => {
    const { databases, close } = await openTwo();
    const count = async (database: Database) =>
      database.write(async ({ query }) => {
        const { created_at: at } = await query
          .selectFrom("communes")
          .select("created_at")
          .where("id", "=", "x")
          .executeTakeFirstOrThrow();
        await query
          .updateTable("communes")
          .set({ created_at: at + 1 })
          .where("id", "=", "x")
          .execute();
      });
    await Promise.all(Array.from({ length: 40 }, (_, i) => count(databases[i % 2 === 0 ? 0 : 1])));
    const { created_at: at } = await databases[0].read
      .selectFrom("communes")
      .select("created_at")
      .where("id", "=", "x")
      .executeTakeFirstOrThrow();
    expect(at).toBe(41);
    await close();
  });

  it("opened at once, brings an empty database up to date once", async () => {
    const url = await postgres.newDatabase();
    const opened = await Promise.all([1, 2, 3, 4].map((now) => openPostgres(url, now)));
    const store = createSqlCommuneStore(opened[0] as Database);
    await expect(store.transact("x", (tx) => tx.state())).rejects.toThrow("No commune");
    await Promise.all(opened.map((one) => one.close()));
  });

  it("carries notices to the others and not to the one who speaks", async () => {
    const { databases, close } = await openTwo();
    const heard = new Promise<string>((done) => databases[1].notices?.listen(done, () => {}));
    databases[0].notices?.listen(
      () => {
        throw new Error("heard itself");
      },
      () => {},
    );
    databases[0].notices?.post("có gì mới");
    expect(await heard).toBe("có gì mới");
    await close();
  });

  it("keeps every character that JavaScript and SQLite keep in an id", async () => {
    const { stores, close } = await openTwo();
    const id = "chữ \u0000 '\"\\{},\n";
    await stores[0].transact("x", async (tx) => tx.putRow(row(id, await tx.nextSeq(), { body: { v: id } })));
    const [found] = await stores[1].transact("x", (tx) => tx.rows([id]));
    expect(found).toEqual(row(id, 1, { body: { v: id } }));
    await close();
  });
});
