import type { Op } from "#protocol/op.ts";
import type { CommuneState } from "./commune-store.ts";

/** Bases of an earlier epoch count only up to where the restored history agrees with what the device saw. */
export function baseTranslation(state: CommuneState, op: Op): (base: number) => number {
  if (op.e === state.epoch) return (base) => base;
  const agreed = agreedSeq(state, op.e);
  return (base) => Math.min(base, agreed);
}

/** The seq up to which today's history is the one that this earlier epoch knew; 0 for an unknown epoch. */
export function agreedSeq(state: CommuneState, epoch: string): number {
  const past = state.pastEpochs.findIndex((entry) => entry.epoch === epoch);
  return past < 0 ? 0 : Math.min(...state.pastEpochs.slice(past).map(({ restoredSeq }) => restoredSeq));
}
