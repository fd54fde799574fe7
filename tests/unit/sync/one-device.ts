import type { RecordRow } from "#domain/record.ts";
import type { Receipt } from "#protocol/exchange.ts";
import { applyReply } from "#sync/apply-reply.ts";
import { commitOp, type OpDraft } from "#sync/commit.ts";
import type { DeviceMeta, DeviceTx, StoredRow } from "#sync/device-store.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import { toStored } from "#sync/overlay.ts";
import type { Reply } from "#sync/transport.ts";
import { noon } from "#tests/support/small-commune.ts";

export const plainMeta: DeviceMeta = {
  ...initialMeta({ device: "d1", person: "pa", commune: "c", epoch: "e1" }),
  scopes: ["org", "visits:v1"],
  booted: ["org", "visits:v1"],
  tags: { org: 1, "visits:v1": 1 },
  cursor: 5,
  offset: 0,
  offsetError: 1,
};

/** One device whose server is the test itself: what it is told is written by hand, however unlikely. */
export class OneDevice {
  readonly disk = new MemoryDisk();
  readonly store = this.disk.open();
  readonly ports: EnginePorts = {
    store: this.store,
    transport: {
      exchange: async () => ({ ok: false, failure: "unreachable", bytes: 0 }),
      quarantine: async () => false,
    },
    clock: { wall: () => noon, monotonic: () => 0 },
    randomness: { next: () => 0.5 },
    appVersion: "t",
  };

  static async with(meta: Partial<DeviceMeta> = {}): Promise<OneDevice> {
    const device = new OneDevice();
    await device.put((tx) => tx.putMeta({ ...plainMeta, ...meta }));
    return device;
  }

  put<T>(work: (tx: DeviceTx) => Promise<T>): Promise<T> {
    return this.store.transact("strict", work);
  }

  /** Rows as a server said them before the test begins. */
  holds(...rows: readonly RecordRow[]): Promise<void> {
    return this.put((tx) => tx.putRows(rows.map((row) => toStored(row, this.meta.tags[row.scope] ?? 0))));
  }

  async save(draft: OpDraft): Promise<number> {
    const saved = await commitOp(this.ports, draft);
    if (!saved.ok) throw new Error(`not saved: ${saved.refusal.code}`);
    return saved.value.n;
  }

  /** Applies a reply that says nothing but this. */
  take(
    said: Partial<Reply>,
    asked: { readonly version?: number; readonly epoch?: string } = {},
  ): Promise<{ more: boolean; received: number }> {
    return this.put(async (tx) => {
      const { meta } = this;
      const request = { epoch: asked.epoch ?? meta.epoch, ops: [] } as never;
      const reply: Reply = {
        ...{ protocol: 1, epoch: meta.epoch, serverTime: noon, receipts: [], rows: [], exits: [] },
        ...{ cursor: meta.cursor, more: false, booting: meta.booting, arrived: [], scopes: [...meta.scopes] },
        ...{ durableN: 0, maxOpVersion: 1 },
        ...said,
      };
      const { meta: after, ...rest } = await applyReply(
        tx,
        meta,
        request,
        asked.version ?? meta.version,
        reply,
        noon,
      );
      await tx.putMeta(after);
      return rest;
    });
  }

  get meta(): DeviceMeta {
    const { meta } = this.disk.content();
    if (!meta) throw new Error("no device");
    return meta;
  }

  get content() {
    return this.disk.content();
  }

  shown(id: string): StoredRow["body"] | undefined {
    return this.content.rows.get(id)?.body;
  }

  /** Which numbers lie where. */
  get numbers() {
    const { outbox, sent, dead } = this.content;
    return {
      outbox: [...outbox.keys()].sort(),
      sent: [...sent.keys()].sort(),
      dead: [...dead.keys()].sort(),
    };
  }
}

export const stamp = { at: noon, by: "pb", device: "d2" };

/** A visit as the server holds it. */
export function serverVisit(id: string, seq: number, more: Partial<RecordRow> = {}): RecordRow {
  const body = {
    ...{ village: "v1", day: "2026-03-02", sort: "vneid", form: "home", result: "done", people: 1 },
    ...more.body,
  };
  return {
    ...{ id, kind: "supportVisit", scope: "visits:v1", seq, created: stamp, changed: stamp, received: noon },
    ...more,
    body,
  };
}

export function receipt(n: number, s: number, more: Partial<Receipt> = {}): Receipt {
  return { n, s, r: "applied", at: noon, ...more };
}
