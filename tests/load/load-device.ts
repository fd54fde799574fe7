import { setTimeout as wait } from "node:timers/promises";
import { nextDelay } from "#sync/backoff.ts";
import type { SeededDevice } from "./province.ts";
import { seededPassword } from "./province.ts";
import type { Tally } from "./tally.ts";
import type { Wire } from "./wire.ts";

const rowsWanted = 500;
/** A person closes the app long before this; for the generator it is the end of patience. */
const mostTries = 60;

/** One device of the morning: its outbox, its cursor, and the patience that the app has. */
export interface LoadDevice {
  readonly seeded: SeededDevice;
  /** Puts a deed into the outbox. */
  deed(action: string, changes: unknown[]): void;
  /** Sends what is there and pulls until nothing is left. False: gave up, all is still in the outbox. */
  exchange(): Promise<boolean>;
  /** A new session by the password, as after ninety days. */
  renew(): Promise<boolean>;
  readonly unsent: number;
  /** Most refusals in a row before an answer came. */
  readonly mostTries: number;
}

export function createLoadDevice(of: {
  readonly seeded: SeededDevice;
  readonly url: string;
  readonly wire: Wire;
  readonly tally: Tally;
  readonly now?: () => number;
}): LoadDevice {
  const { seeded, url, wire, tally, now = Date.now } = of;
  const outbox: { op: { n: number }; at: number }[] = [];
  let token = seeded.token;
  let n = 0;
  let { epoch, cursor } = seeded;
  let booted: readonly string[] = seeded.scopes;
  let booting: Record<string, unknown> = {};
  let worst = 0;

  const request = () => ({
    ...{ protocol: 1, app: "load", device: seeded.id, epoch, cursor, booted, booting, limit: rowsWanted },
    ops: outbox.map(({ op }) => op),
    have: { outbox: outbox.length, maxN: n, ...(outbox[0] ? { oldest: outbox[0].op.n } : {}) },
  });

  /** Asks until there is an answer, waiting as `sync/backoff.ts` and the server say. */
  async function ask(path: string, json: () => unknown) {
    for (let failures = 1; failures <= mostTries; failures++) {
      const answer = await wire.post(url, { id: seeded.id, token }, path, json());
      tally.asked(path, answer);
      if (answer.status === 200) return answer;
      worst = Math.max(worst, failures);
      if (answer.status !== 429 && answer.status !== 0 && answer.status < 500) return answer;
      const told = Number(answer.body?.error?.waitMs ?? 0);
      await wait(Math.max(told, nextDelay(failures, { next: Math.random })));
    }
    return undefined;
  }

  function take(body: { receipts: { n: number; to?: number; r: string }[] } & Record<string, unknown>) {
    for (const { n: from, to, r } of body.receipts) {
      for (let one = from; one <= (to ?? from); one++) {
        const place = outbox.findIndex(({ op }) => op.n === one);
        const [sent] = place < 0 ? [] : outbox.splice(place, 1);
        if (sent) tally.received(r, now() - sent.at);
      }
    }
    const before = new Set(body["scopes"] as string[]);
    epoch = body["epoch"] as string;
    cursor = body["cursor"] as number;
    booting = body["booting"] as Record<string, unknown>;
    booted = [...new Set([...booted, ...(body["arrived"] as string[])])].filter((scope) => before.has(scope));
    tally.rows((body["rows"] as unknown[]).length);
  }

  return {
    seeded,
    deed(action, changes) {
      n += 1;
      const at = now();
      const ids = { d: seeded.id, n, v: 1, a: action, w: at, o: 0, e: epoch, u: seeded.person };
      outbox.push({ op: { ...ids, ch: changes } as { n: number }, at });
      tally.done();
    },
    async exchange() {
      for (;;) {
        const answer = await ask("/api/exchange", request);
        if (answer?.status !== 200) return false;
        take(answer.body);
        if (!answer.body.more && outbox.length === 0) return true;
      }
    },
    async renew() {
      const answer = await ask("/api/session/renew", () => ({
        account: seeded.account,
        password: seededPassword,
        commune: seeded.commune,
      }));
      const cookie = answer?.cookie;
      if (answer?.status !== 200 || !cookie) return false;
      token = cookie;
      return true;
    },
    get unsent() {
      return outbox.length;
    },
    get mostTries() {
      return worst;
    },
  };
}
