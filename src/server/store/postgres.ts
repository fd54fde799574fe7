import { PostgresDialect } from "kysely";
import pg from "pg";
import type { SqlConnection } from "./connection.ts";
import { postgres } from "./dialect.ts";
import { explained } from "./postgres-errors.ts";

/** What of `pg` is used: a client of a pool, or one of its own. */
export type Client = Pick<pg.ClientBase, "query">;

/** How a session waits, at most: for a lock of another, for a statement, for us within a transaction. */
const waits = {
  lock_timeout: 10_000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
  connectionTimeoutMillis: 10_000,
  /** For a database that is silent, and not gone. */
  query_timeout: 45_000,
} as const;

export function clientConfig(url: string): pg.ClientConfig {
  return { connectionString: url, application_name: "so-truc", keepAlive: true, types, ...waits };
}

/** For copies and for waiting in a line: as long as it takes. */
export function patientConfig(url: string): pg.ClientConfig {
  const forever = { lock_timeout: 0, statement_timeout: 0, idle_in_transaction_session_timeout: 0 };
  return { ...clientConfig(url), ...forever, query_timeout: 0 };
}

export function sessionOf(client: Client): SqlConnection {
  const query = (text: string, values: readonly unknown[]) =>
    explained(client.query({ name: nameOf(text), text, values: values.map(storable) }));
  const say = (text: string) => explained(client.query(text));
  return {
    dialect: postgres,
    kysely: new PostgresDialect({
      pool: { connect: async () => poolClient(client, () => undefined), end: async () => undefined } as never,
    }),
    all: async (text, parameters) => (await query(text, parameters)).rows,
    run: async (text, parameters) => (await query(text, parameters)).rowCount ?? 0,
    async runAll(text, rows) {
      const width = rows[0]?.length ?? 0;
      await query(
        text,
        Array.from({ length: width }, (_, column) => rows.map((row) => row[column])),
      );
    },
    script: async (text) => void (await say(text)),
    begin: async () => void (await say("begin")),
    async commit() {
      // A transaction with a failed statement in it answers a commit with a rollback, and no error.
      if ((await say("commit")).command !== "COMMIT") throw new Error("The transaction was rolled back");
    },
    rollback: async () => void (await say("rollback")),
    savepoint: async (name) => void (await say(`savepoint ${name}`)),
    release: async (name) => void (await say(`release savepoint ${name}`)),
    rollbackTo: async (name) => void (await say(`rollback to savepoint ${name}`)),
  };
}

/** A client as Kysely takes it. */
export function poolClient(client: Client, release: () => void) {
  return {
    query: (text: string, values: readonly unknown[]) => explained(client.query(text, values.map(storable))),
    release,
  };
}

/** Statements are prepared once in every session, under a name. */
const names = new Map<string, string>();
function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `so_truc_${names.size}`;
  names.set(text, name);
  return name;
}

/**
 * PostgreSQL keeps no NUL in a text, SQLite and JavaScript do: it lies in the database as the character that Unicode
 * promises never to give a meaning.
 */
const nul = "\0";
const noncharacter = "\uFFFE";

function storable(value: unknown): unknown {
  if (typeof value === "string") return value.includes(nul) ? value.replaceAll(nul, noncharacter) : value;
  return Array.isArray(value) ? value.map(storable) : value;
}

function readText(text: string): string {
  return text.includes(noncharacter) ? text.replaceAll(noncharacter, nul) : text;
}

/** `bigint` is a number here, as in SQLite: nothing that is counted comes near 2^53. */
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.TEXT) return readText;
    return pg.types.getTypeParser(oid, format as "text");
  },
} as pg.CustomTypesConfig;
