import {
  type DialectAdapter,
  type Expression,
  PostgresAdapter,
  PostgresQueryCompiler,
  type QueryCompiler,
  type RawBuilder,
  SqliteAdapter,
  SqliteQueryCompiler,
  sql,
} from "kysely";
import type { Table } from "./schema.ts";

/**
 * All that SQLite and PostgreSQL say differently. Everything else in `store/` is SQL that both understand, on `text` and
 * `bigint` columns.
 */
export interface Dialect {
  readonly name: "sqlite" | "postgres";
  createAdapter(): DialectAdapter;
  createCompiler(): QueryCompiler;
  /** A list is one parameter, so that one compiled statement serves every length. */
  inTexts(column: Expression<unknown>, list: unknown): RawBuilder<boolean>;
  inNumbers(column: Expression<unknown>, list: unknown): RawBuilder<boolean>;
  /** A column by which SQLite should choose no index; PostgreSQL knows better by itself. */
  unindexed(column: string): RawBuilder<string>;
  /** Ends a read of a row that nobody else may change before this transaction has ended. */
  readonly rowLock: RawBuilder<unknown>;
  /** Writes rows; one that is there already is updated, or kept as it is. */
  insertAll(name: string, table: Table, conflict: "update" | "keep"): string;
  /** Deletes rows by these columns. */
  deleteAll(name: string, table: Table, by: readonly string[]): string;
  /** The class of the scope in this column, with its colon. */
  classOf(column: string): string;
  /** A text of the JSON object in this column. */
  jsonText(column: string, key: string): string;
  /** The schema is written once, in the words of SQLite. */
  ddl(script: string): string;
  /** Ends the making of a table that lies in the order of its key; null where there is no such thing. */
  readonly inKeyOrder: string | null;
  readonly tableExists: string;
  /** The parameter at this place, from 1. */
  place(index: number): string;
}

export const sqlite: Dialect = {
  name: "sqlite",
  createAdapter: () => new SqliteAdapter(),
  createCompiler: () => new SqliteQueryCompiler(),
  inTexts: (column, list) => sql<boolean>`${column} in (select value from json_each(${list}))`,
  inNumbers: (column, list) => sql<boolean>`${column} in (select value from json_each(${list}))`,
  unindexed: (column) => sql`+${sql.ref(column)}`,
  // A writing transaction has the whole database to itself.
  rowLock: sql``,
  insertAll: (name, table, conflict) => {
    const columns = Object.keys(table.columns);
    return `insert into ${name} (${columns}) values (${columns.map(() => "?")}) ${onConflict(table, conflict)}`;
  },
  deleteAll: (name, _table, by) =>
    `delete from ${name} where ${by.map((column) => `${column} = ?`).join(" and ")}`,
  classOf: (column) => `substr(${column}, 1, instr(${column}, ':'))`,
  jsonText: (column, key) => `json_extract(${column}, '$.${key}')`,
  ddl: (script) => script,
  inKeyOrder: "without rowid",
  tableExists: "select 1 from sqlite_master where type = 'table' and name = ?",
  place: () => "?",
};

export const postgres: Dialect = {
  name: "postgres",
  createAdapter: () => new PostgresAdapter(),
  createCompiler: () => new PostgresQueryCompiler(),
  inTexts: (column, list) => sql<boolean>`${column} = any(${list}::text[])`,
  inNumbers: (column, list) => sql<boolean>`${column} = any(${list}::bigint[])`,
  unindexed: (column) => sql`${sql.ref(column)}`,
  rowLock: sql`for update`,
  insertAll: (name, table, conflict) => {
    const columns = Object.keys(table.columns);
    return `insert into ${name} (${columns}) select * from ${unnest(table, columns)} ${onConflict(table, conflict)}`;
  },
  deleteAll: (name, table, by) =>
    `delete from ${name} using ${unnest(table, by)} as gone (${by}) where ${by
      .map((column) => `${name}.${column} = gone.${column}`)
      .join(" and ")}`,
  classOf: (column) => `left(${column}, position(':' in ${column}))`,
  // It takes no object with an escaped NUL or half a surrogate pair; of such a one the text is found as it was written.
  jsonText: (column, key) => `case when position('\\u' in ${column}) = 0 then ${column}::json ->> '${key}'
    else substring(${column} from '"${key}":"([^"\\\\]*)"') end`,
  // Sorted by bytes, as SQLite does, whatever language the database was made for.
  ddl: (script) => script.replace(/\btext\b/g, 'text collate "C"'),
  inKeyOrder: null,
  tableExists: "select 1 from pg_tables where schemaname = current_schema() and tablename = $1",
  place: (index) => `$${index}`,
};

function onConflict(table: Table, conflict: "update" | "keep"): string {
  const others = Object.keys(table.columns).filter((column) => !table.key.includes(column));
  if (conflict === "keep" || others.length === 0) return "on conflict do nothing";
  return `on conflict (${table.key}) do update set ${others.map((column) => `${column} = excluded.${column}`)}`;
}

function unnest(table: Table, columns: readonly string[]): string {
  const arrays = columns.map((column, i) => `$${i + 1}::${table.columns[column]?.replace("?", "")}[]`);
  return `unnest(${arrays})`;
}
