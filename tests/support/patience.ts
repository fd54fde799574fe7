/**
 * How long a test waits for what must come, in milliseconds: on a busy machine it comes late, and no test asserts a time.
 * The tests' own limits in `.config/vitest.config.ts` are longer, so that it is this wait that says what did not come.
 */
export const patienceMs = 60_000;

/** Asks again and again until it is so; the test's own time limit ends it. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((again) => setTimeout(again, 10));
}
