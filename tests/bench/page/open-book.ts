// The app's own logbook with its loop, as a page opens it.
import { type Logbook, openLogbook } from "#client/logbook.ts";
import type { PageHost } from "#client/page-host.ts";
import type { Profile } from "#client/profile.ts";

/** A page that is looked at or not, as the bench wants it; marks lie nowhere. */
class BenchHost implements PageHost {
  readonly marks = [];
  #isSeen = true;
  readonly #seen = new Set<() => void>();
  readonly #hidden = new Set<() => void>();

  isVisible(): boolean {
    return this.#isSeen;
  }
  onlineHint(): boolean {
    return true;
  }
  onVisible(tell: () => void) {
    return listening(this.#seen, tell);
  }
  onHidden(tell: () => void) {
    return listening(this.#hidden, tell);
  }
  onOnline(tell: () => void) {
    addEventListener("online", tell);
    return () => removeEventListener("online", tell);
  }

  /** A bench's page is never kept by the browser. */
  onFreeze() {
    return () => undefined;
  }
  onThaw() {
    return () => undefined;
  }
  reload(): void {
    location.reload();
  }

  look(isSeen: boolean): void {
    this.#isSeen = isSeen;
    for (const tell of isSeen ? this.#seen : this.#hidden) tell();
  }
}

function listening(all: Set<() => void>, tell: () => void) {
  all.add(tell);
  return () => all.delete(tell);
}

export const host = new BenchHost();
let book: Logbook | undefined;

export async function openBook(profile: Profile): Promise<Logbook> {
  book ??= await openLogbook(profile, host);
  return book;
}

export function closeBook(): void {
  book?.close();
  book = undefined;
}

/** Exchanges since `begin`, as the browser counts them, and how long they waited for the server. */
export function exchangesSince(begin: number): { requests: number; linkMs: number } {
  const all = (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).filter(
    ({ name, startTime }) => startTime >= begin && name.endsWith("/api/exchange"),
  );
  performance.clearResourceTimings();
  return { requests: all.length, linkMs: all.reduce((sum, { duration }) => sum + duration, 0) };
}
