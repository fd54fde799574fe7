import type { FailureKind } from "#sync/device-store.ts";
import type { ExchangeResult } from "#sync/exchange.ts";
import type { Locks } from "./device-lock.ts";
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
  /** Where the loop shows itself; its own unless told. */
  readonly activity?: ShownActivity;
  /** Whether the server answers at all, asked with as few bytes as that takes. Never rejects. */
  readonly probe?: () => Promise<boolean>;
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
  /** Something was saved: it goes out soon, but hastens nothing that has just failed. */
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

/** The loop's own side of it. */
export interface ShownActivity extends Activity {
  show(change: Partial<LoopState>): void;
  end(): void;
}

export interface LoopState {
  readonly sending: boolean;
  /** The last exchange worked but took long. */
  readonly slow: boolean;
  readonly failure: FailureKind | "not-signed-in" | "storage" | null;
  /** The photo that is on its way, by its record. */
  readonly photo?: string | null;
}
