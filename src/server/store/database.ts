import { Kysely } from "kysely";
import type { SqlConnection } from "./connection.ts";
import { migrate, refuseNewer } from "./migrations.ts";
import type { Schema } from "./schema.ts";
import { connect, type SqliteConnection } from "./sqlite.ts";

/**
 * One database of one process: a connection for writing, used by one transaction at a time, and one for reading,
 * which never sees a transaction half-done.
 */
export interface Database {
  /** For reads outside a transaction. */
  readonly read: Kysely<Schema>;
  readonly reading: SqlConnection;
  /** Runs `work` in one durable transaction; the next begins when it has ended. Nothing stays when it throws. */
  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T>;
  /** Waits for what is under way and closes the file. */
  close(): Promise<void>;
}

export interface WriteTransaction {
  readonly query: Kysely<Schema>;
  readonly connection: SqlConnection;
}

export class NotADatabase extends Error {
  constructor(file: string) {
    super(`Không phải cơ sở dữ liệu, hoặc đã hỏng / Not a database, or damaged: ${file}`);
  }
}

export async function openDatabase(file: string, now: number): Promise<Database> {
  const writing = connectOrExplain(file);
  try {
    await migrate(writing, now);
  } catch (error) {
    writing.close();
    throw error;
  }
  const reading = connect(file, { readOnly: true });
  const query = new Kysely<Schema>({ dialect: writing.kysely });
  const read = new Kysely<Schema>({ dialect: reading.kysely });
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  return {
    read,
    reading,
    write(work) {
      const run = last.then(async () => {
        if (closed) throw new Error("The database is closed");
        await writing.begin();
        try {
          const result = await work({ query, connection: writing });
          await writing.commit();
          return result;
        } catch (error) {
          await writing.rollback();
          throw error;
        }
      });
      last = run.catch(() => undefined);
      return run;
    },
    async close() {
      await last;
      if (closed) return;
      closed = true;
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
export async function openForReading(file: string): Promise<{
  read: Kysely<Schema>;
  connection: SqliteConnection;
}> {
  const connection = connect(file, { readOnly: true });
  try {
    if ((await refuseNewer(connection)) === 0) throw new Error(`No logbook in ${file}`);
  } catch (error) {
    connection.close();
    throw error;
  }
  return { read: new Kysely<Schema>({ dialect: connection.kysely }), connection };
}
