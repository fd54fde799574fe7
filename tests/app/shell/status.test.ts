import { describe, expect, it } from "vitest";
import type { LoopState } from "#client/loop-ports.ts";
import type { DeadOp, DeviceMeta, OutboxEntry, StoredRow } from "#sync/device-store.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import type { DeskState } from "../../../src/app/logbook-context.tsx";
import { statusOf } from "../../../src/app/shell/status.ts";

const calm: LoopState = { sending: false, slow: false, failure: null };
const at = Date.UTC(2025, 10, 24, 1, 5);

function desk(
  part: {
    unsent?: number;
    dead?: number;
    conflicts?: number;
    photos?: number;
    stuck?: number;
    sync?: Partial<DeviceMeta["sync"]>;
  } & Partial<Omit<DeviceMeta, "sync">>,
): DeskState {
  const { unsent = 0, dead = 0, conflicts = 0, photos = 0, stuck = 0, sync, ...more } = part;
  const meta = initialMeta({ device: "d1", person: "p1", commune: "c1", epoch: "e1" });
  const entry = (n: number) => ({ n, ids: [`r${n}`] }) as unknown as OutboxEntry;
  return {
    meta: {
      ...meta,
      booted: ["org"],
      ...more,
      sync: { ...meta.sync, lastSuccess: at, ...sync },
    },
    outbox: Array.from({ length: unsent }, (_, n) => entry(n + 1)),
    dead: Array.from({ length: dead }, () => ({ ids: ["x"] }) as unknown as DeadOp),
    conflicts: Array.from({ length: conflicts }, () => ({ body: {} }) as unknown as StoredRow),
    unreadable: 0,
    photos: {
      all: [],
      here: Array.from({ length: photos }, () => ({ body: {} }) as unknown as StoredRow),
      afterText: [],
      stuck: Array.from({ length: stuck }, () => ({ body: {} }) as unknown as StoredRow),
    },
    arrived: 1240,
    me: undefined,
    commune: undefined,
  };
}

const failure = (kind: NonNullable<DeviceMeta["sync"]["lastFailure"]>["kind"]) => ({
  lastFailure: { kind, at, since: at },
  failures: 1,
});

describe("the status line says the worst first", () => {
  it("what a person must look at, before anything about the link", () => {
    const status = statusOf(desk({ unsent: 3, dead: 1, conflicts: 1, sync: failure("sign-in") }), calm, true);
    expect(status).toMatchObject({ tone: "review", key: "review", count: 2 });
    expect(status.beneath).toMatchObject({ key: "signIn", count: 3 });
  });

  it("keeps beneath it what it would say without", () => {
    const beneath = (...given: Parameters<typeof statusOf>) => statusOf(...given).beneath;
    expect(beneath(desk({ unsent: 2, conflicts: 1 }), calm, false)).toMatchObject({
      ...{ key: "unsent", count: 2, reason: "offline" },
    });
    expect(beneath(desk({ conflicts: 1 }), calm, true)).toMatchObject({ key: "allIn", count: 0 });
    expect(beneath(desk({ unsent: 2 }), calm, true)).toBeUndefined();
  });

  it("photos by their name when they alone are left, and as items beside text", () => {
    expect(statusOf(desk({ photos: 2 }), calm, true)).toMatchObject({
      key: "photos",
      icon: "saved",
      count: 2,
    });
    expect(statusOf(desk({ photos: 2 }), { ...calm, photo: "p1" }, true)).toMatchObject({ icon: "sending" });
    expect(statusOf(desk({ photos: 2, unsent: 1 }), calm, true)).toMatchObject({ key: "unsent", count: 3 });
    expect(statusOf(desk({ photos: 1, stuck: 1 }), calm, true)).toMatchObject({ key: "review", count: 1 });
  });

  it("then that a sign-in is needed to send", () => {
    const status = statusOf(desk({ unsent: 3, sync: failure("sign-in") }), calm, true);
    expect(status).toMatchObject({ key: "signIn", count: 3, tone: "unsent" });
    expect(statusOf(desk({ sync: failure("sign-in") }), calm, true).key).toBe("signInOnly");
  });

  it("then what is unsent, with the reason", () => {
    const reason = (kind: Parameters<typeof failure>[0]) =>
      statusOf(desk({ unsent: 3, sync: failure(kind) }), calm, true).reason;
    expect(statusOf(desk({ unsent: 3, sync: failure("unreachable") }), calm, true)).toMatchObject({
      ...{ reason: "server", since: at },
    });
    const without = statusOf(desk({ unsent: 3, sync: failure("unreachable") }), calm, false);
    expect(without.reason).toBe("offline");
    expect(without.since).toBeUndefined();
    expect(reason("not-our-server")).toBe("wifi");
    expect(reason("server-fault")).toBe("busy");
    expect(statusOf(desk({ unsent: 3 }), { ...calm, slow: true }, true).reason).toBe("weak");
    expect(statusOf(desk({ unsent: 3 }), calm, false).reason).toBe("offline");
    expect(statusOf(desk({ unsent: 3 }), calm, true)).toMatchObject({
      key: "unsent",
      count: 3,
      icon: "saved",
    });
  });

  it("then how far the sending is", () => {
    const sending = { ...calm, sending: true };
    expect(statusOf(desk({ unsent: 2 }), sending, true, { sent: 1, total: 3 })).toMatchObject({
      key: "sending",
      count: 2,
      total: 3,
    });
  });

  it("and only then that the server has everything, with the hour", () => {
    expect(statusOf(desk({}), calm, true)).toMatchObject({ tone: "all-in", key: "allIn", at });
  });

  it("never says so while the first sync is under way", () => {
    const booting = { commune: { at: 100, before: 40, recent: 0 } };
    expect(statusOf(desk({ booted: [], booting }), calm, true)).toMatchObject({
      ...{ key: "first", percent: 60, items: 1240 },
    });
    expect(statusOf(desk({ booted: [], booting }), calm, false)).toMatchObject({
      ...{ key: "firstWaits", items: 1240 },
    });
    expect(statusOf(undefined, calm, true).key).toBe("opening");
  });

  it("counts a deed with a receipt as sent", () => {
    const state = desk({ unsent: 2 });
    const sent = {
      ...state,
      outbox: state.outbox.map((one) => ({ ...one, receipt: {} })) as unknown as OutboxEntry[],
    };
    expect(statusOf(sent, calm, true).key).toBe("allIn");
  });
});
