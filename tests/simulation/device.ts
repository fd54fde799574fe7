import type { Clock } from "#kernel/ports.ts";
import type { ExchangeRequest } from "#protocol/exchange.ts";
import type { Op } from "#protocol/op.ts";
import { commitOp, type OpDraft } from "#sync/commit.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { type Batch, type ExchangeResult, exchangeOnce, firstBatch } from "#sync/exchange.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { type FaultPoint, MemoryDisk, type MemoryProcess } from "#sync/memory-device-store.ts";
import type { TransportOutcome } from "#sync/transport.ts";
import type { TakenPhoto } from "./photos.ts";
import type { Random } from "./random.ts";

/** A message under way; the world decides what becomes of it. */
export interface Flight {
  readonly device: SimDevice;
  readonly tab: SimTab;
  readonly request: ExchangeRequest;
  readonly sentAt: number;
  answer(outcome: TransportOutcome): void;
}

export interface SimTab {
  readonly process: MemoryProcess;
  readonly ports: EnginePorts;
  batch: Batch;
  running: Promise<ExchangeResult | null> | null;
}

/** One installation: a disk that outlives its tabs, a clock that may be wrong, and the ops whose save was shown. */
export class SimDevice {
  readonly id: string;
  readonly person: string;
  readonly disk = new MemoryDisk();
  readonly saved = new Map<number, Op>();
  /** Photos whose save was shown, by the hash of their bytes. */
  readonly photos = new Map<string, TakenPhoto>();
  /** Records that the disk lost or set back by itself; the daily comparison must find them. */
  readonly damaged = new Set<string>();
  tabs: SimTab[] = [];
  skew = 0;
  /** A power cut may take back relaxed commits, so what was seen before it proves nothing after it. */
  powerLosses = 0;
  readonly clock: Clock;
  private readonly random: Random;
  private readonly send: (flight: Flight) => void;

  constructor(of: {
    id: string;
    person: string;
    now: () => number;
    random: Random;
    send: (flight: Flight) => void;
  }) {
    this.id = of.id;
    this.person = of.person;
    this.random = of.random;
    this.send = of.send;
    this.clock = { wall: () => Math.round(of.now() + this.skew), monotonic: of.now };
  }

  async signIn(epoch: string): Promise<void> {
    const process = this.disk.open();
    await process.transact("strict", (tx) =>
      tx.putMeta(initialMeta({ device: this.id, person: this.person, commune: "c1", epoch })),
    );
    process.kill();
  }

  openTab(): SimTab {
    const process = this.disk.open();
    const tab: SimTab = {
      process,
      batch: firstBatch,
      running: null,
      ports: {
        store: process,
        clock: this.clock,
        randomness: this.random,
        appVersion: "sim",
        transport: {
          exchange: (request) =>
            new Promise((answer) => {
              this.send({ device: this, tab, request, sentAt: this.clock.wall(), answer });
            }),
          quarantine: async () => true,
        },
      },
    };
    this.tabs.push(tab);
    return tab;
  }

  closeTab(tab: SimTab): void {
    tab.process.kill();
    this.tabs = this.tabs.filter((other) => other !== tab);
  }

  /** Begins one exchange in this tab; it ends when the world has answered, or never. */
  begin(tab: SimTab): void {
    if (tab.running) return;
    tab.running = exchangeOnce(tab.ports, tab.batch)
      .then((result) => {
        tab.batch = result.batch;
        return result;
      })
      .catch(() => null)
      .finally(() => {
        tab.running = null;
      });
  }

  /** Saves one deed; remembers it when the save was shown. */
  async save(tab: SimTab, draft: OpDraft): Promise<number | null> {
    try {
      const result = await commitOp(tab.ports, draft);
      if (!result.ok) return null;
      const entry = this.disk.content().outbox.get(result.value.n);
      if (!entry) throw new Error("saved, yet not in the outbox");
      this.saved.set(result.value.n, entry.op);
      return result.value.n;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("saved, yet")) throw error;
      return null;
    }
  }

  /** Strikes once at the next such moment of any transaction. */
  strikeAt(point: FaultPoint, after: number, strike: (process: MemoryProcess) => void): void {
    let left = after;
    this.disk.faults = (at, of) => {
      if (at !== point || left-- > 0) return;
      this.disk.faults = undefined;
      strike(of.process);
    };
  }
}
