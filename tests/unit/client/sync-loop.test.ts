import { beforeEach, describe, expect, it } from "vitest";
import type { Locks } from "#client/device-lock.ts";
import { type LoopMessage, type SyncLoopOptions, startSyncLoop } from "#client/sync-loop.ts";
import type { DeviceMeta, OutboxEntry } from "#sync/device-store.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import type { Transport, TransportOutcome } from "#sync/transport.ts";

/** Time that moves only when told to; promises are given room between ticks. */
function makeTime() {
  let now = 0;
  let timers: { at: number; work: () => void }[] = [];
  return {
    clock: { wall: () => 1_800_000_000_000 + now, monotonic: () => now },
    schedule(ms: number, work: () => void) {
      const timer = { at: now + ms, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    async pass(ms: number) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.work();
        await settle();
      }
      now = end;
    },
    waiting: () => timers.map(({ at }) => at - now),
  };
}

/** Every step that needs no time has been taken: the loop awaits promises and fetches its exchange, both without time. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}

// Fetching a module takes true time, once.
beforeEach(async () => {
  await import("#sync/exchange.ts");
});

function sign() {
  const tells = new Set<() => void>();
  const on = (tell: () => void) => {
    tells.add(tell);
    return () => void tells.delete(tell);
  };
  const fire = () => {
    for (const tell of [...tells]) tell();
  };
  return { on, fire, size: () => tells.size };
}

const reply = (cursor: number, more = false): TransportOutcome => ({
  ok: true,
  sentAt: 1,
  receivedAt: 2,
  bytes: 10,
  reply: {
    protocol: 1,
    epoch: "e",
    serverTime: 1,
    receipts: [],
    rows: [],
    exits: [],
    cursor,
    more,
    booting: {},
    arrived: [],
    scopes: [],
    durableN: 0,
    maxOpVersion: 1,
  },
});
const down: TransportOutcome = { ok: false, failure: "unreachable", bytes: 0 };

async function start(
  answer: () => TransportOutcome | Promise<TransportOutcome>,
  more: { lock?: Locks; visible?: boolean; afterText?: NonNullable<SyncLoopOptions["afterText"]> } = {},
) {
  const time = makeTime();
  const store = new MemoryDisk().open();
  await store.transact("strict", (tx) =>
    tx.putMeta(initialMeta({ device: "d", person: "p", commune: "c", epoch: "e" }) as DeviceMeta),
  );
  let calls = 0;
  const transport: Transport = {
    exchange: async () => {
      calls += 1;
      return answer();
    },
    quarantine: async () => false,
  };
  const ports: EnginePorts = {
    store,
    transport,
    clock: time.clock,
    randomness: { next: () => 0.5 },
    appVersion: "t",
  };
  const [visible, hidden, online] = [sign(), sign(), sign()];
  const posted: LoopMessage[] = [];
  let tell: (message: LoopMessage) => void = () => undefined;
  const pokes: { poke: () => void; lost: () => void; open: boolean }[] = [];
  let background = 0;
  const loop = startSyncLoop(ports, {
    device: "d",
    lock: more.lock,
    signs: {
      isVisible: () => more.visible ?? true,
      onVisible: visible.on,
      onHidden: hidden.on,
      onOnline: online.on,
    },
    schedule: time.schedule,
    poke: (poke, lost) => {
      const one = { poke, lost, open: true };
      pokes.push(one);
      return () => {
        one.open = false;
      };
    },
    channel: {
      post: (message) => posted.push(message),
      listen: (listener) => {
        tell = listener;
        return () => undefined;
      },
    },
    askBackground: () => {
      background += 1;
    },
    ...(more.afterText ? { afterText: more.afterText } : {}),
  });
  await settle();
  return {
    time,
    store,
    loop,
    visible,
    hidden,
    online,
    posted,
    hear: (m: LoopMessage) => tell(m),
    pokes,
    calls: () => calls,
    background: () => background,
  };
}

describe("the page's sync loop", () => {
  it("exchanges at once, soon after a save, and when poked", async () => {
    const t = await start(() => reply(0));
    expect(t.calls()).toBe(1);
    t.loop.nudge();
    t.loop.nudge();
    await t.time.pass(40);
    expect(t.calls()).toBe(1);
    await t.time.pass(20);
    expect(t.calls()).toBe(2);
    t.pokes[0]?.poke();
    await settle();
    expect(t.calls()).toBe(3);
    expect(t.pokes).toHaveLength(1);
  });

  it("goes on while there is more, and then rests", async () => {
    let left = 5;
    const t = await start(() => reply(0, left-- > 0));
    expect(t.calls()).toBe(6);
    expect(t.loop.activity.get()).toMatchObject({ sending: false, failure: null });
  });

  it("sends photos when all text is through, and fetches what became of them", async () => {
    let left = 2;
    const rounds: number[] = [];
    const t = await start(() => reply(0, left-- > 0), {
      afterText: async () => {
        rounds.push(left);
        return { ok: true, stored: rounds.length === 1 ? 3 : 0 };
      },
    });
    expect(rounds).toEqual([-1, -2]);
    expect(t.calls()).toBe(4);
  });

  it("lets text pass before the next chunk of a photo", async () => {
    const went: boolean[] = [];
    let save: () => void = () => undefined;
    const t = await start(() => reply(0), {
      afterText: async (goOn, onPhoto) => {
        onPhoto("p1");
        went.push(goOn());
        save();
        went.push(goOn());
        onPhoto(null);
        return { ok: true, stored: 0 };
      },
    });
    went.length = 0;
    save = () => {
      save = () => undefined;
      t.loop.nudge();
    };
    const before = t.calls();
    await t.loop.sendNow();
    expect(went.slice(0, 2)).toEqual([true, false]);
    expect(t.calls()).toBeGreaterThan(before + 1);
    expect(t.loop.activity.get().photo).toBeNull();
  });

  it("waits after a photo that failed as long as it is told to, and says why", async () => {
    const t = await start(() => reply(0), {
      afterText: async () => ({ ok: false, stored: 0, failure: "unreachable", retryInMs: 8000 }),
    });
    expect(t.loop.activity.get()).toMatchObject({ failure: "unreachable", sending: false });
    await t.time.pass(7900);
    expect(t.calls()).toBe(1);
    await t.time.pass(200);
    expect(t.calls()).toBe(2);
  });

  it("is not kept busy by a server that always says more", async () => {
    const t = await start(() => reply(0, true));
    const first = t.calls();
    expect(first).toBeLessThan(30);
    await t.time.pass(2900);
    expect(t.calls()).toBe(first);
  });

  it("backs off after failure; a person, a link and a return to the page cut it short", async () => {
    const t = await start(() => down);
    expect(t.loop.activity.get().failure).toBe("unreachable");
    expect(t.background()).toBe(1);
    await t.time.pass(200);
    expect(t.calls()).toBe(1);
    await t.loop.sendNow();
    t.online.fire();
    await settle();
    t.visible.fire();
    await settle();
    expect(t.calls()).toBe(4);
    const [wait] = t.time.waiting();
    expect(wait).toBeGreaterThan(5000);
    await t.time.pass((wait ?? 0) + 1);
    expect(t.calls()).toBe(5);
  });

  it("tries each minute while somebody looks, and no longer when nobody does", async () => {
    const watched = await start(() => down);
    const left = await start(() => down, { visible: false });
    for (let minute = 0; minute < 60; minute++) {
      await watched.time.pass(60_000);
      await left.time.pass(60_000);
    }
    expect(watched.calls()).toBeGreaterThanOrEqual(60);
    expect(left.calls()).toBeLessThan(30);
  });

  it("does not try at every save while the link is down, but asks the browser to send later", async () => {
    const t = await start(() => down);
    t.loop.nudge();
    await t.time.pass(100);
    expect(t.calls()).toBe(1);
    expect(t.background()).toBe(2);
    await t.time.pass(16_000);
    const before = t.calls();
    await t.time.pass(15_000);
    t.loop.nudge();
    await t.time.pass(60);
    expect(t.calls()).toBeGreaterThan(before);
  });

  it("leaves the work to the tab that holds the lock, but not for ever", async () => {
    let held = true;
    const lock: Locks = { request: async (_name, _options, work) => work(held ? null : {}) };
    const t = await start(() => reply(0), { lock });
    expect(t.calls()).toBe(0);
    expect(t.posted).toContainEqual({ type: "work", device: "d" });
    await t.time.pass(59_000);
    expect(t.calls()).toBe(0);
    await t.time.pass(10_000);
    expect(t.calls()).toBe(1);
    held = false;
    await t.loop.sendNow();
    expect(t.calls()).toBe(2);
  });

  it("waits for its turn when a person asks, as the worker may be sending just now", async () => {
    const gate: { open: () => void } = { open: () => undefined };
    const free = new Promise<void>((resolve) => {
      gate.open = resolve;
    });
    const lock: Locks = {
      request: async (_name, { ifAvailable }, work) => {
        if (ifAvailable) return work(null);
        await free;
        return work({});
      },
    };
    const t = await start(() => reply(0), { lock });
    let over = false;
    const asked = t.loop.sendNow().then(() => {
      over = true;
    });
    await settle();
    expect([t.calls(), over]).toEqual([0, false]);
    gate.open();
    await asked;
    expect(t.calls()).toBe(1);
  });

  it("looks again when another tab saved, and minds its own device only", async () => {
    const t = await start(() => reply(0));
    t.hear({ type: "work", device: "other" });
    await t.time.pass(100);
    expect(t.calls()).toBe(1);
    t.hear({ type: "work", device: "d" });
    await t.time.pass(100);
    expect(t.calls()).toBe(2);
  });

  it("listens for pokes only while seen and linked", async () => {
    let answer = reply(0);
    const t = await start(() => answer);
    expect(t.pokes[0]?.open).toBe(true);
    t.hidden.fire();
    expect(t.pokes[0]?.open).toBe(false);
    t.visible.fire();
    await settle();
    expect(t.pokes[1]?.open).toBe(true);
    answer = down;
    await t.loop.sendNow();
    expect(t.pokes[1]?.open).toBe(false);
  });

  it("sends what was saved during an exchange right after it", async () => {
    const gate: { open: () => void } = { open: () => undefined };
    let first = true;
    const t = await start(() => {
      if (!first) return reply(0);
      first = false;
      return new Promise((resolve) => {
        gate.open = () => resolve(reply(0));
      });
    });
    expect(t.loop.activity.get().sending).toBe(true);
    const entry: OutboxEntry = {
      n: 1,
      op: { d: "d", n: 1, v: 1, a: "task.edit", w: 0, o: null, e: "e", u: "p", ch: [] } as never,
      ids: [],
      savedAt: 0,
    };
    await t.store.transact("strict", (tx) => tx.putOutbox([entry]));
    t.loop.nudge();
    gate.open();
    await settle();
    expect(t.calls()).toBeGreaterThanOrEqual(2);
    expect(t.loop.activity.get().sending).toBe(false);
  });

  it("says when the database fails, and stops without a trace", async () => {
    const t = await start(() => reply(0));
    t.store.kill();
    await t.loop.sendNow();
    expect(t.loop.activity.get().failure).toBe("storage");
    t.loop.stop();
    expect([t.visible.size(), t.hidden.size(), t.online.size()]).toEqual([0, 0, 0]);
    expect(t.time.waiting()).toEqual([]);
  });
});
