import type { StateMachine } from "../kind.ts";

/** Who has to act: the team of the village, the one-stop centre, or the police of the commune. */
export const addressees = ["team", "centre", "police"] as const;
export type Addressee = (typeof addressees)[number];

export const callStates = ["waiting", "received", "called", "done"] as const;
export type CallState = (typeof callStates)[number];

/**
 * chờ gọi → (đã nhận) → đã gọi → xong. Handing it on makes it wait anew, and an undo leads back; whoever did not see
 * the latest move is told of it, but for *xong*, which ends it whatever happened meanwhile.
 */
export const callMachine: StateMachine = {
  field: "state",
  initial: "waiting",
  moves: {
    waiting: ["received", "called", "done"],
    received: ["waiting", "called", "done"],
    called: ["waiting", "received", "done"],
    done: ["waiting", "received", "called"],
  },
  guarded: ["waiting", "received", "called"],
};
