import type { Logbook } from "#client/logbook.ts";
import { dayOf } from "#kernel/calendar.ts";
import { correctedNow } from "#sync/device-clock.ts";
import { checksAnswer, readChecks } from "./book/checks/site-checks.ts";
import { namesAnswer, readNames } from "./book/names.ts";
import { wayBack } from "./book/photos/way-back.ts";
import { keepFirstLook } from "./first-look.ts";
import { isArriving } from "./first-sync.ts";
import { deskAnswer, readRows, readState, rowsAnswer } from "./logbook-context.tsx";

/**
 * Reads at once all that *Hôm nay* will ask for. Whatever it misses, the screen's own queries bring. Answers with the
 * place to go back to, if the page was ended while a camera had the screen.
 */
export async function lookFirst(logbook: Logbook): Promise<string | undefined> {
  let back: string | undefined;
  const answers = await logbook.store.read(async (tx) => {
    back = await wayBack(tx);
    const desk = await readState(tx);
    if (!desk.meta || isArriving(desk.meta)) return new Map();
    const day = dayOf(correctedNow(desk.meta, Date.now()));
    const keys = ["incident/open", "task", "callBack/open", `supportVisit/${day}`];
    const [checks, names, ...rows] = await Promise.all([
      readChecks(tx, day),
      readNames(tx),
      ...keys.map((key) => readRows(tx, key)),
    ]);
    return new Map<string, unknown>([
      [deskAnswer, { ...desk, arrived: 0 }],
      [checksAnswer(day), checks],
      [namesAnswer, names],
      ...keys.map((key, i): [string, unknown] => [rowsAnswer(key), rows[i]]),
    ]);
  });
  keepFirstLook(logbook, answers);
  return back;
}
