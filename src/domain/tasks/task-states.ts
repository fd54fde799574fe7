import type { StateMachine } from "../kind.ts";

export const taskStates = ["notStarted", "running", "done", "paused"] as const;
export type TaskState = (typeof taskStates)[number];

export const taskMachine: StateMachine = {
  field: "state",
  initial: "notStarted",
  moves: {
    notStarted: ["running", "done", "paused"],
    running: ["done", "paused"],
    paused: ["running", "done"],
    done: ["running"],
  },
  guarded: [],
};
