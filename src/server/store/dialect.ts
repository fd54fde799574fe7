import DatabaseDriver from "better-sqlite3";
import { type Expression, type RawBuilder, SqliteDialect, sql } from "kysely";

/**
 * All that differs between SQLite and a database to come: opening, locking, savepoints, lists as one parameter.
 * Everything else in `store/` is SQL that both understand, on `text` and `bigint` columns.
 */
export interface SqlConnection {
  /** For Kysely; statements are compiled once and kept. */
  readonly dialect: SqliteDialect;
  all(sql: string, parameters: readonly unknown[]): Promise<unknown[]>;
  /** Answers the number of rows changed. */
  run(sql: string, parameters: readonly unknown[]): Promise<number>;
  /** Runs several statements without parameters. */
  script(sql: string): Promise<void>;
  /** Begins a transaction that may write at once, so that none fails half-way for want of the lock. */
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  savepoint(name: string): Promise<void>;
  release(name: string): Promise<void>;
  rollbackTo(name: string): Promise<void>;
  /** Copies the whole database into a file while others read and write. */
  backupTo(file: string): Promise<void>;
  close(): void;
}

const maxStatements = 400;

export interface OpenOptions {
  /** Reads only, and fails when the file is not there. */
  readonly readOnly?: boolean;
}

export function connect(file: string, options: OpenOptions = {}): SqlConnection {
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
    dialect: new SqliteDialect({ database: { prepare, close: () => undefined } as never }),
    all: async (text, parameters) => prepare(text).all(parameters),
    run: async (text, parameters) => prepare(text).run(parameters).changes,
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

/** A list as one parameter of JSON text, so that one compiled statement serves every length. */
export function inList(column: Expression<unknown>, jsonList: unknown): RawBuilder<boolean> {
  return sql<boolean>`${column} in (select value from json_each(${jsonList}))`;
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

export async function tableExists(connection: SqlConnection, name: string): Promise<boolean> {
  const found = await connection.all("select 1 from sqlite_master where type = 'table' and name = ?", [name]);
  return found.length > 0;
}
