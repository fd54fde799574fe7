import type { EnginePorts } from "#sync/engine.ts";
import { LoopActivity } from "./loop-activity.ts";
import type { SyncLoop, SyncLoopOptions } from "./loop-ports.ts";

/** So long after a failure to fetch the loop itself: a first visit whose link has gone. */
const fetchAgainMs = 3000;

/** The loop, fetched when the first screen stands or a person asks: showing and saving need none of it. */
export function lateLoop(
  ports: EnginePorts,
  options: SyncLoopOptions & { readonly startAfterMs: number },
): SyncLoop {
  const activity = new LoopActivity();
  let loop: SyncLoop | undefined;
  let isStopped = false;
  let callOff = options.schedule(options.startAfterMs, () => void begin());

  /** Asked for by a person, it does nothing before what they asked. */
  async function begin(startAfterMs = 0): Promise<SyncLoop | undefined> {
    callOff();
    try {
      const { startSyncLoop } = await import("./sync-loop.ts");
      if (!isStopped) loop ??= startSyncLoop(ports, { ...options, startAfterMs, activity });
    } catch {
      activity.show({ failure: "unreachable" });
      callOff();
      if (!isStopped) callOff = options.schedule(fetchAgainMs, () => void begin());
    }
    return loop;
  }

  return {
    activity,
    // A loop that begins looks by itself for what was saved before.
    nudge: () => loop?.nudge(),
    sendNow: async () => (loop ?? (await begin(Number.POSITIVE_INFINITY)))?.sendNow(),
    stop() {
      isStopped = true;
      callOff();
      loop?.stop();
      activity.end();
    },
  };
}
