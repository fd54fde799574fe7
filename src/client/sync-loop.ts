import type { FailureKind } from "#sync/device-store.ts";
import type { EnginePorts } from "#sync/engine.ts";
import type { Batch, ExchangeResult } from "#sync/exchange.ts";
import { alone, exchangeLock, inTurn, type Locks } from "./device-lock.ts";
import type { PhotoRound } from "./photos/photo-sender.ts";
import type { Schedule } from "./system-ports.ts";

/** What a page tells the loop. `navigator.onLine` is only ever a hint, so nothing here asks it. */
export interface LinkSigns {
  isVisible(): boolean;
  /** Each answers with a function that stops listening. */
  onVisible(tell: () => void): () => void;
  onHidden(tell: () => void): () => void;
  onOnline(tell: () => void): () => void;
}

export interface SyncLoopOptions {
  readonly device: string;
  readonly lock: Locks | undefined;
  readonly signs: LinkSigns;
  readonly schedule: Schedule;
  /** When the first exchange may begin; at once unless told. */
  readonly startAfterMs?: number;
  readonly poke?: Poke;
  /** Other tabs and the service worker. */
  readonly channel?: LoopChannel;
  /** Asks the browser to send later, should this page not live to do it. */
  readonly askBackground?: () => void;
  readonly onRound?: (result: ExchangeResult, tookMs: number) => void;
  /** Sends what comes after all text: photos. Ends as soon as `goOn` says no. */
  readonly afterText?: (
    goOn: () => boolean,
    onPhoto: (photo: string | null) => void,
  ) => Promise<PhotoRound | undefined>;
}

/** Listens for "there is something new", until the stream is lost; answers with a function that stops it. */
export type Poke = (onPoke: () => void, onLost: () => void) => () => void;

export interface LoopChannel {
  post(message: LoopMessage): void;
  listen(tell: (message: LoopMessage) => void): () => void;
}

/** `work`: something was saved here, whoever exchanges should look again. `done`: an exchange of this device ended. */
export type LoopMessage = { readonly type: "work" | "done"; readonly device: string };

export interface SyncLoop {
  /** Something was saved: it goes out soon. */
  nudge(): void;
  /** A person asks: now, whatever the back-off says. Resolves when the round is over. */
  sendNow(): Promise<void>;
  /** For a view's subscription. */
  readonly activity: Activity;
  stop(): void;
}

export interface Activity {
  get(): LoopState;
  subscribe(tell: () => void): () => void;
}

export interface LoopState {
  readonly sending: boolean;
  /** The last exchange worked but took long. */
  readonly slow: boolean;
  readonly failure: FailureKind | "not-signed-in" | "storage" | null;
  /** The photo that is on its way, by its record. */
  readonly photo?: string | null;
}

const commitPauseMs = 50;
/** Somebody else exchanges; if nothing is heard of it for so long, its page may be frozen. */
const lookAgainMs = 3000;
const lockPatienceMs = 60_000;
/** How long a person who asked waits for whoever is exchanging just now. */
const askedPatienceMs = 10_000;
const slowMs = 4000;
const pokedPollMs = 5 * 60_000;
const pollMs = 60_000;
/** During a back-off a person at work is reason enough to try again after this. */
const workerPatienceMs = 15_000;
const idleRoundsInRow = 20;

/** Keeps one device in step with the server while a page lives. Owns no state that matters: all of it is in the store. */
export function startSyncLoop(ports: EnginePorts, options: SyncLoopOptions): SyncLoop {
  return new Loop(ports, options);
}

type RoundsEnd =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: FailureKind | "not-signed-in"; readonly retryInMs: number };

/** The half of the engine that exchanges is fetched after the first screen: showing and saving need none of it. */
async function lateExchange() {
  try {
    return await import("#sync/exchange.ts");
  } catch {
    return undefined;
  }
}

class Loop implements SyncLoop {
  readonly activity: Activity = {
    get: () => this.#state,
    subscribe: (tell) => {
      this.#listeners.add(tell);
      return () => this.#listeners.delete(tell);
    },
  };
  readonly #ports: EnginePorts;
  readonly #options: SyncLoopOptions;
  readonly #listeners = new Set<() => void>();
  readonly #ends: (() => void)[] = [];
  #state: LoopState = { sending: false, slow: false, failure: null };
  #batch: Batch | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  /** A person waits for the next round. */
  #asked = false;
  #stopped = false;
  #cancelTimer: () => void = () => undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #stopPoke: (() => void) | undefined;
  #lastTry = Number.NEGATIVE_INFINITY;
  #takenSince: number | undefined;

  constructor(ports: EnginePorts, options: SyncLoopOptions) {
    this.#ports = ports;
    this.#options = options;
    const { signs, channel } = options;
    this.#ends.push(
      signs.onVisible(() => this.#go()),
      signs.onOnline(() => this.#go()),
      signs.onHidden(() => this.#hide()),
    );
    if (channel) this.#ends.push(channel.listen((message) => this.#hear(message)));
    if (options.startAfterMs) this.#wake(options.startAfterMs);
    else this.#go();
  }

  nudge(): void {
    if (this.#running) this.#again = true;
    else if (this.#mayTry()) this.#wake(commitPauseMs);
    else this.#options.askBackground?.();
  }

  async sendNow(): Promise<void> {
    this.#asked = true;
    this.#go();
    while (this.#running) await this.#running;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
    this.#closePoke();
    for (const end of this.#ends) end();
    this.#listeners.clear();
  }

  #mayTry(): boolean {
    if (!this.#state.failure) return true;
    return this.#ports.clock.monotonic() - this.#lastTry >= workerPatienceMs;
  }

  /** Now; or, if a round is under way, once more right after it. */
  #go(): void {
    if (this.#stopped) return;
    this.#cancelTimer();
    this.#timerAt = Number.POSITIVE_INFINITY;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#rounds()
      .catch(() => {
        this.#show({ sending: false, failure: "storage" });
        this.#wake(pollMs);
      })
      .then(() => {
        this.#running = undefined;
        if (this.#again && !this.#stopped) {
          this.#again = false;
          this.#go();
        }
      });
  }

  /** The soonest wish wins. */
  #wake(ms: number): void {
    const at = this.#ports.clock.monotonic() + ms;
    if (this.#stopped || at >= this.#timerAt) return;
    this.#cancelTimer();
    this.#timerAt = at;
    this.#cancelTimer = this.#options.schedule(ms, () => this.#go());
  }

  async #rounds(): Promise<void> {
    const { device, lock } = this.#options;
    this.#lastTry = this.#ports.clock.monotonic();
    const wasPoked = this.#stopPoke !== undefined;
    const outcome = await this.#aloneOrInTurn(this.#lockNow(lock), exchangeLock(device));
    if (outcome === "taken") {
      this.#takenSince ??= this.#ports.clock.monotonic();
      this.#options.channel?.post({ type: "work", device });
      return this.#wake(lookAgainMs);
    }
    this.#takenSince = undefined;
    this.#options.channel?.post({ type: "done", device });
    if (this.#stopped) return;
    if (outcome.ok) {
      this.#openPoke();
      if (this.#options.signs.isVisible()) this.#wake(wasPoked ? pokedPollMs : pollMs);
    } else {
      this.#closePoke();
      this.#options.askBackground?.();
      if (outcome.failure !== "not-signed-in") this.#wake(this.#patience(outcome));
    }
  }

  /** Whoever looks at the screen waits no longer for a server that is back than for news of one that never left. */
  #patience({ failure, retryInMs }: Extract<RoundsEnd, { ok: false }>): number {
    const isWatched = failure === "unreachable" && this.#options.signs.isVisible();
    return Math.max(250, isWatched ? Math.min(retryInMs, pollMs) : retryInMs);
  }

  #aloneOrInTurn(lock: Locks | undefined, name: string): Promise<RoundsEnd | "taken"> {
    const rounds = () => this.#untilDone();
    if (!this.#asked) return alone(lock, name, rounds);
    this.#asked = false;
    return inTurn(lock, name, askedPatienceMs, rounds);
  }

  /** Held by a page that gives no sign of life, the lock is passed over: it spares work, no more. */
  #lockNow(lock: Locks | undefined): Locks | undefined {
    const since = this.#takenSince;
    return since !== undefined && this.#ports.clock.monotonic() - since > lockPatienceMs ? undefined : lock;
  }

  async #untilDone(): Promise<RoundsEnd> {
    this.#show({ sending: true });
    let idle = 0;
    for (;;) {
      this.#again = false;
      const exchange = await lateExchange();
      if (!exchange) {
        this.#show({ sending: false, failure: "unreachable" });
        return { ok: false, failure: "unreachable", retryInMs: lookAgainMs };
      }
      const began = this.#ports.clock.monotonic();
      const result = await exchange.exchangeOnce(this.#ports, this.#batch);
      const took = this.#ports.clock.monotonic() - began;
      this.#batch = result.batch;
      this.#lastTry = this.#ports.clock.monotonic();
      this.#options.onRound?.(result, took);
      const more = result.ok && (result.more || this.#again) && !this.#stopped;
      idle = result.ok && result.received === 0 && !this.#again ? idle + 1 : 0;
      this.#show({
        sending: more && idle < idleRoundsInRow,
        slow: result.ok && took > slowMs,
        failure: result.ok ? null : result.failure,
      });
      if (!result.ok) return result;
      if (!more) {
        const photos = await this.#sendPhotos();
        if (photos?.ok === false) return photos;
        // Their receipts, or what was saved meanwhile.
        if (this.#stopped || !(photos?.stored || this.#again)) return result;
        continue;
      }
      // A server that says "more" for ever must not keep the radio busy.
      if (idle >= idleRoundsInRow) {
        this.#wake(lookAgainMs);
        return result;
      }
    }
  }

  async #sendPhotos(): Promise<PhotoRound | undefined> {
    if (this.#stopped || this.#again) return undefined;
    const photos = await this.#options.afterText?.(
      () => !this.#stopped && !this.#again,
      (photo) => this.#show({ photo }),
    );
    if (photos?.ok === false) this.#show({ failure: photos.failure });
    return photos;
  }

  #hear(message: LoopMessage): void {
    if (message.device !== this.#options.device) return;
    if (message.type === "done") this.#takenSince = undefined;
    else if (this.#running) this.#again = true;
    else if (this.#mayTry()) this.#wake(commitPauseMs);
  }

  #hide(): void {
    this.#closePoke();
    this.#options.askBackground?.();
  }

  #openPoke(): void {
    const { poke, signs } = this.#options;
    if (!poke || this.#stopPoke || !signs.isVisible()) return;
    this.#stopPoke = poke(
      () => this.#go(),
      () => {
        this.#closePoke();
        this.#wake(pollMs);
      },
    );
  }

  #closePoke(): void {
    this.#stopPoke?.();
    this.#stopPoke = undefined;
  }

  #show(change: Partial<LoopState>): void {
    const next = { ...this.#state, ...change };
    const same = (Object.keys(next) as (keyof LoopState)[]).every((key) => next[key] === this.#state[key]);
    if (same) return;
    this.#state = next;
    for (const tell of this.#listeners) tell();
  }
}
