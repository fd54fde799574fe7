import { createHash } from "node:crypto";
import { deleteAll, insertAll, type SqlConnection } from "./connection.ts";
import { type Table, type TableName, tables } from "./schema.ts";

/** Of one table: how many rows, and a sum of their contents that does not depend on their order. */
export interface Digest {
  readonly rows: number;
  readonly sum: string;
}
export type Digests = Readonly<Partial<Record<TableName, Digest>>>;

const pageSize = 500;
const copied = (Object.keys(tables) as TableName[]).filter((name) => name !== "moved_communes");

/** The tables and columns of a version; without it those of today. */
export type KnownTables = Readonly<Partial<Record<TableName, Table>>>;

interface Part {
  /** Of one commune; without it of the whole database, with what belongs to none. */
  readonly commune?: string;
  readonly known?: KnownTables;
}

/** What there is of our tables in an SQLite file of whatever version. */
export async function tablesOf(file: SqlConnection): Promise<KnownTables> {
  const known: Partial<Record<TableName, Table>> = {};
  for (const name of copied) {
    const found = (await file.all("select name from pragma_table_info(?)", [name])) as { name: string }[];
    const { key, columns } = tables[name];
    const there = Object.entries(columns).filter(([column]) => found.some((one) => one.name === column));
    if (there.length > 0) known[name] = { key, columns: Object.fromEntries(there) };
  }
  return known;
}

/** Copies everything there is of this part. Answers what was read. */
export async function copyTables(from: SqlConnection, to: SqlConnection, part: Part = {}): Promise<Digests> {
  return visit(from, part, async (name, table, rows) => {
    const columns = Object.keys(table.columns);
    const values = rows.map((row) => columns.map((column) => row[column]));
    await to.runAll(to.dialect.insertAll(name, table, "update"), values);
  });
}

export async function digestsOf(connection: SqlConnection, part: Part = {}): Promise<Digests> {
  return visit(connection, part, async () => undefined);
}

export async function clearTables(connection: SqlConnection, commune?: string): Promise<void> {
  for (const name of copied.toReversed()) {
    const { where, values } = partOf(connection, name, commune, 1);
    await connection.run(`delete from ${name} where ${where}`, values);
  }
}

/** The tables that differ. */
export function differences(a: Digests, b: Digests): TableName[] {
  return copied.filter((name) => a[name]?.rows !== b[name]?.rows || a[name]?.sum !== b[name]?.sum);
}

/** Says in the database that these communes lie elsewhere now, or that they are back. */
export async function markMoved(
  connection: SqlConnection,
  ids: readonly string[],
  moved: { destination: string; at: number } | null,
): Promise<void> {
  const rows = ids.map((id) => ({ id, destination: moved?.destination ?? "", at: moved?.at ?? 0 }));
  if (moved) await insertAll(connection, "moved_communes", rows);
  else await deleteAll(connection, "moved_communes", ["id"], rows);
}

async function visit(
  connection: SqlConnection,
  { commune, known = tables }: Part,
  take: (name: TableName, table: Table, rows: readonly Record<string, unknown>[]) => Promise<void>,
): Promise<Digests> {
  const digests: Partial<Record<TableName, Digest>> = {};
  for (const name of copied) {
    const table = known[name];
    if (!table) continue;
    const sum = Buffer.alloc(32);
    let count = 0;
    for await (const rows of pagesOf(connection, name, table, commune)) {
      for (const row of rows) addTo(sum, row, Object.keys(table.columns));
      count += rows.length;
      await take(name, table, rows);
    }
    digests[name] = { rows: count, sum: sum.toString("hex") };
  }
  return digests;
}

function addTo(sum: Buffer, row: Record<string, unknown>, columns: readonly string[]): void {
  const hash = createHash("sha256")
    .update(JSON.stringify(columns.map((column) => row[column])))
    .digest();
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) ^ (hash[i] as number);
}

async function* pagesOf(
  connection: SqlConnection,
  name: TableName,
  { key, columns }: Table,
  commune: string | undefined,
) {
  const { place } = connection.dialect;
  let after: readonly unknown[] = [];
  for (;;) {
    const begun = after.length > 0;
    const from = begun ? `(${key}) > (${key.map((_, i) => place(i + 1))}) and ` : "";
    const { where, values } = partOf(connection, name, commune, after.length + 1);
    const text = `select ${Object.keys(columns)} from ${name} where ${from}${where} order by ${key} limit ${pageSize}`;
    const rows = (await connection.all(text, [...after, ...values])) as Record<string, unknown>[];
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = key.map((column) => last[column]);
  }
}

function partOf(
  { dialect }: SqlConnection,
  name: TableName,
  commune: string | undefined,
  index: number,
): { where: string; values: readonly string[] } {
  if (commune === undefined) return { where: "1 = 1", values: [] };
  const value = dialect.place(index);
  if (name === "sessions") {
    return { where: `device in (select id from devices where commune = ${value})`, values: [commune] };
  }
  return { where: `${name === "communes" ? "id" : "commune"} = ${value}`, values: [commune] };
}
