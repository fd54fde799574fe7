import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { statementsOf } from "#server/store/commune-statements.ts";
import { sqlite } from "#server/store/dialect.ts";
import { migrate } from "#server/store/migrations.ts";
import { connect, type SqliteConnection } from "#server/store/sqlite.ts";

/*
 * Invariant 12: an exchange reads what changed, not what is stored. Whatever lies in the tables, every statement goes
 * through an index that narrows further than to the commune; a partial index holds only what it is about.
 */
const partial = /USING (COVERING )?INDEX (ops_parked|ops_parked_by_seq|rows_gone)\b/;
/** Members of security cases: a handful a year. */
const few = new Set(["allCases"]);

let connection: SqliteConnection;
beforeAll(async () => {
  connection = connect(":memory:");
  await migrate(connection, 1);
});
afterAll(() => connection.close());

async function planOf(sql: string): Promise<string[]> {
  const places = sql.match(/\?/g)?.length ?? 0;
  const steps = await connection.all(`EXPLAIN QUERY PLAN ${sql}`, Array(places).fill(null));
  return (steps as { detail: string }[]).map(({ detail }) => detail);
}

describe("the statements of an exchange", () => {
  const statements = Object.entries(statementsOf(sqlite));

  it("are known", () => expect(statements.length).toBeGreaterThan(20));

  it.each(statements)("%s reads no more than it answers", async (name, { sql }) => {
    const plan = await planOf(sql);
    expect(plan.length).toBeGreaterThan(0);
    const reads = plan.filter((step) => /^(SEARCH|SCAN)/.test(step) && !step.includes("json_each"));
    const wide = reads.filter(
      (step) => step.startsWith("SCAN") || (/\(commune=\?\)$/.test(step) && !partial.test(step)),
    );
    expect(few.has(name) ? [] : wide).toEqual([]);
  });

  it("answers the daily digest by an index alone, however much was ever deleted", async () => {
    const plan = (await planOf(statementsOf(sqlite).digests.sql)).join();
    expect(plan).toContain("COVERING INDEX rows_live");
  });

  it("finds what is to be forgotten without looking at what stays", async () => {
    const { oldTombstones } = statementsOf(sqlite);
    expect((await planOf(oldTombstones.sql)).join()).toContain("rows_gone");
  });
});
