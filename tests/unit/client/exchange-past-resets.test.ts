import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exchangePastResets } from "#client/exchange-past-resets.ts";
import { firstBatch } from "#sync/exchange.ts";
import type { TransportOutcome } from "#sync/transport.ts";
import { type Phone, SmallCommune, visit } from "#tests/support/small-commune.ts";

const reset: TransportOutcome = { ok: false, failure: "unreachable", bytes: 0 };
let commune: SmallCommune;
let phone: Phone;

beforeEach(async () => {
  vi.useFakeTimers();
  commune = await SmallCommune.with();
  await commune.person("pa", ["village"]);
  phone = await commune.phone("d1", "pa");
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets timers pass until it is over. */
async function throughTime<T>(work: Promise<T>): Promise<T> {
  let over = false;
  void work.finally(() => {
    over = true;
  });
  while (!over) await vi.advanceTimersByTimeAsync(50);
  return work;
}

describe("an exchange without a page", () => {
  it("goes on past connections that are reset, with all that it carried", async () => {
    await phone.save(visit("a"));
    let resets = 2;
    phone.link = async (ask) => (resets-- > 0 ? reset : ask());
    const result = await throughTime(exchangePastResets(phone.tab, firstBatch));
    expect(result).toMatchObject({ ok: true });
    expect(phone.asked.at(-1)?.ops).toHaveLength(1);
    expect(await commune.decided("d1")).toEqual({ 1: "applied" });
  });

  it("leaves a link that is gone, or a server that will not, to the browser", async () => {
    let asked = 0;
    for (const outcome of [reset, { ...reset, failure: "busy", waitMs: 10 } as const]) {
      phone.link = async () => {
        asked += 1;
        return outcome;
      };
      expect(await throughTime(exchangePastResets(phone.tab, firstBatch))).toMatchObject({ ok: false });
    }
    expect(asked).toBeLessThan(8);
  });
});
