import type { FastifyReply, FastifyRequest } from "fastify";
import { Problem } from "../problem.ts";

/**
 * Lets so many exchanges be under way at once, counted from the last byte of the request to the answer: a slow link takes
 * no place while it sends. Whoever comes on top is told when to come again, before anything of theirs is read. The times
 * given out follow one another at the pace at which answers are made, so that five thousand devices that come in one
 * minute come back one after another and not all at once; nobody is sent away for longer than a minute.
 */
export interface Gate {
  /** Hooks of a guarded route. */
  readonly hooks: {
    onRequest(request: FastifyRequest, reply: FastifyReply): Promise<void>;
    preHandler(): Promise<void>;
    onSend(request: FastifyRequest): Promise<void>;
  };
  /** `owed`: callers told to come later whose time has not come, as the pace goes. */
  state(): { running: number; owed: number };
}

const leastMs = 1000;
const longestMs = 60_000;
/** Room beside those who were told to come. */
const slack = 1.25;
/** Bodies that all arrive at once after there was room for each: beyond so many times the places they are sent away too. */
const overfull = 3;

export function createGate(of: {
  readonly most: number;
  readonly now: () => number;
  readonly random?: () => number;
}): Gate {
  const { most, now, random = Math.random } = of;
  const inside = new WeakSet<FastifyRequest>();
  let running = 0;
  /** While busy: ms from one answer to the next, smoothed. */
  let paceMs = 10;
  let lastEnd = 0;
  /** The last time that was given out. */
  let lastTurn = 0;

  function refuse(): never {
    const turn = Math.max(lastTurn, now() + leastMs) + paceMs * slack;
    const waitMs = turn - now();
    // No two come in one moment: each waits up to a second longer.
    if (waitMs > longestMs - leastMs) {
      throw new Problem("busy", { waitMs: Math.round(longestMs * (0.5 + random() / 2)) });
    }
    lastTurn = turn;
    throw new Problem("busy", { waitMs: Math.round(waitMs + random() * leastMs) });
  }

  function ended(): void {
    const at = now();
    if (running > 1 && lastEnd > 0) {
      paceMs = Math.min(1000, Math.max(0.5, paceMs * 0.95 + (at - lastEnd) * 0.05));
    }
    lastEnd = at;
    running -= 1;
  }

  return {
    hooks: {
      async onRequest(request, reply) {
        if (running >= most) refuse();
        request.raw.once("end", () => {
          if (reply.sent) return;
          inside.add(request);
          running += 1;
        });
      },
      async preHandler() {
        if (running > most * overfull) refuse();
      },
      async onSend(request) {
        if (inside.delete(request)) ended();
      },
    },
    state: () => ({
      running,
      owed: Math.max(0, Math.round((lastTurn - now() - leastMs) / (paceMs * slack))),
    }),
  };
}
