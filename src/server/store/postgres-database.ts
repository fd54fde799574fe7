import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { SqlConnection } from "./connection.ts";
import { type Database, inTransaction, Line, type WriteTransaction } from "./database.ts";
import { type BeforeUpgrade, migrate, refuseNewer } from "./migrations.ts";
import { openNamedLocks } from "./named-locks.ts";
import { clientConfig, patientConfig, poolClient, sessionOf } from "./postgres.ts";
import { DatabaseUnreachable, explained, isUnreachable } from "./postgres-errors.ts";
import { openNotices } from "./postgres-notices.ts";
import type { Schema } from "./schema.ts";

/** Locks of the whole database, beside each commune's counter row. */
const locks = {
  migrations: 741_870_001,
  writes: 741_870_002,
  servers: 741_870_003,
  backups: 741_870_004,
} as const;

const sessions = { writing: 10, reading: 5 } as const;

export class DatabaseInUse extends Error {
  constructor() {
    super(
      "Cơ sở dữ liệu này đang được máy chủ hoặc lệnh khác dùng. / " +
        "Another server or command is using this database.",
    );
  }
}

/**
 * PostgreSQL, shared by several processes. The first to come brings it up to date. Small writes of all processes come one
 * after another; exchanges wait only for those of the same commune, here in a line and elsewhere at its counter row.
 */
export async function openPostgres(
  url: string,
  now: number,
  onTrouble: (event: "database-away" | "database-back", code: string) => void = () => undefined,
  before?: BeforeUpgrade,
): Promise<Database> {
  await prepare(url, now, before);
  const writing = openPool(url, sessions.writing);
  const reading = openPool(url, sessions.reading);
  const line = await openNotices({
    url,
    held: holdAsServer,
    post: (channel, text) => reading.query("select pg_notify($1, $2)", [channel, text]),
    onTrouble,
  });
  const named = openNamedLocks(url);
  const lines = new Map<string, Line>();
  const queries = new WeakMap<object, WriteTransaction>();
  let closed = false;

  function inLine<T>(name: string, work: () => Promise<T>): Promise<T> {
    const found = lines.get(name) ?? new Line();
    lines.set(name, found);
    return found.run(work).finally(() => {
      if (found.isEmpty()) lines.delete(name);
    });
  }

  async function transact<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T> {
    if (closed) throw new Error("The database is closed");
    const client = await explained(writing.connect());
    const known = queries.get(client);
    const connection = known?.connection ?? sessionOf(client);
    const transaction = known ?? { connection, query: new Kysely<Schema>({ dialect: connection.kysely }) };
    queries.set(client, transaction);
    let usable = true;
    const session: SqlConnection = {
      ...connection,
      // What cannot even be rolled back is not given to the next.
      rollback: () =>
        connection.rollback().catch(() => {
          usable = false;
        }),
    };
    try {
      return await inTransaction(session, () => work(transaction));
    } finally {
      client.release(!usable);
    }
  }

  return {
    read: new Kysely<Schema>({
      dialect: new PostgresDialect({
        pool: {
          async connect() {
            const client = await explained(reading.connect());
            return poolClient(client, () => client.release());
          },
          end: async () => undefined,
        } as never,
      }),
    }),
    notices: line.notices,
    locks: named,
    write: (work) =>
      inLine("", () =>
        transact(async (transaction) => {
          await transaction.connection.all("select pg_advisory_xact_lock($1)", [locks.writes]);
          return work(transaction);
        }),
      ),
    writeIn: (commune, work) => inLine(`commune ${commune}`, () => transact(work)),
    // Its log of writes and its pages are the database's own; what was erased is in no table and no dump.
    scrub: async () => undefined,
    async close() {
      await Promise.all([...lines.values()].map((one) => one.ended()));
      if (closed) return;
      closed = true;
      await Promise.all([line.close(), named.close()]);
      await Promise.all([writing.end(), reading.end()]);
    },
  };
}

/** A pool whose sessions may die without taking the process with them. */
function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ ...clientConfig(url), max, idleTimeoutMillis: 60_000 });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** Brings the database up to date; one process at a time, whoever comes second finds it done. */
async function prepare(url: string, now: number, before: BeforeUpgrade | undefined): Promise<void> {
  await withSession(url, async (connection) => {
    await connection.all("select pg_advisory_lock($1)", [locks.migrations]);
    await migrate(connection, now, { before });
  });
}

/** A session for one piece of work that may take long; when the database cannot be reached, it says so plainly. */
export async function withSession<T>(
  url: string,
  work: (connection: SqlConnection) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(patientConfig(url));
  client.on("error", () => undefined);
  try {
    await explained(client.connect());
    return await work(sessionOf(client));
  } catch (error) {
    throw isUnreachable(error) ? new DatabaseUnreachable(url, error) : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function holdAsServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select pg_try_advisory_lock_shared($1) as held", [locks.servers]);
  if (rows[0]?.held !== true) throw new DatabaseInUse();
}

/** For work that no server may be beside. */
export async function withWholePostgres<T>(
  url: string,
  now: number,
  work: (connection: SqlConnection) => Promise<T>,
): Promise<T> {
  return withSession(url, async (connection) => {
    const [row] = await connection.all("select pg_try_advisory_lock($1) as held", [locks.servers]);
    if ((row as { held: boolean }).held !== true) throw new DatabaseInUse();
    await connection.all("select pg_advisory_lock($1)", [locks.migrations]);
    await migrate(connection, now);
    return work(connection);
  });
}

export function withBackupLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  return withSession(url, async (connection) => {
    await connection.all("select pg_advisory_lock($1)", [locks.backups]);
    return work();
  });
}

/** Reads one moment of a database that others go on using. */
export function readingPostgres<T>(url: string, work: (connection: SqlConnection) => Promise<T>): Promise<T> {
  return withSession(url, async (connection) => {
    await connection.script("begin isolation level repeatable read read only");
    if ((await refuseNewer(connection)) === 0) throw new Error("No logbook in this database");
    const result = await work(connection);
    await connection.commit();
    return result;
  });
}
