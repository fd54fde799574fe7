import { clockFileIn, type Jump } from "./clock/clock-file.ts";
import { ServerClock } from "./clock/server-clock.ts";
import type { TimeSource } from "./clock/time-source.ts";
import type { Config } from "./config.ts";
import { createDefects, type Defects } from "./defects.ts";
import { createLog, type Log } from "./log.ts";

/** What everything else stands on: the time, the log, and who hears of what nobody foresaw. */
export interface Machine {
  readonly clock: ServerClock;
  readonly log: Log;
  readonly defects: Defects;
  stop(): void;
}

const lookEveryMs = 1000;

export function startMachine(config: Config, time: TimeSource): Machine {
  let log: Log | undefined;
  const tell = ({ by }: Jump) => log?.write("warn", "clock-jumped", { seconds: Math.round(by / 1000) });
  const clock = new ServerClock({ time, file: clockFileIn(config.dataDir), onJump: tell });
  const { logLevel: level, logDir: folder, logKeepDays: keepDays } = config;
  log = createLog({ level, folder, keepDays, clock });
  // The clock that the machine woke up with may be wrong already.
  const [open] = clock.state().jumps;
  if (open?.until === null) tell(open);
  const defects = createDefects({ log, now: clock.now });
  const timer = setInterval(clock.tick, lookEveryMs);
  timer.unref();
  return {
    clock,
    log,
    defects,
    stop() {
      clearInterval(timer);
      clock.note();
    },
  };
}
