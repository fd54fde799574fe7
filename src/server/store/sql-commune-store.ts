import type { CommuneStore, CommuneTx } from "#authority/commune-store.ts";
import { CommuneTables } from "./commune-tables.ts";
import type { SqlConnection } from "./connection.ts";
import type { Database } from "./database.ts";
import { UnitOfWork } from "./unit-of-work.ts";

/** The port in SQL. The commune's counter row is locked first: its lock makes the order of seq that of commits. */
export function createSqlCommuneStore(database: Database): CommuneStore {
  return {
    transact: (commune, work) =>
      database.writeIn(commune, ({ connection }) => inCommune(connection, commune, work)),
  };
}

/** For work that must share a transaction with other tables (an account beside its person). */
export async function inCommune<T>(
  connection: SqlConnection,
  commune: string,
  work: (tx: CommuneTx) => Promise<T>,
): Promise<T> {
  const tables = new CommuneTables(connection, commune);
  const unit = new UnitOfWork(tables, await tables.lock());
  const result = await work(unit);
  await unit.end();
  return result;
}
