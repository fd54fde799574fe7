import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { insertCommune } from "#server/store/communes.ts";
import { openDatabase } from "#server/store/database.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { communeStoreContract } from "./commune-store.contract.ts";

communeStoreContract("SQLite file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "so-truc-store-"));
  const database = await openDatabase(join(folder, "test.sqlite"), 1);
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
