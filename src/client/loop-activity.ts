import type { LoopState, ShownActivity } from "./loop-ports.ts";

/** What the loop shows of itself, told only as it changes. */
export class LoopActivity implements ShownActivity {
  #state: LoopState = { sending: false, slow: false, failure: null };
  readonly #listeners = new Set<() => void>();

  readonly get = (): LoopState => this.#state;

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  };

  show(change: Partial<LoopState>): void {
    const next = { ...this.#state, ...change };
    const same = (Object.keys(next) as (keyof LoopState)[]).every((key) => next[key] === this.#state[key]);
    if (same) return;
    this.#state = next;
    for (const tell of this.#listeners) tell();
  }

  end(): void {
    this.#listeners.clear();
  }
}
