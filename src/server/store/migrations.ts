import type { SqlConnection } from "./connection.ts";
import { inTransaction } from "./database.ts";
import type { Dialect } from "./dialect.ts";
import { logbook } from "./migrations/001-logbook.ts";
import { moving } from "./migrations/002-moving.ts";
import { floor } from "./migrations/003-floor.ts";
import { attachments } from "./migrations/004-attachments.ts";
import { under } from "./migrations/005-under.ts";
import { push } from "./migrations/006-push.ts";
import { pushWaiting } from "./migrations/007-push-waiting.ts";
import { liveRows } from "./migrations/008-live-rows.ts";
import { scopes } from "./migrations/009-scopes.ts";
import { oneTree } from "./migrations/010-one-tree.ts";

interface Step {
  readonly number: number;
  readonly name: string;
  readonly sql: string | ((dialect: Dialect) => string);
}

/**
 * Forward only: a released step is never changed, the next one has the next number. Processes of the version before go on
 * while a new one begins, so a step leaves them what they use.
 */
const steps: readonly Step[] = [
  logbook,
  moving,
  floor,
  attachments,
  under,
  push,
  pushWaiting,
  liveRows,
  scopes,
  oneTree,
];

export const newestVersion = Math.max(...steps.map((step) => step.number));

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

/** Runs before the first step that changes a logbook which is there, while it still is as the version before left it. */
export type BeforeUpgrade = () => Promise<unknown>;

/**
 * Brings a database up to date, or up to a version, each step in its own transaction. The caller keeps other processes from
 * doing the same.
 */
export async function migrate(
  connection: SqlConnection,
  now: number,
  { upTo = newestVersion, before }: { upTo?: number; before?: BeforeUpgrade | undefined } = {},
): Promise<void> {
  const version = await refuseNewer(connection);
  if (version > 0 && version < upTo) await before?.();
  const script = (sql: string) => connection.script(connection.dialect.ddl(sql));
  for (const { number, name, sql } of steps.filter((one) => one.number > version && one.number <= upTo)) {
    await inTransaction(connection, async () => {
      await script(
        "create table if not exists migrations (number bigint not null primary key, name text not null, applied_at bigint not null)",
      );
      await script(typeof sql === "string" ? sql : sql(connection.dialect));
      await script(`insert into migrations (number, name, applied_at) values (${number}, '${name}', ${now})`);
    });
  }
}
