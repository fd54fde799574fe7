import DatabaseDriver from "better-sqlite3";
import { SqliteDialect } from "kysely";
import type { SqlConnection } from "./connection.ts";
import { sqlite } from "./dialect.ts";

export interface SqliteConnection extends SqlConnection {
  /** Copies the whole database into a file while others read and write. */
  backupTo(file: string): Promise<void>;
  close(): void;
}

export function isSqlite(connection: SqlConnection): connection is SqliteConnection {
  return connection.dialect === sqlite;
}

const maxStatements = 400;

export interface OpenOptions {
  /** Reads only, and fails when the file is not there. */
  readonly readOnly?: boolean;
}

export function connect(file: string, options: OpenOptions = {}): SqliteConnection {
  const database = new DatabaseDriver(file, options.readOnly ? { fileMustExist: true } : {});
  configure(database, options.readOnly ?? false);
  const statements = new Map<string, DatabaseDriver.Statement>();

  function prepare(text: string): DatabaseDriver.Statement {
    const known = statements.get(text);
    if (known) return known;
    if (statements.size >= maxStatements) statements.clear();
    const statement = database.prepare(text);
    statements.set(text, statement);
    return statement;
  }

  return {
    dialect: sqlite,
    kysely: new SqliteDialect({ database: { prepare, close: () => undefined } as never }),
    all: async (text, parameters) => prepare(text).all(parameters.map(bindable)),
    run: async (text, parameters) => prepare(text).run(parameters.map(bindable)).changes,
    runAll: async (text, rows) => {
      const statement = prepare(text);
      for (const row of rows) statement.run(row);
    },
    script: async (text) => void database.exec(text),
    begin: async () => void prepare("BEGIN IMMEDIATE").run(),
    commit: async () => void prepare("COMMIT").run(),
    rollback: async () => {
      if (database.inTransaction) prepare("ROLLBACK").run();
    },
    savepoint: async (name) => void prepare(`SAVEPOINT ${name}`).run(),
    release: async (name) => void prepare(`RELEASE ${name}`).run(),
    rollbackTo: async (name) => void prepare(`ROLLBACK TO ${name}`).run(),
    backupTo: async (target) => void (await database.backup(target)),
    close: () => void database.close(),
  };
}

/** A list goes as JSON text, for `json_each`. */
function bindable(value: unknown): unknown {
  return Array.isArray(value) ? JSON.stringify(value) : value;
}

/** Full durability for every commit, and freed pages are overwritten: erased content does not lie about on disk. */
function configure(database: DatabaseDriver.Database, readOnly: boolean): void {
  database.pragma("busy_timeout = 10000");
  if (readOnly) {
    database.pragma("query_only = ON");
    return;
  }
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("secure_delete = ON");
  database.pragma("foreign_keys = ON");
  database.pragma("cache_size = -32000");
}

/** True when the file's pages and indexes are whole. */
export async function isWhole(connection: SqlConnection): Promise<boolean> {
  const rows = (await connection.all("PRAGMA integrity_check", [])) as { integrity_check: string }[];
  return rows.length === 1 && rows[0]?.integrity_check === "ok";
}

/** Brings the write-ahead log into the file, so that the file alone is the database. */
export async function foldLog(connection: SqlConnection): Promise<void> {
  await connection.all("PRAGMA wal_checkpoint(TRUNCATE)", []);
}
