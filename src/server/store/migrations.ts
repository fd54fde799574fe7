import type { SqlConnection } from "./connection.ts";
import { logbook } from "./migrations/001-logbook.ts";

/** Forward only: a released step is never changed, the next one has the next number. */
const steps = [logbook] as const;

const newestVersion = Math.max(...steps.map((step) => step.number));

export class NewerDatabase extends Error {
  constructor(version: number) {
    super(
      `Cơ sở dữ liệu này thuộc phiên bản mới hơn (${version}; chương trình này biết tới ${newestVersion}). ` +
        `Hãy chạy bản chương trình mới. / The database has version ${version}, this program knows up to ` +
        `${newestVersion}: run the newer program.`,
    );
  }
}

/** The number of the newest step that this database has had; 0 when it is empty. */
async function versionOf(connection: SqlConnection): Promise<number> {
  if ((await connection.all(connection.dialect.tableExists, ["migrations"])).length === 0) return 0;
  const rows = await connection.all("select coalesce(max(number), 0) as version from migrations", []);
  return (rows[0] as { version: number }).version;
}

/** Refuses a newer database; never changes it. */
export async function refuseNewer(connection: SqlConnection): Promise<number> {
  const version = await versionOf(connection);
  if (version > newestVersion) throw new NewerDatabase(version);
  return version;
}

/** Brings a database up to date, each step in its own transaction. */
export async function migrate(connection: SqlConnection, now: number): Promise<void> {
  const version = await refuseNewer(connection);
  for (const step of steps.filter((one) => one.number > version)) {
    await connection.begin();
    try {
      await connection.script(
        "create table if not exists migrations (number bigint not null primary key, name text not null, applied_at bigint not null)",
      );
      await connection.script(step.sql);
      await connection.run("insert into migrations (number, name, applied_at) values (?, ?, ?)", [
        step.number,
        step.name,
        now,
      ]);
      await connection.commit();
    } catch (error) {
      await connection.rollback();
      throw error;
    }
  }
}
