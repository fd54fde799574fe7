import DatabaseDriver from "better-sqlite3";
import type { Op } from "#protocol/op.ts";

/** Record and op of each deed as text, in one transaction, on the disk when it returns: the least a server must do. */
export function openRawStore(file: string) {
  const database = new DatabaseDriver(file);
  for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"])
    database.pragma(pragma);
  database.exec("create table rows (id text primary key, seq integer, body text) without rowid");
  database.exec("create index rows_seq on rows (seq)");
  database.exec("create table ops (device text, n integer, op text, primary key (device, n)) without rowid");
  const putRow = database.prepare("insert or replace into rows values (?, ?, ?)");
  const putOp = database.prepare("insert into ops values (?, ?, ?)");
  const insertAll = database.transaction((device: string, rows: readonly [string, number, string][]) => {
    for (const [id, n, text] of rows) {
      putRow.run(id, n, text);
      putOp.run(device, n, text);
    }
  });
  return {
    /** Answers how long it took, ms. Ops that come once more come as another device's. */
    insert(device: string, ops: readonly Op[]): number {
      const rows = ops.map((op): [string, number, string] => [
        `${device}/${op.ch[0]?.id}`,
        op.n,
        JSON.stringify(op),
      ]);
      const began = performance.now();
      insertAll.immediate(device, rows);
      return performance.now() - began;
    },
    close: () => database.close(),
  };
}
