import { firstBatch } from "#sync/exchange.ts";
import { appVersion } from "./app-version.ts";
import { databases } from "./databases.ts";
import { exchangeLock, inTurn, systemLocks } from "./device-lock.ts";
import { exchangePastResets } from "./exchange-past-resets.ts";
import { fetchTransport } from "./fetch-transport.ts";
import { systemClock, systemRandomness } from "./system-ports.ts";

const lockPatienceMs = 5000;

/** Brings one logbook up to date without a page, for so long at most; every step is durable. */
export async function pullFor(device: string, forMs: number): Promise<void> {
  const end = systemClock.monotonic() + forMs;
  const store = databases().openStore(device);
  const transport = fetchTransport(device);
  const ports = { store, transport, clock: systemClock, randomness: systemRandomness, appVersion };
  try {
    await inTurn(systemLocks(), exchangeLock(device), lockPatienceMs, async () => {
      let batch = firstBatch;
      while (systemClock.monotonic() < end) {
        const result = await exchangePastResets(ports, batch);
        if (!result.ok || !result.more) return;
        batch = result.batch;
      }
    });
  } finally {
    store.close();
  }
}
