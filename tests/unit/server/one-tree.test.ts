import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "#server/store/migrations.ts";
import { connect, type SqliteConnection } from "#server/store/sqlite.ts";

let connection: SqliteConnection;
beforeEach(async () => {
  connection = connect(":memory:");
  await migrate(connection, 1, { upTo: 9 });
  await connection.script(`
    insert into communes (id, seq, epoch, past_epochs, capsule_public, capsule_secret, created_at, floor)
    values ('c', 3, 'e', '[]', 'p', 's', 1, 0), ('khác', 1, 'e', '[]', 'p', 's', 1, 0);
    insert into op_records (commune, record, seq, device, n) values
      ('c', 'v-2', 3, 'd2', 1), ('c', 'v-1', 1, 'd1', 1), ('c', 'v-1', 2, 'd1', 2), ('khác', 'v-1', 1, 'd1', 1);
    insert into personal_content (commune, holder, id, content) values
      ('c', 'row', 'call/v-1', '{"note":"bà \\u0000 Lụa"}'), ('c', 'op', 'd1/2', '{}'), ('khác', 'row', 'call/v-1', '{"note":"x"}');
  `);
});
afterEach(() => connection.close());

const contentOf = async (table: string) =>
  (await connection.all(`select * from ${table}`, [])).map((row) => JSON.stringify(row)).sort();

describe("step 10", () => {
  it.each(["op_records", "personal_content"])(
    "keeps all of %s, in the order of its key alone",
    async (table) => {
      const before = await contentOf(table);
      expect(before.length).toBeGreaterThan(2);
      await migrate(connection, 2);
      expect(await contentOf(table)).toEqual(before);
      const trees = await connection.all(
        "select name from sqlite_master where tbl_name = ? and rootpage > 0",
        [table],
      );
      expect(trees).toEqual([{ name: table }]);
    },
  );

  it("leaves nothing of the old tables, and the rules of the new ones hold", async () => {
    await migrate(connection, 2);
    const named = await connection.all("select name from sqlite_master where name like '%before%'", []);
    expect(named).toEqual([]);
    expect(await connection.all("pragma foreign_key_check", [])).toEqual([]);
    const put = (commune: string) =>
      connection.run("insert into personal_content values (?, 'row', 'call/v-1', '{}')", [commune]);
    await expect(put("c")).rejects.toThrow(/UNIQUE/);
    await expect(put("không có")).rejects.toThrow(/FOREIGN KEY/);
  });
});
