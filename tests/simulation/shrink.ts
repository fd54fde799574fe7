import type { Step } from "./world.ts";
import { runPlan } from "./world.ts";

/** Leaves out steps for as long as the plan still fails: what is left is what matters. */
export async function shrink(seed: number, plan: readonly Step[]): Promise<Step[]> {
  let best = [...plan];
  for (let size = best.length >> 1; size >= 1; size = size >> 1) {
    for (let at = 0; at < best.length; ) {
      const shorter = [...best.slice(0, at), ...best.slice(at + size)];
      if ((await runPlan(seed, shorter)).error) best = shorter;
      else at += size;
    }
  }
  return best;
}
