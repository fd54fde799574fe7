import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { insertCommune } from "#server/store/communes.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";
import { communeStoreContract } from "./commune-store.contract.ts";

communeStoreContract("SQLite file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "so-truc-store-"));
  const database = await openSqlite(join(folder, "test.sqlite"), 1);
  await database.write(async ({ query }) => {
    for (const id of ["x", "y"]) {
      const keys = { capsulePublic: "p", capsuleSecret: "s" };
      await insertCommune(query, { id, epoch: `epoch-${id}`, ...keys, now: 1 });
    }
  });
  return {
    store: createSqlCommuneStore(database),
    async close() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
