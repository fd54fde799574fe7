import type { Clock, Randomness } from "#kernel/ports.ts";
import type { Poke } from "./loop-ports.ts";

/** A lost stream is opened again after about so long. */
const firstMs = 600;
const longestMs = 60_000;

/** The event stream of one loop: at most one is open, and one that never lasts is opened less and less often. */
export class LiveStream {
  readonly #poke: Poke;
  readonly #ports: { readonly clock: Clock; readonly randomness: Randomness };
  #stop: (() => void) | undefined;
  /** Streams in a row that were lost young. */
  #lost = 0;

  constructor(poke: Poke, ports: { readonly clock: Clock; readonly randomness: Randomness }) {
    this.#poke = poke;
    this.#ports = ports;
  }

  get isOpen(): boolean {
    return this.#stop !== undefined;
  }

  /** `onLost` hears after how long to open it again. */
  open(onPoke: () => void, onLost: (againInMs: number) => void): void {
    if (this.#stop) return;
    const since = this.#now();
    const lose = () => {
      this.close();
      this.#lost = this.#now() - since < longestMs ? this.#lost + 1 : 0;
      const jitter = 0.5 + this.#ports.randomness.next();
      onLost(Math.min(longestMs, firstMs * 2 ** Math.min(this.#lost, 10) * jitter));
    };
    this.#stop = this.#poke(onPoke, lose);
  }

  close(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #now(): number {
    return this.#ports.clock.monotonic();
  }
}
