import { createHash } from "node:crypto";
import { deleteAll, insertAll, type SqlConnection } from "./connection.ts";
import { type TableName, tables } from "./schema.ts";

/** Of one table: how many rows, and a sum of their contents that does not depend on their order. */
export interface Digest {
  readonly rows: number;
  readonly sum: string;
}
export type Digests = Readonly<Partial<Record<TableName, Digest>>>;

const pageSize = 500;
const copied = (Object.keys(tables) as TableName[]).filter((name) => name !== "moved_communes");

/** Copies everything of one commune, or of the whole database with what belongs to none. Answers what was read. */
export async function copyTables(from: SqlConnection, to: SqlConnection, commune?: string): Promise<Digests> {
  return visit(from, commune, (name, rows) => insertAll(to, name, rows as never));
}

export async function digestsOf(connection: SqlConnection, commune?: string): Promise<Digests> {
  return visit(connection, commune, async () => undefined);
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
  commune: string | undefined,
  take: (name: TableName, rows: readonly Record<string, unknown>[]) => Promise<void>,
): Promise<Digests> {
  const digests: Partial<Record<TableName, Digest>> = {};
  for (const name of copied) {
    const sum = Buffer.alloc(32);
    let count = 0;
    for await (const rows of pagesOf(connection, name, commune)) {
      for (const row of rows) addTo(sum, row, Object.keys(tables[name].columns));
      count += rows.length;
      await take(name, rows);
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

async function* pagesOf(connection: SqlConnection, name: TableName, commune: string | undefined) {
  const { key, columns } = tables[name];
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
