import { chooseProfile } from "#client/profiles.ts";
import { systemSchedule } from "#client/system-ports.ts";
import { keepFormsNow } from "../../book/form-draft.ts";
import type { OpenBook } from "../../open-book.tsx";

const pauseMs = 100;

/**
 * Puts a person's book away, on this tab and, since nobody is on duty then, on all others of a shared device. What is
 * on its way to the disk arrives first, what was typed a moment ago with it.
 */
export async function putAway(book: OpenBook): Promise<void> {
  await saved(book);
  await chooseProfile(null);
  await saved(book);
  book.leave();
}

/** Nothing of this book is on its way to the disk. */
export async function saved({ logbook }: OpenBook): Promise<void> {
  await keepFormsNow();
  while (logbook?.isSaving()) await new Promise<void>((done) => systemSchedule(pauseMs, done));
}
