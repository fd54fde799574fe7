import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readingsAt } from "../../support/rows-read.ts";
import { type Measure, mustBe } from "../measure.ts";
import type { BenchOptions } from "../world.ts";

const few = 1000;

/** Invariant 12: what an exchange reads of the store, with few records in it and with very many. */
export async function measureRowsRead({ quick }: BenchOptions): Promise<Measure[]> {
  const many = quick ? 100_000 : 1_000_000;
  const folder = await mkdtemp(join(tmpdir(), "so-truc-rows-"));
  try {
    const small = await readingsAt(join(folder, "few.sqlite"), few);
    const large = await readingsAt(join(folder, "many.sqlite"), many);
    mustBe("statements that walk through a table", large.flatMap(({ walks }) => walks).length, 0);
    return large.map(({ name, read, written }, i) => {
      const before = small[i]?.read ?? Number.NaN;
      const grows = name === "the daily comparison";
      return {
        name: `rows read, ${many} stored against ${few}: ${name}`,
        value: read / before,
        unit: "times" as const,
        ...(grows ? {} : { aim: 1 }),
        detail: `${read} against ${before} rows read, ${written} written`,
      };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
