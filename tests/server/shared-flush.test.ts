import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SharedFlush } from "#server/store/shared-flush.ts";
import { connect } from "#server/store/sqlite.ts";
import { newDataDir, removeDataDir } from "../support/server-process.ts";

let folder: string;
let file: string;
let connection: ReturnType<typeof connect>;
let line: SharedFlush;

beforeEach(async () => {
  folder = await newDataDir();
  file = join(folder, "a.sqlite");
  connection = connect(file);
  await connection.script("create table t (a integer primary key, b text)");
  line = new SharedFlush(connection);
});
afterEach(async () => {
  connection.close();
  await removeDataDir(folder);
});

const insert = (a: number, b = "x") =>
  line.run(async () => {
    await connection.run("insert into t (a, b) values (?, ?)", [a, b]);
    return a;
  });
const kept = async () =>
  (await connection.all("select a from t order by a", [])).map((row) => (row as { a: number }).a);

describe("transactions that wait at the same moment", () => {
  it("share one flush, and each is answered with its own result", async () => {
    const before = await commits();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => insert(i)));
    expect(answers).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect((await commits()) - before).toBe(1);
    expect(await kept()).toEqual(answers);
  });

  it("are told only when another connection can see their work", async () => {
    const other = connect(file, { readOnly: true });
    const seen = await Promise.all(
      [1, 2, 3].map(async (a) => {
        await insert(a);
        return (await other.all("select count(*) as count from t", [])) as { count: number }[];
      }),
    );
    other.close();
    for (const [row] of seen) expect(row?.count).toBe(3);
  });

  it("fail alone: the others' work stays, in the order in which it came", async () => {
    const order: number[] = [];
    const turns = [1, 2, 3, 4, 5].map((a) =>
      line.run(async () => {
        order.push(a);
        await connection.run("insert into t (a) values (?)", [a === 4 ? 2 : a]);
        if (a === 3) throw new Error("refused after it wrote");
        return a;
      }),
    );
    const outcomes = await Promise.allSettled(turns);
    expect(
      outcomes.map((one) =>
        one.status === "fulfilled" ? one.value : (one.reason.code ?? one.reason.message),
      ),
    ).toEqual([1, 2, "refused after it wrote", "SQLITE_CONSTRAINT_PRIMARYKEY", 5]);
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect(await kept()).toEqual([1, 2, 5]);
  });

  it("all fail when the disk is full, nothing of them stays, and the next ones go on", async () => {
    const [{ page_count: pages }] = (await connection.all("PRAGMA page_count", [])) as [
      { page_count: number },
    ];
    await connection.all(`PRAGMA max_page_count = ${pages + 4}`, []);
    const outcomes = await Promise.allSettled([
      insert(1),
      insert(2),
      insert(3, "y".repeat(200_000)),
      insert(4),
    ]);
    const full = outcomes.map((one) => one.status === "rejected" && one.reason.code);
    expect(full[2]).toBe("SQLITE_FULL");
    const answered = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(await kept()).toEqual(answered);
    await connection.all("PRAGMA max_page_count = 100000", []);
    expect(await insert(9)).toBe(9);
    expect(await kept()).toEqual([...answered, 9]);
  });

  it("one alone that fails leaves nothing, and none is left waiting", async () => {
    await expect(
      line.run(async () => {
        await connection.run("insert into t (a) values (1)", []);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await kept()).toEqual([]);
    const late = insert(2).then(() => insert(3));
    await late;
    await line.ended();
    expect(await kept()).toEqual([2, 3]);
  });
});

/** Commits in the write-ahead log: frames that name the size of the database after them. */
async function commits(): Promise<number> {
  const log = await readFile(`${file}-wal`);
  const page = log.readUInt32BE(8);
  let count = 0;
  for (let at = 32; at + 24 + page <= log.length; at += 24 + page)
    if (log.readUInt32BE(at + 4) > 0) count += 1;
  return count;
}
