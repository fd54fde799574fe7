import { machineTime } from "#server/clock/time-source.ts";
import { readConfig } from "#server/config.ts";
import { createServer } from "#server/server.ts";

/** The real server on a machine whose clock the test sets: at the start by the environment, later by a message. */
// Its long waits pass quickly, where the test wants the night to come.
if (process.env["NIGHT_SOON"]) {
  const waits = globalThis.setInterval;
  globalThis.setInterval = ((work: () => void, ms: number) =>
    waits(work, ms >= 600_000 ? 300 : ms)) as typeof setInterval;
}

let offMs = Number(process.env["CLOCK_OFF_MS"]);
const server = await createServer(readConfig(process.env, []), {
  ...machineTime,
  wall: () => Date.now() + offMs,
});
process.on("message", ({ byMs }: { byMs: number }) => {
  offMs = byMs;
  process.send?.("set");
});
process.on("SIGTERM", async () => {
  await server.close();
  process.disconnect();
});
process.stdout.write(`${server.notices.join("\n")}\n`);
