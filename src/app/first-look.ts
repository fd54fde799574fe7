import type { Logbook } from "#client/logbook.ts";

/**
 * Answers that were read before anything was drawn, so that the first picture already shows the list instead of an
 * empty page that fills a moment later. Live queries begin with them and then go their own way.
 */
const answers = new WeakMap<Logbook, ReadonlyMap<string, unknown>>();

export function keepFirstLook(logbook: Logbook, read: ReadonlyMap<string, unknown>): void {
  answers.set(logbook, read);
}

/** Once the first picture stands, later screens must not begin with what was true then. */
export function endFirstLook(logbook: Logbook): void {
  answers.delete(logbook);
}

export function firstLook<T>(logbook: Logbook, name: string | undefined): T | undefined {
  return name === undefined ? undefined : (answers.get(logbook)?.get(name) as T | undefined);
}
