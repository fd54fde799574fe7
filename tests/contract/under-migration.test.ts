import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "#kernel/json.ts";
import { insertCommune } from "#server/store/communes.ts";
import type { Database } from "#server/store/database.ts";
import { under } from "#server/store/migrations/005-under.ts";
import { openPostgres } from "#server/store/postgres-database.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import { row } from "./commune-store.contract.ts";

let postgres: Postgres;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), "so-truc-under-"));
});
afterAll(async () => {
  await postgres?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** What a text may hold that a database finds hard to read as JSON. */
const texts = ["đã gọi", 'nói "được" \\ rồi', "\0", "\\u0000", "\ud800", '","parent":"q', "\u001f\n"];

describe.each(["sqlite", "postgres"])("what an earlier version wrote, on %s", (name) => {
  it("is found under its record after step 5", async () => {
    const database: Database =
      name === "sqlite"
        ? await openSqlite(join(folder, "under.sqlite"), 1)
        : await openPostgres(await postgres.newDatabase(), 1);
    try {
      await database.write(({ query }) =>
        insertCommune(query, { id: "x", epoch: "e", capsulePublic: "p", capsuleSecret: "s", now: 1 }),
      );
      const store = createSqlCommuneStore(database);
      const put = (id: string, kind: string, body: JsonObject) =>
        store.transact("x", async (tx) => tx.putRow(row(id, await tx.nextSeq(), { kind, body })));
      for (const [i, text] of texts.entries())
        await put(`e${i}`, "incidentEntry", { text, sort: "note", parent: "sự cố 1" });
      await put("u", "progressUpdate", { parent: "t1", result: "" });
      await put("c", "conflict", { record: "sự cố 1" });
      await put("n", "note", { parent: "sự cố 1" });
      await database.write(async ({ connection }) => {
        await connection.run("update rows set about = null where kind <> 'conflict'", []);
        await connection.script(connection.dialect.ddl(under.sql(connection.dialect)));
      });
      const found = await store.transact("x", async (tx) => [
        await tx.under("sự cố 1"),
        await tx.under("t1"),
      ]);
      expect(found).toEqual([["c", ...texts.map((_, i) => `e${i}`)], ["u"]]);
    } finally {
      await database.close();
    }
  });
});
