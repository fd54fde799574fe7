import { beforeEach, describe, expect, it } from "vitest";
import type { Locks } from "#client/device-lock.ts";
import type { LoopMessage, SyncLoopOptions } from "#client/loop-ports.ts";
import { startSyncLoop } from "#client/sync-loop.ts";
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
const down: Extract<TransportOutcome, { ok: false }> = { ok: false, failure: "unreachable", bytes: 0 };
const broken: Extract<TransportOutcome, { ok: false }> = { ok: false, failure: "server-fault", bytes: 0 };

async function start(
  answer: () => TransportOutcome | Promise<TransportOutcome>,
  more: {
    lock?: Locks;
    visible?: boolean;
    afterText?: NonNullable<SyncLoopOptions["afterText"]>;
    probe?: () => Promise<boolean>;
  } = {},
) {
  const time = makeTime();
  const store = new MemoryDisk().open();
  await store.transact("strict", (tx) =>
    tx.putMeta(initialMeta({ device: "d", person: "p", commune: "c", epoch: "e" }) as DeviceMeta),
  );
  let calls = 0;
  const at: number[] = [];
  const sizes: number[] = [];
  const transport: Transport = {
    exchange: async (request) => {
      calls += 1;
      at.push(time.clock.monotonic());
      sizes.push(request.limit);
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
    ...(more.probe ? { probe: more.probe } : {}),
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
    at,
    sizes,
    background: () => background,
  };
}

describe("the page's sync loop", () => {
  it("exchanges at once, soon after a save, and when poked", async () => {
    const t = await start(() => reply(0));
    expect(t.calls()).toBe(1);
    t.loop.nudge();
    await t.time.pass(100);
    t.loop.nudge();
    await t.time.pass(90);
    expect(t.calls()).toBe(1);
    await t.time.pass(10);
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

  it("tries text at once though a photo waits, and the photo not before its time", async () => {
    let [photos, refused] = [0, true];
    const t = await start(() => reply(0), {
      afterText: async () => {
        photos += 1;
        return refused
          ? { ok: false, stored: 0, failure: "server-fault", retryInMs: 8000 }
          : { ok: true, stored: 0 };
      },
    });
    for (let i = 0; i < 3; i++) {
      t.loop.nudge();
      await t.time.pass(1000);
    }
    expect([t.calls(), photos]).toEqual([4, 1]);
    refused = false;
    await t.time.pass(5100);
    expect([t.calls(), photos]).toEqual([5, 2]);
  });

  it("backs off after failure; a person, a link and a return to the page cut it short and forget the failures", async () => {
    const t = await start(() => broken, { visible: false });
    expect(t.loop.activity.get().failure).toBe("server-fault");
    expect(t.background()).toBe(1);
    for (let i = 0; i < 4; i++) await t.time.pass(t.time.waiting()[0] ?? 0);
    expect(t.calls()).toBe(5);
    expect(t.time.waiting()[0]).toBeGreaterThan(7000);
    for (const sign of [() => void t.loop.sendNow(), t.online.fire, t.visible.fire]) {
      const before = t.calls();
      sign();
      await settle();
      expect(t.calls()).toBe(before + 1);
      expect(t.time.waiting()).toEqual([1125]);
    }
  });

  it("tries again almost at once after a reset, and asks for as much as before", async () => {
    let left = 3;
    const t = await start(() => (left-- > 0 ? down : reply(0)));
    await t.time.pass(1000);
    expect(t.at).toEqual([0, 135, 390, 885]);
    expect(new Set(t.sizes).size).toBe(1);
    expect(t.loop.activity.get().failure).toBeNull();
  });

  it("sends all at once when the link is back, however often it failed before", async () => {
    let answer: TransportOutcome = down;
    let online = false;
    const t = await start(() => answer, { probe: async () => online });
    for (let hour = 0; hour < 8; hour++) await t.time.pass(3_600_000);
    const before = t.calls();
    expect(t.sizes.every((size) => size === t.sizes[0])).toBe(true);
    [answer, online] = [reply(0), true];
    t.online.fire();
    await settle();
    expect(t.calls()).toBe(before + 1);
    expect(t.loop.activity.get().failure).toBeNull();
    answer = down;
    await t.loop.sendNow();
    expect(t.time.waiting()).toEqual([135]);
  });

  it("notices within ten seconds that the server is back while somebody looks, by probes alone", async () => {
    for (const [failing, hours] of [[down, 1] as const, [broken, 3] as const]) {
      let answer: TransportOutcome = failing;
      let [probes, isBack] = [0, false];
      const t = await start(() => answer, {
        probe: async () => {
          probes += 1;
          return isBack;
        },
      });
      await t.time.pass(hours * 3_600_000);
      const tried = t.calls();
      expect(tried / hours).toBeLessThan(75);
      expect(probes / hours).toBeGreaterThan(360);
      [answer, isBack] = [reply(0), true];
      await t.time.pass(9999);
      expect(t.loop.activity.get().failure).toBeNull();
      expect(t.calls()).toBe(tried + 1);
    }
  });

  it("neither probes nor tries each minute when nobody looks", async () => {
    let probes = 0;
    const probe = async () => {
      probes += 1;
      return true;
    };
    const t = await start(() => down, { visible: false, probe });
    await t.time.pass(3_600_000);
    expect(probes).toBe(0);
    expect(t.calls()).toBeLessThan(30);
  });

  it("tries less and less often when the server answers probes and nothing else", async () => {
    let probes = 0;
    const t = await start(() => broken, {
      probe: async () => {
        probes += 1;
        return true;
      },
    });
    await t.time.pass(3_600_000);
    expect(probes).toBeGreaterThan(2);
    expect(t.calls()).toBeLessThan(30);
  });

  it("asks nobody while it was told to wait", async () => {
    let probes = 0;
    const busy: TransportOutcome = { ok: false, failure: "busy", waitMs: 50_000, bytes: 0 };
    const probe = async () => {
      probes += 1;
      return true;
    };
    const t = await start(() => busy, { probe });
    await t.time.pass(49_000);
    expect([t.calls(), probes]).toEqual([1, 0]);
  });

  it("lets no save hasten what has failed, in any state, but asks the browser to send later", async () => {
    const save = (t: Awaited<ReturnType<typeof start>>) => {
      t.loop.nudge();
      t.hear({ type: "work", device: "d" });
    };
    const [quiet, busy] = [await start(() => broken), await start(() => broken)];
    for (let i = 0; i < 2400; i++) {
      save(busy);
      await busy.time.pass(100);
      await quiet.time.pass(100);
    }
    expect(busy.at).toEqual(quiet.at);
    expect(busy.background()).toBeLessThanOrEqual(2 * busy.calls());
  });

  it("does not try again at once when something was saved during a try that failed", async () => {
    let fail: () => void = () => undefined;
    const t = await start(
      () =>
        new Promise((resolve) => {
          fail = () => resolve(broken);
        }),
    );
    t.loop.nudge();
    fail();
    await settle();
    await t.time.pass(1000);
    expect(t.calls()).toBe(1);
    await t.time.pass(200);
    expect(t.calls()).toBe(2);
    t.online.fire();
    fail();
    await settle();
    expect(t.calls()).toBe(3);
  });

  it("needs no second exchange for a person who asks during one that goes well, but for news", async () => {
    let answer: () => void = () => undefined;
    const t = await start(
      () =>
        new Promise((resolve) => {
          answer = () => resolve(reply(0));
        }),
    );
    const asked = t.loop.sendNow();
    t.online.fire();
    answer();
    await asked;
    await settle();
    expect(t.calls()).toBe(1);
    t.pokes[0]?.poke();
    await settle();
    t.pokes[0]?.poke();
    answer();
    await settle();
    expect(t.calls()).toBe(3);
  });

  it("opens a lost stream again within seconds, and more slowly where streams never last", async () => {
    const t = await start(() => reply(0));
    for (let i = 0; i < 30; i++) {
      t.pokes.at(-1)?.lost();
      await t.time.pass(t.time.waiting()[0] ?? 0);
    }
    expect(t.at[1]).toBeLessThan(2500);
    expect(t.pokes).toHaveLength(31);
    expect((t.at[30] ?? 0) - (t.at[29] ?? 0)).toBe(60_000);
    await t.time.pass(61_000);
    t.pokes.at(-1)?.lost();
    expect(t.time.waiting()[0]).toBeLessThan(1000);
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
    await t.time.pass(1000);
    expect(t.calls()).toBe(1);
    t.hear({ type: "work", device: "d" });
    await t.time.pass(200);
    expect(t.calls()).toBe(2);
  });

  it("listens for pokes only while seen and linked", async () => {
    let answer: TransportOutcome = reply(0);
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
