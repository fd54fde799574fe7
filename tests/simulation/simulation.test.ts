import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { addCounters, newCounters } from "./counters.ts";
import { mutants } from "./mutants.ts";
import { neverHappened, type SeedsResult } from "./run-seeds.ts";
import { keptSteps, planOf, runPlan, stepsWithoutRare, stepsWithoutSms } from "./world.ts";

const run = promisify(execFile);

/** What chance alone brings a few times in a thousand plans is what the contract is for: it must be frequent. */
const rareNames = ["supersededOps", "editMetDeletion", "staleTransitions", "prunedOps"] as const;

async function simulate(
  seeds: string,
  options: { mutant?: string; steps?: string } = {},
): Promise<SeedsResult> {
  const loader = options.mutant ? ["--import", "./tests/simulation/mutant-loader.ts"] : [];
  const env = { ...process.env, ...(options.mutant ? { MUTANT: options.mutant } : {}) };
  const args = [
    ...loader,
    "tests/simulation/cli.ts",
    "--seeds",
    seeds,
    "--json",
    ...(options.steps ? ["--steps", options.steps] : []),
  ];
  const done = await run(process.execPath, args, { env, maxBuffer: 2 ** 26 }).catch(
    (error: unknown) => error as { code?: number; stdout: string; stderr: string },
  );
  const line = done.stdout.split("\n").find((text) => text.startsWith("{"));
  if (!line) throw new Error(`No result for ${seeds} ${options.mutant ?? ""}: ${done.stderr}`);
  return JSON.parse(line) as SeedsResult;
}

describe("the sync contract, simulated", () => {
  it("holds over 1,000 seeds, and every fault really occurred", { timeout: 600_000 }, async () => {
    const parts = await Promise.all([simulate("1..500"), simulate("501..1000")]);
    const counters = newCounters();
    for (const part of parts) {
      expect(part.failure, JSON.stringify(part.failure, null, 1)).toBeNull();
      addCounters(counters, part.counters);
    }
    expect(parts.reduce((sum, part) => sum + part.seeds, 0)).toBe(1000);
    expect(neverHappened(counters)).toEqual([]);
    for (const name of rareNames) expect(counters[name], name).toBeGreaterThanOrEqual(200);
  });

  // Each of these found a defect once: a flicker of one's own edit, rows of an old history, an own receipt too many.
  it.each([1427, 2254, 3670, 3846, 4349, 10_312])(
    "still holds for seed %i",
    { timeout: 120_000 },
    async (seed) => {
      expect((await runPlan(seed, planOf(seed, keptSteps))).error).toBeNull();
    },
  );

  // With the steps that came later: a sweep too early, a refusal after a wait that left its op waiting, rows given to keep
  // that were another history's or another scope's.
  it.each([1175, 32_662, 36_203, 39_779, 52_415])(
    "still holds for seed %i",
    { timeout: 120_000 },
    async (seed) => {
      expect((await runPlan(seed, planOf(seed, stepsWithoutSms))).error).toBeNull();
    },
  );

  // With those before the rare ones: a parked op that another hand brought to the restored history; a receipt of an old
  // history that came by hand; a record that left one scope for another and changed again beyond the page's end.
  it.each([42_163, 902_505, 902_966])("still holds for seed %i", { timeout: 120_000 }, async (seed) => {
    expect((await runPlan(seed, planOf(seed, stepsWithoutRare))).error).toBeNull();
  });

  // With those of today: what left a lost scope after the floor had risen over the device's cursor; a late own edit that
  // beat what was written upon the later one; a refusal whose number a history closed that a restore took back
  // as well; what was kept of a lost scope though below the floor, or in a new history, nobody tells of it any more; what
  // an edit of one's own held there until it was decided, and then left as kept; one's own of long ago that left a scope
  // and was changed again beyond the page's end, or changed there by its author, or was deleted as scopes were lost; an
  // earlier own value that waited and lay on top of a later one; the time of a message that a wrong clock had given.
  it.each([
    1_000_292, 1_001_252, 1_002_719, 1_005_361, 1_009_554, 1_011_666, 1_003_665, 367, 691, 710, 5001, 7083,
    305_024, 308_846, 303_706, 304_241, 8930,
  ])("still holds for seed %i", { timeout: 120_000 }, async (seed) => {
    expect((await runPlan(seed, planOf(seed))).error).toBeNull();
  });

  // Each in a process of its own, as many at once as the runner allows.
  it.concurrent.each(mutants.map(({ name, meets }) => ({ name, meets })))(
    "catches a planted bug: $name",
    { timeout: 600_000 },
    async ({ name, meets }) => {
      const { seeds = "1..1500", steps = "today" } = meets ?? {};
      expect((await simulate(seeds, { mutant: name, steps })).failure?.message).toMatch(/invariant \d+/);
    },
  );
});
