import { describe, expect, it } from "vitest";
import type { OutboxEntry } from "#sync/device-store.ts";
import { askAhead, buildRequest, chooseEntries, outcomeOf } from "#sync/request.ts";
import type { TransportOutcome } from "#sync/transport.ts";
import { plainMeta } from "./one-device.ts";

/** An entry whose op is just so many bytes long. */
function entryOf(n: number, bytes: number): OutboxEntry {
  const op = { n, t: "" };
  return {
    n,
    op: { ...op, t: "x".repeat(bytes - JSON.stringify(op).length) } as never,
    ids: [],
    savedAt: 0,
  };
}

const numbers = (entries: readonly OutboxEntry[]) => entries.map(({ n }) => n);

describe("what goes into one request", () => {
  it("is the oldest that waits, in order, as many as wanted", () => {
    const waiting = [1, 2, 3, 4].map((n) => entryOf(n, 20));
    expect(numbers(chooseEntries(waiting, 3))).toEqual([1, 2, 3]);
    expect(numbers(chooseEntries(waiting, 9))).toEqual([1, 2, 3, 4]);
    expect(chooseEntries([], 3)).toEqual([]);
  });

  it("is no more than a million bytes of ops, and never nothing while something waits", () => {
    expect(numbers(chooseEntries([entryOf(1, 400_000), entryOf(2, 600_000)], 9))).toEqual([1, 2]);
    expect(numbers(chooseEntries([entryOf(1, 400_000), entryOf(2, 600_001)], 9))).toEqual([1]);
    expect(numbers(chooseEntries([entryOf(1, 1_000_001), entryOf(2, 20)], 9))).toEqual([1]);
  });

  it("never skips a large op for a small one that was done after it", () => {
    const waiting = [entryOf(1, 20), entryOf(2, 1_000_000), entryOf(3, 20)];
    expect(numbers(chooseEntries(waiting, 9))).toEqual([1]);
  });
});

describe("a request", () => {
  const ports = { appVersion: "7.1" };

  it("says where this device stands and what it still has, whether or not it goes along", () => {
    const waiting = [entryOf(4, 20), entryOf(6, 20)];
    const meta = { ...plainMeta, nextN: 8, booting: { "visits:v2": { at: 9, before: 5, recent: 1 } } };
    expect(buildRequest(ports, meta, waiting.slice(0, 1), waiting, 50)).toEqual({
      ...{ protocol: 2, app: "7.1", device: "d1", epoch: "e1", cursor: 5, limit: 50 },
      ...{ booted: plainMeta.booted, booting: meta.booting, ops: [waiting[0]?.op] },
      have: { outbox: 2, maxN: 7, oldest: 4 },
    });
  });

  it("names no oldest when nothing waits", () => {
    expect(buildRequest(ports, plainMeta, [], [], 50).have).toStrictEqual({ outbox: 0, maxN: 0 });
  });

  it("that left ahead counts only when the one now due is the very same", async () => {
    const outcome: TransportOutcome = { ok: false, failure: "busy", bytes: 0 };
    const asked: unknown[] = [];
    const transport = {
      exchange: async (request: unknown) => {
        asked.push(request);
        return outcome;
      },
    };
    const ahead = askAhead({ ...ports, transport } as never, plainMeta, 50);
    const due = buildRequest(ports, plainMeta, [], [], 50);
    expect(asked).toEqual([due]);
    expect(await outcomeOf(ahead, due)).toBe(outcome);
    expect(outcomeOf(ahead, { ...due, cursor: 6 })).toBeUndefined();
    expect(outcomeOf(ahead, { ...due, digest: {} })).toBeUndefined();
    expect(outcomeOf(undefined, due)).toBeUndefined();
  });
});
