import type { EnginePorts } from "#sync/engine.ts";
import { type Batch, exchangeOnce } from "#sync/exchange.ts";
import { exchangeLock, Turns } from "./device-lock.ts";
import { LiveStream } from "./live-stream.ts";
import { LoopActivity } from "./loop-activity.ts";
import type { End, Phase, Rest } from "./loop-phase.ts";
import type { LoopMessage, ShownActivity, SyncLoop, SyncLoopOptions } from "./loop-ports.ts";

/** What is saved in a row goes out together, and its sending does not come in the way of the next save. */
const commitPauseMs = 200;
/** Somebody else exchanges, or the server says "more" for ever. */
const lookAgainMs = 3000;
const slowMs = 4000;
const pokedPollMs = 5 * 60_000;
const pollMs = 60_000;
/** So soon at the latest a server that is back is noticed by whoever looks at the screen. */
const probeMs = 8000;
const idleRoundsInRow = 20;
const never = Number.POSITIVE_INFINITY;
/** Failures that end without us: whether they have can be asked with a few bytes. */
const passing: ReadonlySet<string> = new Set(["unreachable", "not-our-server", "server-fault"]);

/** Keeps one device in step with the server while a page lives. Owns no state that matters: all of it is in the store. */
export function startSyncLoop(ports: EnginePorts, options: SyncLoopOptions): SyncLoop {
  return new Loop(ports, options);
}

class Loop implements SyncLoop {
  readonly activity: ShownActivity;
  readonly #ports: EnginePorts;
  readonly #options: SyncLoopOptions;
  readonly #ends: (() => void)[] = [];
  readonly #stream: LiveStream | undefined;
  readonly #turns: Turns;
  #phase: Phase = { is: "resting", until: never, failed: undefined, callOff: () => undefined };
  #batch: Batch | undefined;
  /** A person waits for the next round. */
  #asked = false;
  /** Rounds in a row that failed although the server had just answered a probe. */
  #vain = 0;
  /** Photos that failed wait until then; text does not wait for them. */
  #photosFrom = 0;
  #hasAskedBackground = false;

  constructor(ports: EnginePorts, options: SyncLoopOptions) {
    this.#ports = ports;
    this.#options = options;
    this.activity = options.activity ?? new LoopActivity();
    const { signs, channel, poke } = options;
    this.#turns = new Turns(options.lock, exchangeLock(options.device), ports.clock);
    this.#stream = poke && new LiveStream(poke, ports);
    this.#ends.push(
      signs.onVisible(() => this.#takeSign()),
      signs.onOnline(() => this.#takeSign()),
      signs.onHidden(() => this.#hide()),
    );
    if (channel) this.#ends.push(channel.listen((message) => this.#hear(message)));
    if (options.startAfterMs) this.#wake(options.startAfterMs);
    else this.#go();
  }

  nudge(): void {
    const phase = this.#phase;
    if (phase.is === "sending") this.#phase = { ...phase, more: true };
    else if (phase.is === "resting" && phase.failed) this.#askBackground();
    else this.#wake(commitPauseMs);
  }

  async sendNow(): Promise<void> {
    this.#asked = true;
    this.#takeSign();
    for (let phase = this.#phase; phase.is === "sending"; phase = this.#phase) await phase.over;
  }

  stop(): void {
    if (this.#phase.is === "resting") this.#phase.callOff();
    this.#phase = { is: "stopped" };
    this.#stream?.close();
    for (const end of this.#ends) end();
    this.activity.end();
  }

  /** A person, a link, a return to the page, news: how often it failed before says nothing any more. */
  #takeSign(): void {
    if (this.#batch) this.#batch = { ...this.#batch, failures: 0 };
    this.#photosFrom = 0;
    this.#go();
  }

  /** Now; a round that is under way will do, unless it fails. */
  #go(): void {
    const phase = this.#phase;
    if (phase.is === "sending") this.#phase = { ...phase, sign: true };
    if (phase.is !== "resting") return;
    phase.callOff();
    const over = Promise.resolve()
      .then(() => this.#round())
      .catch((): Rest => {
        this.activity.show({ sending: false, failure: "storage" });
        return { ms: pollMs, failed: "storage" };
      })
      .then((rest) => this.#end(rest));
    this.#phase = { is: "sending", over };
  }

  #end({ ms, failed }: Rest): void {
    const phase = this.#phase;
    if (phase.is !== "sending") return;
    this.#rest(ms, failed);
    if (failed && phase.sign) this.#takeSign();
    if (!failed && phase.more) this.#go();
  }

  #rest(ms: number, failed?: string): void {
    const isProbed = failed !== undefined && passing.has(failed) && this.#options.signs.isVisible();
    const pause = isProbed ? Math.min(ms, probeMs * 2 ** this.#vain) : ms;
    const work = () => (pause < ms ? void this.#probe() : this.#go());
    const callOff = pause === never ? () => undefined : this.#options.schedule(Math.max(0, pause), work);
    this.#phase = { is: "resting", until: this.#now() + ms, failed, callOff };
  }

  /** The soonest wish wins. */
  #wake(ms: number): void {
    const phase = this.#phase;
    if (phase.is !== "resting" || this.#now() + ms >= phase.until) return;
    phase.callOff();
    this.#rest(ms);
  }

  /** A server that is back is tried at once; one that answers this and nothing else, less and less often. */
  async #probe(): Promise<void> {
    const { signs, probe } = this.#options;
    const phase = this.#phase;
    const isBack = signs.isVisible() && (await probe?.());
    if (phase !== this.#phase || phase.is !== "resting") return;
    if (isBack) {
      this.#vain += 1;
      if (this.#vain > 1) this.#go();
      else this.#takeSign();
    } else {
      this.#vain = 0;
      this.#rest(phase.until - this.#now(), phase.failed);
    }
  }

  async #round(): Promise<Rest> {
    const { device, channel, signs } = this.#options;
    this.#hasAskedBackground = false;
    const wasPoked = this.#stream?.isOpen;
    const waits = this.#asked;
    this.#asked = false;
    const result = await this.#turns.take(waits, () => this.#untilDone());
    if (result === "taken") {
      channel?.post({ type: "work", device });
      return { ms: lookAgainMs };
    }
    channel?.post({ type: "done", device });
    if (!result.ok) {
      this.#stream?.close();
      this.#askBackground();
      return { ms: this.#patience(result), failed: result.failure };
    }
    this.#vain = 0;
    this.#listen();
    // A server that says "more" for ever must not keep the radio busy.
    if (result.more) return { ms: lookAgainMs };
    const photosIn = this.#photosFrom - this.#now();
    const pollIn = signs.isVisible() ? (wasPoked ? pokedPollMs : pollMs) : never;
    return { ms: photosIn > 0 ? Math.min(photosIn, pollIn) : pollIn };
  }

  /** Whoever looks at the screen waits no longer for a server that is back than for news of one that never left. */
  #patience({ failure, retryInMs }: Extract<End, { ok: false }>): number {
    if (failure === "not-signed-in") return never;
    const isWatched = failure === "unreachable" && this.#options.signs.isVisible();
    return isWatched ? Math.min(retryInMs, pollMs) : retryInMs;
  }

  async #untilDone(): Promise<End> {
    this.activity.show({ sending: true });
    for (let idle = 0; ; ) {
      if (this.#phase.is === "sending") this.#phase = { ...this.#phase, more: false, sign: false };
      const [result, took] = await this.#exchange();
      const again = this.#isCalledAgain();
      const more = result.ok && (result.more || again);
      idle = result.ok && result.received === 0 && !again ? idle + 1 : 0;
      const goesOn = more && idle < idleRoundsInRow && this.#phase.is === "sending";
      this.activity.show({
        sending: goesOn,
        slow: result.ok && took > slowMs,
        failure: result.ok ? null : result.failure,
      });
      if (goesOn) continue;
      if (!result.ok || more) return result;
      // Their receipts, or what was saved meanwhile.
      if (!(await this.#sendPhotos()) && !this.#isCalledAgain()) return result;
    }
  }

  #isCalledAgain(): boolean {
    return this.#phase.is === "sending" && this.#phase.more === true;
  }

  async #exchange(): Promise<[end: End, tookMs: number]> {
    const began = this.#now();
    const result = await exchangeOnce(this.#ports, this.#batch);
    const took = this.#now() - began;
    this.#batch = result.batch;
    this.#options.onRound?.(result, took);
    return [result, took];
  }

  /** True when there is more to exchange afterwards. */
  async #sendPhotos(): Promise<boolean> {
    const isFree = () => this.#phase.is === "sending" && !this.#isCalledAgain();
    if (!isFree() || this.#photosFrom > this.#now()) return false;
    const photos = await this.#options.afterText?.(isFree, (photo) => this.activity.show({ photo }));
    if (photos?.ok === false) {
      this.activity.show({ failure: photos.failure });
      this.#photosFrom = this.#now() + photos.retryInMs;
      this.#askBackground();
      return false;
    }
    return photos !== undefined && photos.stored > 0;
  }

  #hear(message: LoopMessage): void {
    if (message.device !== this.#options.device) return;
    if (message.type === "work") this.nudge();
    else this.#turns.freed();
  }

  #hide(): void {
    this.#stream?.close();
    this.#options.askBackground?.();
  }

  /** Once for each round that failed: what is saved later goes with what waits already. */
  #askBackground(): void {
    if (!this.#hasAskedBackground) this.#options.askBackground?.();
    this.#hasAskedBackground = true;
  }

  #listen(): void {
    if (this.#phase.is === "stopped" || !this.#options.signs.isVisible()) return;
    const hear = () => {
      if (this.#phase.is === "sending") this.nudge();
      this.#takeSign();
    };
    this.#stream?.open(hear, (againInMs) => this.#wake(againInMs));
  }

  #now(): number {
    return this.#ports.clock.monotonic();
  }
}
