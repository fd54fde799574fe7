import { uptime } from "node:os";

/** What the machine says of time. The server's process gives its own; tests give one that they set. */
export interface TimeSource {
  /** The machine's clock, Unix ms; may be wrong by years and may jump. */
  wall(): number;
  /** Ms that only move forward; quick to ask. */
  steady(): number;
  /** The same, counting while the machine sleeps. Asked only when the two above disagree. */
  awake(): number;
}

export const machineTime: TimeSource = {
  wall: () => Date.now(),
  steady: () => performance.now(),
  awake: () => uptime() * 1000,
};
