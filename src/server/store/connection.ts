import type { Dialect as KyselyDialect } from "kysely";
import type { Dialect } from "./dialect.ts";
import { type Schema, type TableName, tables } from "./schema.ts";

/** One session with a database. Statements are compiled once and kept; a parameter may be a list. */
export interface SqlConnection {
  readonly dialect: Dialect;
  /** For Kysely, over this same session. */
  readonly kysely: KyselyDialect;
  all(sql: string, parameters: readonly unknown[]): Promise<unknown[]>;
  /** Answers the number of rows changed. */
  run(sql: string, parameters: readonly unknown[]): Promise<number>;
  /** The same statement of `dialect` for many rows, each given by its values. */
  runAll(sql: string, rows: readonly (readonly unknown[])[]): Promise<void>;
  /** Runs several statements without parameters. */
  script(sql: string): Promise<void>;
  /** Begins a transaction that may write at once, so that none fails half-way for want of the lock. */
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  savepoint(name: string): Promise<void>;
  release(name: string): Promise<void>;
  rollbackTo(name: string): Promise<void>;
}

type Row<Name extends TableName> = Readonly<Schema[Name]>;

/** Writes rows in as few statements as the database allows; one that is there is updated, or kept. */
export async function insertAll<Name extends TableName>(
  connection: SqlConnection,
  name: Name,
  rows: readonly Row<Name>[],
  conflict: "update" | "keep" = "update",
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(tables[name].columns) as (keyof Row<Name>)[];
  const text = connection.dialect.insertAll(name, tables[name], conflict);
  await connection.runAll(
    text,
    rows.map((row) => columns.map((column) => row[column])),
  );
}

export async function deleteAll<Name extends TableName, By extends keyof Row<Name> & string>(
  connection: SqlConnection,
  name: Name,
  by: readonly By[],
  rows: readonly Pick<Row<Name>, By>[],
): Promise<void> {
  if (rows.length === 0) return;
  const text = connection.dialect.deleteAll(name, tables[name], by);
  await connection.runAll(
    text,
    rows.map((row) => by.map((column) => row[column])),
  );
}
