import { addCounters, type Counters, counterNames, newCounters } from "./counters.ts";
import { shrink } from "./shrink.ts";
import { planOf, runPlan, type StepWeights } from "./world.ts";

export interface SeedsResult {
  readonly seeds: number;
  readonly counters: Counters;
  readonly failure: { seed: number; message: string; trace: string[] } | null;
}

/** Runs seeds in order and stops at the first violation, with its shrunk trace. */
export async function runSeeds(from: number, to: number, steps?: StepWeights): Promise<SeedsResult> {
  const counters = newCounters();
  for (let seed = from; seed <= to; seed++) {
    const plan = planOf(seed, steps);
    const outcome = await runPlan(seed, plan);
    addCounters(counters, outcome.counters);
    if (!outcome.error) continue;
    const small = await shrink(seed, plan);
    const again = await runPlan(seed, small, true);
    const message = (again.error ?? outcome.error).message;
    return { seeds: seed - from + 1, counters, failure: { seed, message, trace: again.trace } };
  }
  return { seeds: to - from + 1, counters, failure: null };
}

/** What a run of this size should have met and did not. */
export function neverHappened(counters: Counters): string[] {
  return counterNames.filter((name) => counters[name] === 0);
}
