import { DAY_MS } from "#kernel/calendar.ts";
import type { ClockFile, Jump } from "./clock-file.ts";
import type { TimeSource } from "./time-source.ts";
import { Witnesses } from "./witnesses.ts";

/** Further apart than this in one moment is a jump, and no correction by the network. */
const jumpMs = 2 * 60_000;
/** A server may have been off for so long and still be believed at once. */
const longestOffMs = 45 * DAY_MS;
/** What is deleted by its age waits until the clock has gone evenly for so long. */
const settleMs = DAY_MS;
/** No server of this version ran before; what says so is a dead battery. */
const earliest = Date.UTC(2025, 0, 1);
const jumpsKept = 10;
const noteEveryMs = 60_000;
/** Devices that differ by more say that the server's clock is wrong though it never jumped. */
const differsMs = 3_600_000;

export interface ClockState {
  readonly now: number;
  /** Nothing speaks against `now`. */
  readonly isSound: boolean;
  /** How far the machine's clock is ahead of the time that the server keeps to. */
  readonly machineAhead: number;
  /** How far the devices' clocks are ahead of it, when most of them agree; null when too few were heard. */
  readonly devicesAhead: number | null;
  /** Newest first. */
  readonly jumps: readonly Jump[];
}

interface Held {
  /** The time kept to when holding began, and the steady clock then. */
  readonly at: number;
  readonly awake: number;
  readonly steady: number;
  /** The true time is this or later: the server was off for nobody knows how long. */
  readonly lowest: boolean;
}

interface Reading {
  readonly wall: number;
  readonly steady: number;
  readonly awake: number;
}

/**
 * The one clock of the server. It follows the machine's clock while that goes evenly; when that jumps, the server goes on
 * by what has passed since, until the machine's clock is back, or devices' own clocks say that the machine is right.
 */
export class ServerClock {
  private readonly time: TimeSource;
  private readonly file: ClockFile;
  private readonly onJump: (jump: Jump) => void;
  private readonly witnesses = new Witnesses();
  private readonly listeners: (() => Promise<void>)[] = [];
  private readonly jumps: Jump[];
  private last: Reading;
  private held: Held | null = null;
  /** The last time that nothing spoke against. */
  private known: number | undefined;
  private notedAt = Number.NEGATIVE_INFINITY;
  /** Whether the time was in doubt since the listeners were last told that it is right. */
  private wasDoubted = false;
  /** When the last jump of this process's time was over, by the steady clock. */
  private endedAwake: number | undefined;

  constructor(of: {
    readonly time: TimeSource;
    readonly file: ClockFile;
    readonly onJump?: (jump: Jump) => void;
  }) {
    this.time = of.time;
    this.file = of.file;
    this.onJump = of.onJump ?? (() => undefined);
    const noted = of.file.read();
    this.jumps = [...(noted?.jumps ?? [])];
    this.known = noted?.known;
    this.last = this.readAll();
    if (this.known === undefined) {
      // Noted at once, so that a server which dies in its first second is known at its next start.
      if (this.last.wall >= earliest) this.note();
      return;
    }
    const by = this.last.wall - this.known;
    if (by >= -jumpMs && by <= longestOffMs) this.goOn(this.last.wall);
    else this.hold(this.known, by, true);
  }

  /** Unix ms: what every stored time is made of and compared with. */
  readonly now = (): number => {
    if (this.held) return this.look();
    const { wall, steady } = this.last;
    const [at, gone] = [this.time.wall(), this.time.steady() - steady];
    return Math.abs(at - wall - gone) > jumpMs || gone > noteEveryMs ? this.look() : at;
  };

  /** Ms that only move forward, for waits that nothing stores. */
  readonly steady = (): number => this.time.steady();

  /** Whether nothing speaks against the time. */
  readonly isSound = (): boolean => {
    const now = this.now();
    const differs = this.witnesses.ahead(now, this.time.steady());
    return this.held === null && now >= earliest && Math.abs(differs ?? 0) <= differsMs;
  };

  /** Sound, and no jump for a day or for so long: only then may anything be deleted for its age. */
  readonly isSettled = (forMs: number = settleMs): boolean => this.isSound() && this.isLongSinceJump(forMs);

  /** A device's own clock, from a request of somebody who is signed in. */
  hear(device: string, wall: number): void {
    this.witnesses.hear(device, wall, this.time.steady());
    if (this.held) this.look();
  }

  /** A start at a time that follows on the known one ends what jump there was. */
  private goOn(wall: number): void {
    const [latest] = this.jumps;
    if (latest && (latest.until === null || latest.until > wall)) {
      this.jumps[0] = { ...latest, until: wall };
      this.endedAwake = this.last.awake;
    }
  }

  /** Called once a second: notices what nobody asked about, and notes the time for the next start. */
  readonly tick = (): void => {
    if (!this.isSound()) this.wasDoubted = true;
    else if (this.wasDoubted) {
      this.wasDoubted = false;
      for (const listener of this.listeners) {
        // What could not be put right is tried again a second later.
        listener().catch(() => {
          this.wasDoubted = true;
        });
      }
    }
    if (this.time.steady() - this.notedAt >= noteEveryMs) this.note();
  };

  /** Told when the time is right again after it was in doubt. */
  onSound(listener: () => Promise<void>): void {
    this.listeners.push(listener);
  }

  state(): ClockState {
    const now = this.now();
    return {
      now,
      isSound: this.isSound(),
      machineAhead: this.held ? this.last.wall - now : 0,
      devicesAhead: this.witnesses.ahead(now, this.time.steady()),
      jumps: this.jumps,
    };
  }

  /** For the next start; the known time rises only by times that nothing speaks against. */
  note(): void {
    this.notedAt = this.time.steady();
    if (this.known === undefined || this.isSettled()) this.known = this.now();
    this.file.write({ known: this.known, jumps: this.jumps });
  }

  /** Asks all three clocks, and decides whom to believe. */
  private look(): number {
    const before = this.last;
    this.last = this.readAll();
    if (!this.held) {
      const passed = this.last.awake - before.awake;
      const step = this.last.wall - before.wall - passed;
      if (Math.abs(step) <= jumpMs) return this.last.wall;
      const at = before.wall + passed;
      // A time that cannot be, such as a dead battery's, is nothing to hold on to: it was never in force.
      if (at < earliest && this.last.wall >= earliest) return this.goBack(at, step);
      if (step < 0 && this.isBackAmongKnown()) return this.goBack(at, step);
      this.hold(at, step, false);
    }
    const own = this.ownTime();
    if (this.mayBelieve(this.last.wall, own)) return this.release();
    this.followJump(this.last.wall - own);
    return own;
  }

  private mayBelieve(wall: number, own: number): boolean {
    const ahead = wall - own;
    if (Math.abs(ahead) <= jumpMs) return true;
    if (this.held?.lowest && ahead > 0 && ahead <= longestOffMs) return true;
    const { steady } = this.last;
    const since = this.held?.steady ?? 0;
    return this.witnesses.agreeing(wall, steady, since) > this.witnesses.agreeing(own, steady, since);
  }

  private hold(at: number, by: number, lowest: boolean): void {
    const { awake, steady } = this.last;
    this.held = { at, awake, steady, lowest };
    const open = this.jumps[0];
    if (open?.until === null) this.jumps[0] = { ...open, by };
    else this.addJump({ at, by, until: null });
    this.note();
  }

  private release(): number {
    this.held = null;
    this.wasDoubted = true;
    this.closeJump(this.last.wall);
    this.note();
    return this.last.wall;
  }

  /** After a jump that was believed and not proven yet, the time before it outweighs what came after. */
  private isBackAmongKnown(): boolean {
    const { known } = this;
    const { wall } = this.last;
    const isKnown = known !== undefined && wall >= known - jumpMs && wall - known <= longestOffMs;
    return isKnown && !this.isLongSinceJump();
  }

  private goBack(at: number, by: number): number {
    this.addJump({ at, by, until: this.last.wall });
    this.endedAwake = this.last.awake;
    this.note();
    return this.last.wall;
  }

  private addJump(jump: Jump): void {
    this.wasDoubted = true;
    this.jumps.unshift(jump);
    this.jumps.splice(jumpsKept);
    this.onJump(jump);
  }

  /** The machine's clock may be set again while it is not believed. */
  private followJump(by: number): void {
    const open = this.jumps[0];
    if (open?.until === null && Math.abs(open.by - by) > jumpMs) this.jumps[0] = { ...open, by };
  }

  private closeJump(at: number): void {
    const open = this.jumps[0];
    if (open?.until === null) this.jumps[0] = { ...open, until: at };
    this.endedAwake = this.last.awake;
  }

  private isLongSinceJump(forMs: number = settleMs): boolean {
    const jump = this.jumps[0];
    if (!jump) return true;
    if (jump.until === null) return false;
    const gone =
      this.endedAwake === undefined ? this.ownTime() - jump.until : this.time.awake() - this.endedAwake;
    return gone >= forMs;
  }

  private ownTime(): number {
    return this.held ? this.held.at + (this.last.awake - this.held.awake) : this.time.wall();
  }

  private readAll(): Reading {
    const { time } = this;
    return { wall: time.wall(), steady: time.steady(), awake: time.awake() };
  }
}
