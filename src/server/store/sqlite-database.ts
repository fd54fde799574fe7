import { Kysely } from "kysely";
import type { Database } from "./database.ts";
import { type BeforeUpgrade, migrate, refuseNewer } from "./migrations.ts";
import type { Schema } from "./schema.ts";
import { SharedFlush } from "./shared-flush.ts";
import { connect, foldLog, type SqliteConnection } from "./sqlite.ts";

export class NotADatabase extends Error {
  constructor(file: string) {
    super(`Không phải cơ sở dữ liệu, hoặc đã hỏng / Not a database, or damaged: ${file}`);
  }
}

/**
 * A file of this process alone: one connection for writing, used by one transaction at a time, and one for reading. Brings
 * it up to date first.
 */
export async function openSqlite(file: string, now: number, before?: BeforeUpgrade): Promise<Database> {
  const writing = connectOrExplain(file);
  try {
    await migrate(writing, now, { before });
  } catch (error) {
    writing.close();
    throw error;
  }
  const reading = connect(file, { readOnly: true });
  const query = new Kysely<Schema>({ dialect: writing.kysely });
  const line = new SharedFlush(writing);
  let closed = false;
  const write: Database["write"] = (work) =>
    closed
      ? Promise.reject(new Error("The database is closed"))
      : line.run(async () => work({ query, connection: writing }));

  return {
    read: new Kysely<Schema>({ dialect: reading.kysely }),
    notices: undefined,
    locks: undefined,
    write,
    writeIn: (_commune, work) => write(work),
    async scrub() {
      await line.ended();
      await foldLog(writing);
    },
    async close() {
      if (closed) return;
      closed = true;
      await line.ended();
      reading.close();
      writing.close();
    },
  };
}

function connectOrExplain(file: string): SqliteConnection {
  try {
    return connect(file);
  } catch (error) {
    const { code } = error as { code?: string };
    throw code === "SQLITE_NOTADB" || code === "SQLITE_CORRUPT" ? new NotADatabase(file) : error;
  }
}

/** Opens an existing database for reading alone, while a server may be writing to it. */
export async function openForReading(file: string): Promise<SqliteConnection> {
  const connection = connect(file, { readOnly: true });
  try {
    if ((await refuseNewer(connection)) === 0) throw new Error(`No logbook in ${file}`);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}
